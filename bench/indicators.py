#!/usr/bin/env python3
"""indicators.py: nanoseconds per bar of every indicator, by bench_indicators.c, beside TA-Lib: loaded with --talib
PATH and measured in the same rounds, or its figures from another machine."""
from figures import Bench


def main():
    bench = Bench("indicators", "Indicators, ns per bar, median of 5 rounds over all of them",
                  bars=(1000000, "generated"), talib=("", "path of a libta_lib.so, to measure it beside"))
    bench.need("bench-indicators")
    talib = ["--talib", bench.told.talib] if bench.told.talib else []
    got = bench.run_json("bench-indicators", "--json", "--bars", bench.told.bars, *talib)
    for name, row in sorted(got["ns_per_bar"].items()):
        theirs = row.get("talib") or row.get("talib_quoted")
        if theirs:
            source = "TA-Lib" if row.get("talib") else "TA-Lib, quoted"
            bench.add(name, row["ours"], "ns", beside=(source, theirs), goal=("<=", 1.2), of="ratio")
        else:
            bench.add(name, row["ours"], "ns")
    if not talib:
        bench.note("TA-Lib's figures are of another machine; --talib PATH measures it here, in the same rounds")
    bench.end()


main()
