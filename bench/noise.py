#!/usr/bin/env python3
"""noise.py: how often the verdict is wrong, by bench_noise.c: the best of 500 rules in worlds without an edge, and an
edge that is there. Shuffled days are those of $KTRDR_EXTRA/data/SPX_1d.csv, where there is such a file."""
import os, pathlib

from figures import Bench

NEEDED = {"edge 2.5, drawn": None, "edge 2.5, measured": 0.8}     # of the seeds; "no evidence" in 95 % of the others


def main():
    bench = Bench("noise", "Verdicts on noise, and on an edge", seeds=(200, "of each world without an edge"),
                  trials=(500, "rules in each"))
    bench.need("bench-noise")
    days = pathlib.Path(os.environ.get("KTRDR_EXTRA", "none")) / "data/SPX_1d.csv"
    words = ["--days", days] if days.exists() else []
    got = bench.run_json("bench-noise", bench.told.seeds, bench.told.trials, *words, "--json")
    for case in got["cases"]:
        name, seeds = case["name"], case["seeds"]
        is_edge = name in NEEDED
        value = case["evidence"] if is_edge else seeds - case["evidence"]
        share = NEEDED[name] if is_edge else 0.95
        bench.add(f'{name}, {case["costs"]}: {"evidence" if is_edge else "no evidence"} in so many of {seeds}', value, "",
                  **({"goal": (">=", share * seeds)} if share else {}))
    bench.note("drawn: the bars come from a process with that ratio; measured: these bars show it. Of what is drawn with "
               "2.5 the deflated Sharpe ratio can see some 75 % at most: 1.9 of its 4.3 standard errors go to the luckiest of 20")
    bench.end()


main()
