#!/usr/bin/env python3
"""store.py: a million bars written durably and read back by bench_store.c, both codecs in turn."""
from figures import Bench


def main():
    bench = Bench("store", "The store, a million minute bars, wall time, median of 5")
    bench.need("bench-store")
    for row in bench.run_json("bench-store", "--json"):
        bench.add(row["what"], row["seconds"] * 1000, "ms", goal=("<=", row["goal"] * 1000) if row["goal"] else None,
                  fastest=row["least"] * 1000)
    bench.note("the fastest of the five, ms: " + ", ".join(f'{row["fastest"]:.1f}' for row in bench.rows))
    bench.end()


main()
