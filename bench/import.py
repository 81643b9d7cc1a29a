#!/usr/bin/env python3
"""import.py: a CSV file of a million bars through `ktrdr data import`, parsed, checked and on the disk, beside
pandas.read_csv with parse_dates, which only parses; in turn. And what memory ktrdrd took at its peak."""
import subprocess, time

from figures import Bench, cpu_seconds, in_turn, low, median, memory, ratio

PYTHON = "/usr/bin/python3"
PANDAS = """
import sys, time
import pandas
began = time.perf_counter()
frame = pandas.read_csv(sys.argv[1], parse_dates=["timestamp"])
print(time.perf_counter() - began, len(frame))
"""


def has_pandas():
    return not subprocess.run([PYTHON, "-c", "import pandas"], stderr=subprocess.DEVNULL).returncode


def main():
    bench = Bench("import", "A CSV file of minute bars, to the disk, beside pandas.read_csv",
                  rows=(1000000, "bars in the file"), rounds=(5, "how often"))
    rows = bench.told.rows
    with bench.backend(None) as backend:
        file = backend.data.parent / "bars.csv"
        with open(file, "wb") as out:
            subprocess.run([bench.build / "gen-bars", str(rows), "7", "1m"], stdout=out, check=True)
        measure(bench, backend, file, rows)
    bench.end()


def measure(bench, backend, file, rows):
    count = iter(range(1000))
    pid = backend.process.pid
    before = memory(pid, "VmHWM")
    cpu, done = [], []

    def ours():
        symbol = f"S{next(count)}"
        used, began = cpu_seconds(pid), time.perf_counter()
        got = backend.ktrdr("--json", "data", "import", file, "--symbol", symbol, "-t", "1m", timeout=600)
        took = time.perf_counter() - began
        if got.status or got.json["accepted"] != rows:
            raise SystemExit(got.err)
        cpu.append(cpu_seconds(pid) - used)
        done.append(symbol)
        return took

    def pandas():
        took, n = subprocess.check_output([PYTHON, "-c", PANDAS, file], text=True).split()
        assert int(n) == rows
        return float(took)

    first = ours()
    peak = memory(pid, "VmHWM")
    if has_pandas():
        mine, theirs = in_turn(bench.told.rounds, ours, pandas)
        beside = {"beside": ("pandas", median(theirs)), "ratio": ratio(mine, theirs)}
    else:
        (mine,), beside = in_turn(bench.told.rounds, ours), {}
        bench.note("python3-pandas is not installed: ours alone")
    bench.add(f"data import, {rows:,} rows".replace(",", " "), median(mine), "s", goal=("<=", 0.6), rounds=mine,
              fastest=min(mine), **beside)
    bench.add("  CPU of ktrdrd for it", median(cpu), "s")
    bench.add("peak memory of ktrdrd, first import", peak, "MB", goal=("<", 64))
    bench.add(f"peak memory of ktrdrd, {len(done)} imports", memory(pid, "VmHWM"), "MB", goal=("<", 64))
    bench.note(f"the file has {file.stat().st_size / 1e6:.0f} MB; ktrdrd had {before:.1f} MB before; the first, on a new "
               f"store, took {first:.2f} s, the fastest {min(mine):.2f} s")


main()
