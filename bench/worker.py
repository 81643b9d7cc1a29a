#!/usr/bin/env python3
"""worker.py: from the start of a ktrdr-worker process to its first batch, and to the end of its first epoch, as its
supervisor sees it. The request is the one that ktrdrd makes: a recorder in the worker's place writes it down."""
import json, os, pathlib, shutil, signal, subprocess, tempfile, time

from figures import ROOT, Bench, import_bars, low, median

STRATEGY = ROOT / "strategies/spx_trend.yaml"


def record(bench, folder):
    """The request of a training over 5000 daily bars; the bars lie in the folder."""
    import programs
    away = folder / "programs"
    away.mkdir()
    for name in ("ktrdrd", "ktrdr"):
        shutil.copy2(bench.build / name, away)
    wish = folder / "request.json"
    recorder = away / "ktrdr-worker"
    recorder.write_text(f"#!/bin/sh\nhead -n 1 >{wish}.part && mv {wish}.part {wish}\nexit 1\n")
    recorder.chmod(0o755)
    kept, programs.BUILD = programs.BUILD, away
    backend = programs.Backend(folder / "data").start()
    try:
        import_bars(backend, bench.build, 5000, "1d", "SPX")
        done = backend.ktrdr("train", STRATEGY, "--no-follow", "--set", "training.epochs=3")
        if done.status:
            raise SystemExit(done.err)
        programs.wait_until(wish.exists, "the request of the worker")
    finally:
        backend.stop()
        programs.BUILD = kept
    return json.loads(wish.read_text())


def run(program, request, folder):
    """Milliseconds until its hello, and until the first epoch was told; then it is stopped."""
    output = tempfile.mkdtemp(dir=folder)
    line = json.dumps({**request, "parent_pid": os.getpid(), "output_folder": output}).encode() + b"\n"
    stdin, request_end = os.pipe()
    report_end, report = os.pipe()
    began = time.perf_counter()
    pid = os.posix_spawn(program, [program], os.environ, file_actions=[
        (os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, report, 3)])
    os.close(stdin), os.close(report)
    os.write(request_end, line)
    hello = epoch = None
    with os.fdopen(report_end, "rb") as lines:
        for text in lines:
            now = (time.perf_counter() - began) * 1000
            message = json.loads(text)
            hello = hello or now
            if message["event"] == "error":
                raise SystemExit(text.decode())
            if message["event"] == "metric":
                epoch = now, message["metric"]["seconds"] * 1000
                break
        os.kill(pid, signal.SIGKILL)
    os.close(request_end)
    os.waitpid(pid, 0)
    if not epoch:
        raise SystemExit("the worker told no epoch")
    return hello, epoch[0], epoch[0] - epoch[1]


def main():
    bench = Bench("worker", "A worker's start, 5000 daily bars, median", rounds=(15, "how often"))
    with tempfile.TemporaryDirectory(prefix="ktrdr-bench-") as folder:
        folder = pathlib.Path(folder)
        request = record(bench, folder)
        program = str(bench.build / "ktrdr-worker")
        got = [run(program, request, folder) for _ in range(bench.told.rounds)]
    hello, epoch, batch = zip(*got)
    bench.add("process start to its first line", median(hello), "ms", fastest_tenth=low(hello))
    bench.add("process start to the first batch", median(batch), "ms", goal=("<", 50), fastest_tenth=low(batch))
    bench.add("process start to the end of the first epoch", median(epoch), "ms", fastest_tenth=low(epoch))
    bench.note(f"undisturbed (the fastest tenth), ms: {low(hello):.1f}, {low(batch):.1f}, {low(epoch):.1f}")
    bench.note("the first batch began when the epoch was told less the seconds that the worker says it took")
    bench.end()


main()
