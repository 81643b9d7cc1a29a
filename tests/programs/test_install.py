#!/usr/bin/env python3
"""What `meson install` puts where, and that a shell completes with it."""
import shutil, subprocess

from programs import BUILD, Skip, check, ktrdr, main, test


def install(folder):
    if not shutil.which("meson"):
        raise Skip("no meson here")
    done = subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", folder], capture_output=True,
                          text=True)
    check(done.returncode == 0, done.stdout + done.stderr)
    return {file.name: file for file in folder.rglob("*") if file.is_file()}


def complete(script, *words):
    ask = (f"source '{script}'; COMP_WORDS=({' '.join(words)} ''); COMP_CWORD={len(words)}; _ktrdr; "
           "printf '%s\\n' \"${COMPREPLY[@]}\"")
    return subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True).stdout.split()


@test
def programs_pages_and_completions_are_installed(folder):
    files = install(folder)
    check({"ktrdr", "ktrdrd", "ktrdr-worker", "ktrdr.1", "ktrdr.bash", "ktrdr.fish"} <= set(files), str(set(files)))
    check(files["ktrdr.1"].parent.name == "man1" and files["ktrdr.1"].read_text() == ktrdr("man").out)
    check(files["ktrdr.bash"].parent.name == "completions", str(files["ktrdr.bash"]))
    check({"import", "show", "list"} <= set(complete(files["ktrdr.bash"], "ktrdr", "data")), "data has no verbs")
    check("--symbol" in complete(files["ktrdr.bash"], "ktrdr", "data", "import"), "data import has no options")
    check("strategies" in complete(files["ktrdr.bash"], "ktrdr"), "no nouns")


@test
def fish_and_zsh_read_their_script(folder):
    shells = [shell for shell in ("fish", "zsh") if shutil.which(shell)]
    if not shells:
        raise Skip("neither fish nor zsh is here")
    for shell in shells:
        script = folder / shell
        script.write_text(ktrdr("completion", shell).out)
        done = subprocess.run([shell, "-n", script], capture_output=True, text=True)
        check(done.returncode == 0, shell + done.stderr)


main()
