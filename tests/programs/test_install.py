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
    check({"ktrdr", "ktrdrd", "ktrdr-worker", "ktrdr.1", "ktrdr.bash", "ktrdr.fish", "_ktrdr"} <= set(files), str(set(files)))
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


ZSH = """fpath=({folder} $fpath)
autoload -Uz compinit && compinit -u -D
print -r -- ${{_comps[ktrdr]}}
_describe() {{ print -rl -- ${{(P)2}} }}
_files() {{ print FILES }}
words=(ktrdr {words} '') CURRENT=$#words
_ktrdr
"""


@test
def zsh_finds_its_function_and_is_offered_words_with_their_help(folder):
    if not shutil.which("zsh"):
        raise Skip("no zsh here")
    script = install(folder / "root")["_ktrdr"]
    check(script.parent.name == "site-functions" and script.read_text().startswith("#compdef ktrdr\n"), str(script))

    def offered(*words):
        done = subprocess.run(["zsh", "-f", "-c", ZSH.format(folder=script.parent, words=" ".join(words))],
                              capture_output=True, text=True)
        lines = done.stdout.splitlines()
        check(not done.stderr and lines[0] == "_ktrdr", done.stdout + done.stderr)
        return {line.partition(":")[0]: line.partition(":")[2] for line in lines[1:]}

    check({"data", "train", "--json"} <= set(offered()), "no nouns")
    check({"import", "show", "list"} <= set(offered("data")) and offered("data")["delete"] == "Removes a stored series.")
    check("--symbol" in offered("data", "import") and "--symbol" in offered("data", "import", "--tz", "UTC"))
    check(set(offered("batch", "x")) == {"FILES"}, "a file is not offered")


main()
