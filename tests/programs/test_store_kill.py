#!/usr/bin/env python3
"""Kills a process that imports bars and writes operations, 20 times at any moment with SIGKILL: what it had
acknowledged is there each time, nothing is there by half, and every block's hash is right."""
import os, pathlib, random, shutil, subprocess, sys, tempfile, time

ROUNDS = 20
writer = pathlib.Path(os.environ.get("KTRDR_BUILD", "build/release")) / "tests/store-writer"
folder = pathlib.Path(tempfile.mkdtemp(prefix="ktrdr-kill-"))
said, passed, failed, acknowledged = "", 0, 0, 0


def complete_lines(text):
    """A line is written with one write(), so only a full pipe could cut one; then it was not said."""
    return text[:text.rfind("\n") + 1]


try:
    for n in range(ROUNDS):
        process = subprocess.Popen([writer, "write", folder / "backend", str(n)], stdout=subprocess.PIPE, text=True)
        first = process.stdout.readline()
        time.sleep(random.uniform(0, 0.25))         # the moment of the kill, not a wait for something
        process.kill()
        rest = complete_lines(process.stdout.read())
        process.wait()
        said += rest
        acknowledged += rest.count("did ")
        check = subprocess.run([writer, "check", folder / "backend"], input=said, capture_output=True, text=True)
        if first == "ready\n" and process.returncode == -9 and (check.returncode == 0 or not said):
            passed += 1
        else:
            failed += 1
            print(f"round {n}: {first!r} {process.returncode} {check.stdout[-500:]} {check.stderr[-500:]}")
    print(f"{acknowledged} commits were acknowledged")
    passed, failed = (passed, failed) if acknowledged > ROUNDS else (passed, failed + 1)
finally:
    shutil.rmtree(folder)
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
