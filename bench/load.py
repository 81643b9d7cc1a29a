#!/usr/bin/env python3
"""load.py: 100 daily stocks brought up to date by one `ktrdr data load`, from a simulated gateway that answers after
200 ms, beside what pacing leaves: the requests times what one takes, over the 6 that may be open at once."""
import subprocess, time

from figures import Bench, median


def main():
    bench = Bench("load", "A tail of many daily series, from a simulated gateway with IB's pacing rules",
                  series=(100, "how many"), delay=(200, "milliseconds before an answer"), rounds=(3, "how often"))
    from ib_simulator import Simulator
    from programs import Backend
    import pathlib, tempfile

    with tempfile.TemporaryDirectory(prefix="ktrdr-bench-") as name:
        folder = pathlib.Path(name)
        symbols = prepare(bench, folder)
        with Simulator("--contracts", folder / "contracts.yaml", "--bars", folder / "bars", "--now", "2016-01-04T23:00:00Z",
                       "--delay", bench.told.delay) as sim:
            backend = Backend(folder / "data", "--set", f"ib.port={sim.port}").start()
            measure(bench, backend, sim, symbols)
            backend.stop()
    bench.end()


def prepare(bench, folder):
    """One file of bars, and as many stocks that have them."""
    symbols = [f"S{i:03d}" for i in range(bench.told.series)]
    (folder / "bars").mkdir()
    with open(folder / "bars" / "AAA_1d.csv", "wb") as out:
        subprocess.run([bench.build / "gen-bars", "4200", "7", "1d"], stdout=out, check=True)
    rows = [f"  - {{symbol: {s}, bars: AAA, con_id: {1000 + i}}}" for i, s in enumerate(symbols)]
    (folder / "contracts.yaml").write_text("contracts:\n" + "\n".join(rows) + "\n")
    return symbols


def load(backend, symbols, *options):
    began = time.perf_counter()
    done = backend.ktrdr("data", "load", *symbols, *options, timeout=600)
    if done.status:
        raise SystemExit(f"the load failed: {done.out}{done.err}")
    return time.perf_counter() - began


def measure(bench, backend, sim, symbols):
    load(backend, symbols, "--start", "2015-11-02")
    seconds, requests = [], []
    for _ in range(bench.told.rounds):
        before = sim.counts()["history_requests"]
        seconds.append(load(backend, symbols))
        requests.append(sim.counts()["history_requests"] - before)
    limit = median(requests) * bench.told.delay / 1000 / 6
    bench.add(f"tail of {len(symbols)} daily series", median(seconds), "s", beside=("requests x delay / 6", limit),
              goal=("<=", 1.25), of="ratio")
    bench.add("requests", median(requests), "", goal=("<=", len(symbols)))
    counts = sim.counts()
    bench.add("broken pacing rules", counts["violations"], "", goal=("<=", 0))
    bench.add("connections at once, at the most", counts["connections_most"], "", goal=("<=", 1))


if __name__ == "__main__":
    main()
