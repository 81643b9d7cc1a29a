#!/usr/bin/env python3
"""backtest.py: bars per second of the engine of backtests, by bench_backtest.c: CPU time, one core, median of 15."""
from figures import Bench


def main():
    bench = Bench("backtest", "Backtests, bars per CPU-second, median of 15", bars=(100000, "in each run"))
    bench.need("bench-backtest")
    got = bench.run_json("bench-backtest", bench.told.bars, "--json")
    for case in got["cases"]:
        bench.add(f'{case["name"]}, {case["trades"]} trades', case["bars_per_second"] / 1e6, "M/s", goal=(">=", 1))
    bench.note(f'{got["bars"]} bars; "and performance" measures the result too, "neuro-fuzzy" also decides')
    bench.end()


main()
