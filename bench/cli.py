#!/usr/bin/env python3
"""cli.py: what a command costs as a whole process, start to end: --help, version, and 500 bars shown, beside a bare C
program that does the same HTTP exchange and beside the same command in Python (typer, httpx)."""
import json, os, subprocess

from figures import ROOT, Bench, import_bars, low, median, ratio, socket_of

PYTHON = "/usr/bin/python3"     # Debian's, which has Debian's typer and httpx


def has_python():
    return not subprocess.run([PYTHON, "-c", "import typer, httpx"], stderr=subprocess.DEVNULL).returncode


def main():
    bench = Bench("cli", "Command line, whole processes in turn, median wall time", rounds=(41, "how often each runs"))
    bench.need("bench-spawn", "bench-exchange")
    with bench.backend(None) as backend:
        import_bars(backend, bench.build, 2000, "1d", "AAPL")
        measure(bench, backend)
    bench.end()


def measure(bench, backend):
    ktrdr, target = str(bench.build / "ktrdr"), "/api/v1/data/AAPL/1d?limit=500"
    data = ["--data-dir", str(backend.data)]
    show = [ktrdr, *data, "data", "show", "AAPL", "-t", "1d", "--rows", "500"]
    commands = {
        "warm": [ktrdr, "version"],         # not told: it comes after Python, which leaves the caches cold
        "nothing": bench.program("bench-exchange"),
        "--help": [ktrdr, "--help"],
        "version": [ktrdr, "version"],
        "show": show,
        "csv": [*show, "--format", "csv"],
        "bare": bench.program("bench-exchange", socket_of(backend), target, "application/vnd.ktrdr.bars"),
    }
    if has_python():
        commands["python"] = [PYTHON, str(ROOT / "bench/old_way.py"), socket_of(backend), "AAPL", "1d", "500"]
    else:
        bench.note("python3-typer and python3-httpx are not installed: no Python beside")
    words = [bench.program("bench-spawn", bench.told.rounds)[0], str(bench.told.rounds)]
    for i, command in enumerate(commands.values()):
        words += (["--"] if i else []) + command
    env = {**backend.env, "KTRDR_LOG_FORMAT": "text"}
    got = dict(zip(commands, json.loads(subprocess.check_output(words, env=env))))
    report(bench, got)


def report(bench, got):
    wall = {name: one["wall_ms"] for name, one in got.items()}

    def add(what, name, beside, goal=None):
        bench.add(what, median(wall[name]), "ms", beside=(beside[0], median(wall[beside[1]])),
                  ratio=ratio(wall[name], wall[beside[1]]), goal=goal, fastest_tenth=low(wall[name]),
                  cpu=median(got[name]["cpu_ms"]), rounds=wall[name])

    bare = ("bare C", "bare")
    add("ktrdr --help", "--help", ("empty C", "nothing"), ("<=", 1.5))
    add("ktrdr version", "version", ("empty C", "nothing"), ("<=", 1.5))
    add("data show, 500 bars, a table", "show", bare, ("<=", 3))
    add("data show, 500 bars, CSV", "csv", bare, ("<=", 3))
    if "python" in got:
        add("  the same in Python (typer, httpx)", "python", ("ktrdr", "show"))
    for what, name, goal in (("--help", "--help", None), ("data show", "show", ("<=", 8))):
        beside = "python" if "python" in got else "bare"
        bench.add(f"peak memory of {what}", got[name]["rss_kb"] / 1024, "MB", goal=goal,
                  beside=("Python" if beside == "python" else "bare C", got[beside]["rss_kb"] / 1024))
    bench.note("undisturbed (the fastest tenth), ms: " + ", ".join(
        f"{name} {low(values):.2f}" for name, values in wall.items() if name != "warm"))
    bench.note("CPU time (median), ms: " + ", ".join(
        f'{name} {median(one["cpu_ms"]):.2f}' for name, one in got.items() if name != "warm"))


main()
