#!/usr/bin/env python3
"""sessions.py: many trainings at once, as ktrdrd has them: that all of them finish and every status is answered at once,
what they do together beside one alone, what each takes of memory, how soon the first batch is done, how soon a cancel
is, and what checkpoints cost. CPU seconds are those of the workers, as the kernel counts them for their parent."""
import concurrent.futures, contextlib, os, pathlib, random, tempfile, threading, time

from figures import Bench, in_turn, median, ratio

TICK = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()
TOGETHER = 16


def workers_cpu(backend):
    """Seconds of all workers that have ended."""
    fields = pathlib.Path(f"/proc/{backend.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICK


def a_strategy(name, epochs, hidden=(32, 16), more=""):
    import programs
    return programs.strategy(name, epochs=epochs, hidden=hidden, symbol="SPX", training="  lookahead_check: false\n" + more)


@contextlib.contextmanager
def running(bench, *settings):
    """A ktrdrd of its own with 5000 daily bars."""
    import programs
    with tempfile.TemporaryDirectory(prefix="ktrdr-bench-") as folder:
        backend = programs.Backend(pathlib.Path(folder) / "data", *(w for s in settings for w in ("--set", s))).start()
        try:
            backend.import_bars("SPX", text=programs.bars_csv(5000, start="2000-01-01"))
            yield backend
        finally:
            backend.stop()


def start_all(backend, text, n, seed=1):
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda i: backend.train(text, seed=seed + i)["id"], range(n)))


def end_of(backend, id):
    while True:
        operation = backend.operation(id)
        if operation["state"] in ("completed", "failed", "cancelled"):
            return operation
        time.sleep(0.02)


class Asking:
    """Asks for the status of one of them after the other, each over the same connection, until it is told to end."""

    def __init__(self, backend, ids):
        self.backend, self.ids, self.took, self.is_over = backend, ids, [], False
        self.thread = threading.Thread(target=self.run)

    def run(self):
        import http.client
        rng, connection = random.Random(1), http.client.HTTPConnection("127.0.0.1", self.backend.port, timeout=60)
        while not self.is_over:
            began = time.perf_counter()
            connection.request("GET", f"/api/v1/operations/{rng.choice(self.ids)}")
            connection.getresponse().read()
            self.took.append((time.perf_counter() - began) * 1000)
            time.sleep(0.002)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *why):
        self.is_over = True
        self.thread.join()


def measure_many(bench, n):
    with running(bench) as backend:
        began = time.perf_counter()
        ids = start_all(backend, a_strategy("many", epochs=20), n)
        started = time.perf_counter() - began
        with Asking(backend, ids) as asking:
            ends = [end_of(backend, id) for id in ids]
        took = time.perf_counter() - began
        states = [end["state"] for end in ends]
        slow = [line["milliseconds"] for line in backend.log_lines() if line["event"] == "the loop kept everybody waiting"]
    asked = sorted(asking.took)
    bench.add(f"{n} trainings started at once: completed", states.count("completed"), "of them", goal=(">=", n))
    bench.add("all of them acknowledged after", started, "s")
    bench.add("all of them done after", took, "s")
    bench.add("status of any of them, p99 meanwhile", asked[len(asked) * 99 // 100], "ms", goal=("<", 10), asked=len(asked))
    bench.add("status of any of them, the slowest", asked[-1], "ms")
    if slow:
        bench.note(f"turns of the loop over 50 ms: {len(slow)}, the longest {max(slow)} ms")


def work(backend, text, n):
    """(samples per CPU-second, samples per second) of n trainings at once."""
    cpu, began = workers_cpu(backend), time.perf_counter()
    ids = start_all(backend, text, n)
    ends = [end_of(backend, id) for id in ids]
    wall, cpu = time.perf_counter() - began, workers_cpu(backend) - cpu
    failed = [end["error"]["detail"] for end in ends if end["state"] != "completed"]
    if failed:
        raise SystemExit(f"a training failed: {failed}")
    results = [backend.get(f"/operations/{id}/result") for id in ids]
    samples = sum(r["train_part"]["rows"] * r["epochs_run"] for r in results)
    return samples / cpu, samples / wall


def measure_throughput(bench, rounds, epochs):
    text = a_strategy("rate", epochs=epochs, hidden=(64, 32))
    with running(bench, f"training.max_running={TOGETHER}") as backend:
        one, many = in_turn(rounds, lambda: work(backend, text, 1), lambda: work(backend, text, TOGETHER))
    by_cpu = ratio([m[0] for m in many], [o[0] for o in one])
    by_wall = ratio([m[1] for m in many], [o[1] for o in one])
    bench.add(f"{TOGETHER} at once, samples per CPU-second", median([m[0] for m in many]), "/s",
              beside=("one alone", median([o[0] for o in one])), ratio=by_cpu, goal=(">=", 0.95), of="ratio")
    bench.add(f"{TOGETHER} at once, samples per second", median([m[1] for m in many]), "/s",
              beside=("one alone", median([o[1] for o in one])), ratio=by_wall, goal=(">=", 0.9 * CORES), of="ratio")


def private_mb(pid):
    """What belongs to this process alone; MB."""
    lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def wait_for_workers(backend, n):
    import programs
    programs.wait_until(lambda: len(backend.workers()) >= n, f"{n} workers")
    ids = [o["id"] for o in backend.get("/operations?active=true&limit=100")["items"]]
    programs.wait_until(lambda: all((backend.operation(id)["progress"]["percent"] or 0) > 0 for id in ids), "all to be at work")
    return ids


def cancel_one(backend, id):
    """Milliseconds until the cancel was acknowledged, and until it had ended."""
    began = time.perf_counter()
    backend.cancel(id)
    told = time.perf_counter()
    end_of(backend, id)
    return (told - began) * 1000, (time.perf_counter() - began) * 1000


def measure_sixteen(bench, rounds):
    """Memory of each, and cancels."""
    text, private, acknowledged, ended, left = a_strategy("endless", epochs=10000, hidden=(64, 32)), [], [], [], 0
    with running(bench, f"training.max_running={TOGETHER}") as backend:
        for round in range(rounds):
            start_all(backend, text, TOGETHER, seed=100 * round)
            ids = wait_for_workers(backend, TOGETHER)
            private += [private_mb(pid) for pid in backend.workers()]
            for id in ids:
                took = cancel_one(backend, id)
                acknowledged.append(took[0])
                ended.append(took[1])
                left += any((backend.data / "backend/sessions" / id).glob("*/checkpoint-*"))
                start_all(backend, text, 1, seed=1000 + len(ended))         # so that sixteen go on
            for operation in backend.get("/operations?active=true&limit=100")["items"]:
                cancel_one(backend, operation["id"])
    bench.add("memory of one of them that no other shares, the most", max(private), "MB", goal=("<", 10), median=median(private))
    bench.add("a cancel acknowledged, p99", sorted(acknowledged)[len(acknowledged) * 99 // 100], "ms", goal=("<", 500))
    bench.add("the cancelled one ended, the slowest", max(ended), "ms", goal=("<", 2000))
    bench.add("cancelled ones that left a checkpoint", left, "of them", goal=(">=", len(ended)), of_all=len(ended))


def first_batch(backend, file, seed):
    """Milliseconds from the start of `ktrdr train` to the first checkpoint, which is written after the first batch."""
    sessions = backend.data / "backend/sessions"
    began = time.time()
    done = backend.ktrdr("train", file, "--no-follow", "--seed", seed)
    id, when = done.out.strip(), None
    while when is None:
        for path in (sessions / id).glob("*/checkpoint-*"):
            with contextlib.suppress(FileNotFoundError):
                when = min(path.stat().st_mtime, when or float("inf"))
    end = backend.expect(202, "DELETE", f"/operations/{id}")
    end_of(backend, end["id"])
    return (when - began) * 1000


def measure_start(bench, rounds):
    with running(bench, "training.checkpoint_seconds=0") as backend:
        file = backend.data.parent / "s.yaml"
        file.write_text(a_strategy("endless", epochs=10000, hidden=(256, 256)))
        took = [first_batch(backend, file, seed) for seed in range(3 * rounds)]
    bench.add("`ktrdr train` to the first batch", median(took), "ms", goal=("<", 100), slowest=max(took))


def seconds_of(backend, text):
    id = backend.train(text, seed=1)["id"]
    end_of(backend, id)
    return backend.get(f"/operations/{id}/result")["seconds"]


def measure_checkpoints(bench, rounds, epochs):
    text = a_strategy("kept", epochs=epochs, hidden=(64, 32))
    with running(bench, "training.checkpoint_seconds=0") as often, running(bench, "training.checkpoint_seconds=3600") as never:
        with_them, without = in_turn(rounds, lambda: seconds_of(often, text), lambda: seconds_of(never, text))
    bench.add("training with as many checkpoints as it may leave", median(with_them), "s", beside=("without", median(without)),
              ratio=ratio(with_them, without), goal=("<=", 1.02), of="ratio")


def main():
    bench = Bench("sessions", "Many trainings at once", sessions=(200, "how many"), rounds=(5, "how often"),
                  epochs=(150, "of a training that is timed"))
    told = bench.told
    measure_many(bench, told.sessions)
    measure_throughput(bench, told.rounds, told.epochs)
    measure_sixteen(bench, max(1, told.rounds // 2))
    measure_start(bench, told.rounds)
    measure_checkpoints(bench, told.rounds, told.epochs * 4)
    bench.note(f"5000 daily bars, batch 32; {CORES} cores; the timed trainings have {told.epochs} epochs, the median is of "
               f"{told.rounds} rounds in turn")
    bench.note("the first batch is told by the time of the checkpoint that follows it; the clock of files ticks every 4 ms")
    bench.end()


main()
