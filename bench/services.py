#!/usr/bin/env python3
"""services.py: what is between the processes. Commands in sequence, the old way (Python, a process, an event loop, a
client and a connection for each) beside ktrdr one by one and `ktrdr batch`; a call to a host service beside a local
one; many clients at once; ten thousand idle event streams; a million requests. On 127.0.0.1 and unix sockets only."""
import contextlib, json, os, subprocess, time

from figures import ROOT, Bench, cpu_seconds, import_bars, median, memory, socket_of

PYTHON = "/usr/bin/python3"     # Debian's, which has Debian's typer and httpx
SEQUENCES = (1, 10, 100)
ROWS = 20


def has_python():
    return not subprocess.run([PYTHON, "-c", "import typer, httpx"], stderr=subprocess.DEVNULL).returncode


def main():
    bench = Bench("services", "Between processes: commands, calls, clients", rounds=(7, "how often a sequence runs"),
                  idle=(10000, "event streams"), requests=(1000000, "for the memory that stays flat"))
    bench.need("bench-spawn", "bench-services", "bench-clients")
    with bench.backend(None) as backend:
        import_bars(backend, bench.build, 2000, "1d", "AAPL")
        measure_sequences(bench, backend)
    measure_calls(bench)
    with bench.backend(None) as backend:
        measure_flat(bench, backend)
        measure_crowd(bench, backend)
    with bench.backend(None) as backend:
        measure_idle(bench, backend)
    bench.end()


# ---- commands in sequence ----

def spawn(bench, backend, rounds, *commands):
    words = []
    for i, command in enumerate(commands):
        words += (["--"] if i else []) + [str(word) for word in command]
    out = subprocess.check_output([*bench.program("bench-spawn", rounds), *words],
                                  env={**backend.env, "KTRDR_LOG_FORMAT": "text"})
    return [one["wall_ms"] for one in json.loads(out)]


def measure_sequences(bench, backend):
    ktrdr = [bench.build / "ktrdr", "--data-dir", backend.data]
    show = ["data", "show", "AAPL", "-t", "1d", "--rows", ROWS]
    old = [PYTHON, ROOT / "bench/old_way.py", socket_of(backend), "AAPL", "1d", ROWS]
    files = {}
    for n in SEQUENCES:
        files[n] = backend.data.parent / f"batch-{n}.txt"
        files[n].write_text((" ".join(map(str, show)) + "\n") * n)
    is_there = has_python()
    single = spawn(bench, backend, 100, [*ktrdr, *show], *([old] if is_there else []))
    batches = dict(zip(SEQUENCES, spawn(bench, backend, bench.told.rounds * 3,
                                        *([*ktrdr, "batch", "--show", files[n]] for n in SEQUENCES))))
    in_one = dict(zip(SEQUENCES, spawn(bench, backend, bench.told.rounds, *([*old, n] for n in SEQUENCES)))) if is_there else {}
    for n in SEQUENCES:
        report_sequence(bench, n, [sums(one, n) for one in single], batches[n], in_one.get(n))
    if not is_there:
        bench.note("python3-typer and python3-httpx are not installed: no old way beside")
    bench.note(f"a command is `data show AAPL --rows {ROWS}`. The old way is a process per command, with an event loop, an "
               "httpx client and a connection of its own; 'in one process' saves it the interpreter's start")


def sums(values, n):
    """What n of them one after the other took."""
    return [sum(values[i:i + n]) for i in range(0, len(values) - n + 1, n)]


def report_sequence(bench, n, single, batch, in_one):
    what = f"{n} command{'s' if n > 1 else ''}"
    ours, old = single[0], single[1] if len(single) > 1 else None
    beside = ("the old way", median(old)) if old else None
    bench.add(f"{what}, one by one", median(ours), "ms", beside=beside,
              ratio=median(ours) / median(old) if old else None, goal=("<=", 0.01) if n == 1 and old else None,
              of="ratio" if old else "value", rounds=ours)
    bench.add(f"{what}, ktrdr batch", median(batch), "ms", beside=beside, goal=("<=", 20) if n == 100 else None,
              rounds=batch)
    if in_one:
        bench.add(f"  {what}, the old way in one process", median(in_one), "ms",
                  beside=("ktrdr batch", median(batch)), rounds=in_one)


# ---- calls to a host service ----

def measure_calls(bench):
    runs = [bench.run_json("bench-services") for _ in range(5)]
    pick = lambda way, over, callers, key: median([next(one[key] for one in run if (one["way"], one["over"], one["callers"]) ==
                                                        (way, over, callers)) for run in runs])
    local = {key: pick("local", "", 1, key) for key in ("p50_us", "p99_us")}
    for over, name in (("tcp", "loopback"), ("unix", "a unix socket")):
        bare = pick("bare", over, 1, "p50_us") / 1000
        bench.add(f"a host call adds, {name}, p50", (pick("host", over, 1, "p50_us") - local["p50_us"]) / 1000, "ms",
                  beside=("bare stream", bare), goal=("<=", 0.3))
        bench.add(f"a host call adds, {name}, p99", (pick("host", over, 1, "p99_us") - local["p99_us"]) / 1000, "ms")
        opened = sum(one["opened"] for one in runs[0] if one["over"] == over)
        calls = sum(one["calls"] for one in runs[0] if one["over"] == over and one["way"] == "host")
        bench.add(f"connections for {calls} calls, {name}", opened, "", beside=("one each", calls),
                  goal=("<=", runs[0][0]["pool"]))
    bench.note(f"a local call is a function call: p50 {local['p50_us'] * 1000:.0f} ns")


# ---- many clients ----

def clients(bench, port, *words):
    return json.loads(subprocess.check_output(bench.program("bench-clients", port, *words)))


class Held:
    """Connections that stay while the `with` block runs; `open` is how many the server still had at its end."""

    def __init__(self, bench, port, *words):
        self.words = bench.program("bench-clients", port, *words)

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.begun = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *why):
        self.process.stdin.close()
        with contextlib.suppress(ValueError):
            self.open = json.loads(self.process.stdout.readline())["open"]
        self.process.wait()


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def measure_crowd(bench, backend):
    runs = [clients(bench, backend.port, "ask", "/health", 1000, 100000) for _ in range(5)]
    bench.add("1000 clients at once, /health, p50", median([run["p50_ms"] for run in runs]), "ms")
    bench.add("1000 clients at once, /health, p99", median([run["p99_ms"] for run in runs]), "ms", runs=runs)
    bench.add("  requests", median([run["answers"] / run["seconds"] for run in runs]), "/s")
    bench.add("  not answered, or not with 200", sum(run["missing"] + run["errors"] for run in runs), "", goal=("<=", 0))


def measure_idle(bench, backend):
    """The streams of an operation that waits in line; the one before it trains meanwhile, on the other core."""
    import programs
    backend.stop()
    backend.options = ("--set", "training.max_running=1")
    backend.start()
    backend.import_bars()
    first = backend.train(programs.ENDLESS)["id"]
    backend.wait_for(first, "running")
    second = backend.train(programs.ENDLESS)["id"]
    pid, before = backend.process.pid, memory(backend.process.pid, "VmRSS")
    quiet = clients(bench, backend.port, "ask", "/health", 4, 20000)
    with Held(bench, backend.port, "hold", f"/api/v1/operations/{second}/events", bench.told.idle) as held:
        busy = clients(bench, backend.port, "ask", "/health", 4, 20000)
        used = cpu_seconds(pid)
        time.sleep(20)                      # each has had its comment by then
        used = (cpu_seconds(pid) - used) / 20
        rss = memory(pid, "VmRSS")
    what = f"{bench.told.idle} idle event streams"
    bench.add(f"{what}, memory of ktrdrd", rss, "MB", beside=("before", before), goal=("<", 60))
    bench.add("  CPU that they keep busy", used * 100, "%")
    bench.add("  /health meanwhile, p99", busy["p99_ms"], "ms", beside=("before", quiet["p99_ms"]), goal=("<", 5))
    bench.add("  not begun, or dropped in 20 s", bench.told.idle - min(held.begun["begun"], held.open), "", goal=("<=", 0))
    for id in (second, first):
        backend.cancel(id)


def measure_flat(bench, backend):
    pid, done, seen = backend.process.pid, 0, {}
    for goal in (0, bench.told.requests // 100, bench.told.requests // 10, bench.told.requests):
        if goal > done:
            run = clients(bench, backend.port, "ask", "/health", 8, goal - done)
            if run["missing"] or run["errors"]:
                raise SystemExit(f"requests failed: {run}")
            done = goal
            time.sleep(0.2)                 # the last connections are closed by then
        seen[goal] = (memory(pid, "VmRSS"), descriptors(pid))
    for goal, (rss, fds) in seen.items():
        bench.add(f"memory after {goal} requests ({fds} descriptors)", rss, "MB")
    early, late = seen[bench.told.requests // 100], seen[done]
    bench.add("  gained since a hundredth of them", late[0] - early[0], "MB", goal=("<=", 0.5))
    bench.add("  descriptors gained", late[1] - early[1], "", goal=("<=", 0))


main()
