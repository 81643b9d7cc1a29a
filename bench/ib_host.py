#!/usr/bin/env python3
"""ib_host.py: the IB host before a simulated gateway, with IB's pacing rules kept. Its memory while a million bars of a
minute go through it in batches of seventy days; kills and connects over a longer time."""
import json, os, pathlib, subprocess, sys, tempfile, time

from figures import ROOT, Bench, memory

DAY_BARS = 1425                 # of a pair of currencies, a minute each
CHUNK = 70                      # days in one batch


def main():
    bench = Bench("ib_host", "IB host: memory, streams, restarts", bars=(1000000, "that go through it"),
                  kills=(50, "of the host"), life=(6.0, "seconds between two kills, on average; 0: leave that out"))
    with tempfile.TemporaryDirectory(prefix="ktrdr-bench-") as folder:
        measure_stream(bench, pathlib.Path(folder))
    if bench.told.life:
        measure_kills(bench)
    bench.end()


def days(first, count):
    """Asks for so many days in a row, by number since 2016."""
    begin = 1451606400 + first * 86400
    stamp = lambda at: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    return [{"symbol": "EURUSD", "timeframe": "1m", "start": stamp(begin + i * 86400), "end": stamp(begin + (i + 1) * 86400),
             "lane": "backfill"} for i in range(count)]


def stream(host, asks):
    """Bars of a batch; read as they come, kept nowhere."""
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=600)
    connection.request("POST", "/data/batch", json.dumps({"requests": asks}))
    reply, bars = connection.getresponse(), 0
    while line := reply.readline():
        item = json.loads(line)
        if "error" in item:
            raise SystemExit(f"request {item['index']} failed: {item['error']}")
        left, bars = item["bytes"], bars + item["count"]
        while left:
            left -= len(reply.read(min(left, 65536)))
    connection.close()
    return bars


def measure_stream(bench, folder):
    from ib_host import Host
    from ib_simulator import Simulator
    with Simulator("--demo") as sim:
        host = Host(folder / "host", sim).start()
        host.when_connected("EURUSD")
        idle, bars, first, seen = memory(host.process.pid, "VmRSS"), 0, 0, []
        began = time.monotonic()
        while bars < bench.told.bars:
            bars += stream(host, days(first, CHUNK))
            first += CHUNK
            seen.append(memory(host.process.pid, "VmRSS"))
        took = time.monotonic() - began
        peak = memory(host.process.pid, "VmHWM")
        host.stop()
        counts = sim.counts()
    tenth = seen[len(seen) // 10]
    bench.add("memory, connected and idle", idle, "MB")
    bench.add(f"memory after {bars} bars", seen[-1], "MB", goal=("<", 40))
    bench.add("  at the most, ever", peak, "MB", goal=("<", 40))
    bench.add("  gained since the first tenth", seen[-1] - tenth, "MB", goal=("<=", 1))
    bench.add("bars a second, pacing rules kept", bars / took, "")
    bench.add("pacing violations", counts["violations"], "", goal=("<=", 0))


def measure_kills(bench):
    env = {**os.environ, "KTRDR_KILLS": str(bench.told.kills), "KTRDR_LIFE": str(bench.told.life), "KTRDR_COMMANDS": "1000",
           "PYTHONPATH": str(ROOT / "tests/support")}
    began = time.monotonic()
    done = subprocess.run([sys.executable, ROOT / "tests/programs/test_ib_protection.py"], env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    bench.note(next(line.strip() for line in done.stdout.splitlines() if " kills, " in line))
    bench.add(f"{bench.told.kills} kills, 1000 commands: all as it must be", time.monotonic() - began, "s")


main()
