#!/usr/bin/env python3
"""What a training must survive, or fail of in so many words: data that teach nothing, workers that do not end or talk
nonsense, a disk that fills, more work than there is room for, a million rows. Others are in test_kill.py (SIGKILL, SIGSTOP,
memory) and test_resume.py (SIGSEGV, damaged checkpoints)."""
import contextlib, os, shutil, subprocess

import programs
from programs import (BUILD, ENDLESS, IS_SANITIZED, Backend, Skip, bars_csv, check, is_worker, main, small_disk, strategy, test, wait_until)


def failure(backend, text, **more):
    """The error of a training that must fail."""
    operation = backend.wait_for(backend.train(text, **more)["id"])
    if operation["state"] != "failed":
        raise AssertionError(str(operation))
    check(not operation["resumable"] or "resume" in operation["error"]["suggestion"], str(operation["error"]))
    return operation["error"]


def goes_on(backend):
    """Nothing is stuck: no worker is left, and another training completes."""
    wait_until(lambda: not backend.workers(), "the workers to be gone")
    check(backend.wait_for(backend.train(strategy(epochs=6))["id"])["state"] == "completed")
    check(backend.get("/health")["services"]["workers"]["detail"]["running"] == 0)


# ---- what it is given ----

@test
def a_column_that_never_changes_fails_by_its_name(backend):
    backend.import_bars()
    flat = "\n".join(["timestamp,open,high,low,close,volume"] + [f"20{10 + i // 336:02}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02},10,10,10,10,5"
                                                               for i in range(400)]) + "\n"
    backend.import_bars("FLAT", text=flat)
    error = failure(backend, strategy(symbol="FLAT"))
    check(error["code"] == "bad_data", str(error))
    check("FLAT" in error["detail"] or "side" in error["detail"], str(error))
    goes_on(backend)


@test
def labels_of_one_class_alone_fail_as_no_model(backend):
    backend.import_bars()
    rising = ["timestamp,open,high,low,close,volume"]
    for i, line in enumerate(bars_csv(500).splitlines()[1:]):
        day, price = line.split(",")[0], 100 * 1.03 ** (i % 400) * (1 + 0.001 * (i % 7))
        rising.append(f"{day},{price:.6f},{price * 1.02:.6f},{price * 0.999:.6f},{price * 1.015:.6f},{1000 + i % 13}")
    backend.import_bars("UP", text="\n".join(rising[:401]) + "\n")
    error = failure(backend, strategy(symbol="UP", epochs=2))
    check(error["code"] == "no_model" and "class" in error["detail"], str(error))
    goes_on(backend)


@test
def fewer_bars_than_the_warm_up_fail_with_a_reason(backend):
    backend.import_bars()
    backend.import_bars("FEW", n=15)
    error = failure(backend, strategy(symbol="FEW"), overrides=["training_data.history_required=1"])
    check(error["code"] == "bad_data" and "no bar has both whole features and a settled label" in error["detail"], str(error))
    goes_on(backend)


@test
def a_loss_that_is_no_number_fails_and_says_where(backend):
    backend.import_bars()
    wild = strategy(epochs=200, hidden=(64, 64)).replace("learning_rate: 0.01", "learning_rate: 1\n  optimizer: sgd\n  momentum: 0.999")
    error = failure(backend, wild.replace("normalization: zscore", "normalization: none"))
    check(error["code"] == "bad_data" and ("is not a number" in error["detail"] or "no model" in error["detail"]), str(error))
    check("is not a number" in error["detail"], "the test wants a loss that is no number: " + error["detail"])
    goes_on(backend)


@test
def a_million_rows_of_two_hundred_features_are_trained_on(backend):
    if IS_SANITIZED:
        raise Skip("takes minutes with the sanitizers")
    programs.PATIENCE = 280
    text = subprocess.run([BUILD / "gen-bars", "1000000", "7", "1m"], capture_output=True, check=True, text=True).stdout
    backend.import_bars(text=text, timeframe="1m")
    text = (strategy(epochs=1).replace("lags: 1", "lags: 98").replace("timeframe: 1d", "timeframe: 1m")
            .replace("learning_rate: 0.01", "learning_rate: 0.01\n  batch_size: 1024"))
    operation = backend.wait_for(backend.train(text)["id"])
    check(operation["state"] == "completed" or "no model" in operation["error"]["detail"], str(operation["error"]))
    programs.PATIENCE = 60


# ---- what its worker does ----

@contextlib.contextmanager
def other_worker(folder, script):
    """A ktrdrd whose worker is this shell script; $line is the request."""
    away = folder / "programs"
    away.mkdir()
    for name in ("ktrdrd", "ktrdr"):
        shutil.copy2(BUILD / name, away)
    version = subprocess.run([BUILD / "ktrdrd", "--version"], capture_output=True, text=True).stdout.split()[1]
    worker = away / "ktrdr-worker"
    worker.write_text(f"#!/bin/sh\nread -r line\nhello='{{\"event\":\"hello\",\"protocol\":1,\"version\":\"{version}\",\"pid\":1}}'\n"
                      f"beat='{{\"event\":\"heartbeat\"}}'\n{script}\n")
    worker.chmod(0o755)
    kept, programs.BUILD = programs.BUILD, away
    try:
        yield Backend(folder / "data", "--set", "training.wall_seconds=2", "--set", "training.max_running=2").start()
    finally:
        programs.BUILD = kept


@test
def garbage_on_its_pipe_ends_a_worker_and_its_operation_alone(folder):
    kinds = {"words": "echo hello there >&3", "hello_then_words": 'echo "$hello" >&3; echo "{not json" >&3',
             "binary": "head -c 100000 /dev/urandom >&3", "endless_line": "exec cat /dev/zero >&3",
             "no_hello": 'echo "$beat" >&3', "other_event": 'echo "$hello" >&3; echo \'{"event":"dance"}\' >&3'}
    script = "case $line in " + " ".join(f"*'\"{kind}\"'*) {do}; exec sleep 30;;" for kind, do in kinds.items()) + " esac"
    with other_worker(folder, script) as backend:
        backend.import_bars()
        ids = {kind: backend.train(strategy(name=kind))["id"] for kind in kinds}
        for kind, id in ids.items():
            operation = backend.wait_for(id)
            check(operation["state"] == "failed" and operation["error"]["code"] == "bad_data", f"{kind}: {operation['error']}")
            check("nonsense" in operation["error"]["detail"], f"{kind}: {operation['error']}")
        wait_until(lambda: not backend.get("/health")["services"]["workers"]["detail"]["running"], "nobody at work")
        check(not backend.get("/models")["items"] and backend.stop() == 0)


@test
def a_worker_that_beats_and_never_ends_is_ended_by_the_limit_in_time(folder):
    with other_worker(folder, 'trap "" TERM\necho "$hello" >&3; while true; do echo "$beat" >&3; sleep 0.1; done') as backend:
        backend.import_bars()
        operation = backend.wait_for(backend.train(strategy())["id"])
        check(operation["state"] == "failed" and operation["error"]["code"] == "timeout", str(operation["error"]))
        check("longer than training.wall_seconds, 2 s" in operation["error"]["detail"], str(operation["error"]))
        check(backend.get("/health")["services"]["workers"]["detail"]["running"] == 0 and backend.stop() == 0)


@test
def a_training_that_takes_too_long_can_be_resumed_from_where_it_was(folder):
    backend = Backend(folder / "data", "--set", "training.wall_seconds=1").start()
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    operation = backend.wait_for(id)
    check(operation["state"] == "failed" and operation["error"]["code"] == "timeout" and operation["resumable"], str(operation))
    check(f"resume {id}" in operation["error"]["suggestion"], str(operation["error"]))
    first = operation["progress"]
    backend.expect(202, "POST", f"/operations/{id}/resume")
    check(backend.wait_for(id)["attempt"] == 2)
    check(any(p.name.startswith("checkpoint-") for p in (backend.data / "backend/sessions" / id).glob("*/*")), str(first))
    check(backend.stop() == 0)


# ---- no room ----

@test
def more_than_may_wait_is_refused_with_limit_and_what_waits_is_not_disturbed(folder):
    backend = Backend(folder / "data", "--set", "training.max_running=1", "--set", "training.max_sessions=3").start()
    backend.import_bars()
    first = backend.train(ENDLESS)["id"]
    wait_until(lambda: backend.operation(first)["state"] == "running", "it to run")
    ids = [backend.train(strategy(epochs=6), seed=i)["id"] for i in range(3)]
    status, headers, body = backend.request("POST", "/api/v1/trainings", {"strategy_text": strategy()})
    check(status == 429 and body["code"] == "limit" and int(headers["Retry-After"]) > 0, f"{status} {body}")
    done = backend.ktrdr("models", "sweep", "nobody", "--set", "training.epochs=1,2")
    check(done.status == 3, done.err)
    backend.cancel(first)
    check([backend.wait_for(id)["state"] for id in ids] == ["completed"] * 3)
    check(backend.wait_for(backend.train(strategy(epochs=6), seed=9)["id"])["state"] == "completed")
    check(backend.stop() == 0)


def fill(path):
    """All that is free, in pieces that become ever smaller."""
    with open(path, "wb", buffering=0) as file:
        at, piece = 0, 64 << 20
        while piece >= 4096:
            try:
                os.posix_fallocate(file.fileno(), at, piece)
                at += piece
            except OSError:
                piece //= 2


@test
def a_disk_that_is_full_when_a_checkpoint_is_due_costs_the_checkpoint_alone(folder):
    with small_disk(folder / "disk", "1200m") as disk:
        backend = Backend(disk / "data", "--set", "training.checkpoint_seconds=0")
        backend.log = folder / "log"
        backend.start()
        backend.import_bars()
        id = backend.train(ENDLESS)["id"]
        session = disk / "data/backend/sessions" / id
        have = lambda: {p.name for p in session.glob("*/checkpoint-*") if "." not in p.name}
        wait_until(have, "a checkpoint")
        fill(disk / "filler")
        wait_until(lambda: "no checkpoint" in backend.operation(id)["progress"].get("message", ""), "it to say that it leaves none")
        check(backend.operation(id)["state"] == "running")
        (disk / "filler").unlink()
        before = have()
        wait_until(lambda: have() - before, "a checkpoint, now that there is room")
        check(not list(session.glob("*/*.part")) or is_worker(backend.worker_of(id)), "half a checkpoint was left")
        backend.cancel(id)
        operation = backend.wait_for(id)
        check(operation["state"] == "cancelled" and operation["resumable"], str(operation))
        check(backend.stop() == 0)


main()
