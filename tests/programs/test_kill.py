#!/usr/bin/env python3
"""Workers and ktrdrd itself are stopped in every way there is: what was acknowledged stays, what ran is told truly, nothing
is left over."""
import hashlib, http.client, os, signal, socket, subprocess, threading

from programs import BUILD, ENDLESS, IS_SANITIZED, Backend, Skip, bars_csv, check, is_worker, main, strategy, test, wait_until

QUICK = strategy()
# Some seconds of work: long enough to be stopped, short enough to be waited for.
LONGER = strategy("longer", epochs=6000)


def is_gone(pid):
    return wait_until(lambda: not is_worker(pid), f"worker {pid} to be gone")


def is_interrupted(operation):
    return (operation["state"] == "failed" and operation["error"]["code"] == "interrupted" and operation["resumable"]
            and "resume" in operation["error"]["suggestion"])


def halt(backend, id):
    """Stops the operation's worker with SIGSTOP once it is at work, so that it cannot end by itself."""
    wait_until(lambda: (backend.operation(id)["progress"]["percent"] or 0) > 0, f"{id} to be at work")
    pid = backend.worker_of(id)
    os.kill(pid, signal.SIGSTOP)
    operation = backend.operation(id)
    if operation["state"] != "running":
        raise AssertionError(f"it ended before it could be stopped: {operation}")
    return pid


def with_workers(folder, n, *settings):
    return Backend(folder / "data", "--set", f"training.max_running={n}", *settings).start()


# ---- workers ----

@test
def a_killed_worker_fails_its_operation_and_nothing_else(folder):
    backend = with_workers(folder, 2)
    backend.import_bars()
    one, other = backend.train(ENDLESS)["id"], backend.train(ENDLESS)["id"]
    victim, survivor = backend.worker_of(one), backend.worker_of(other)
    os.kill(victim, signal.SIGKILL)
    operation = backend.wait_for(one)
    check(operation["state"] == "failed" and operation["error"]["code"] == "internal", str(operation["error"]))
    check("signal 9" in operation["error"]["detail"] and f"retry {one}" in operation["error"]["suggestion"],
          str(operation["error"]))
    check(backend.wait_for(backend.train(QUICK)["id"])["state"] == "completed")
    check(backend.operation(other)["state"] == "running" and is_worker(survivor))
    check(backend.get("/health")["status"] in ("ok", "degraded"))
    backend.cancel(other)
    check(backend.wait_for(other)["state"] == "cancelled" and is_gone(survivor))
    check(backend.stop() == 0)


@test
def a_worker_that_gives_no_sign_of_life_is_ended(folder):
    backend = with_workers(folder, 1, "--set", "training.silence_seconds=2")
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    pid = halt(backend, id)
    operation = backend.wait_for(id)
    check(operation["state"] == "failed" and operation["error"]["code"] == "timeout", str(operation["error"]))
    check("no sign of life" in operation["error"]["detail"] and is_gone(pid))
    check(backend.wait_for(backend.train(QUICK)["id"])["state"] == "completed")
    check(backend.stop() == 0)


@test
def a_worker_that_does_not_listen_is_cancelled_all_the_same(folder):
    backend = with_workers(folder, 1)
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    pid = halt(backend, id)
    check(backend.cancel(id)["state"] == "cancelling")
    check(backend.wait_for(id)["state"] == "cancelled" and is_gone(pid))
    check(backend.stop() == 0)


@test
def a_worker_that_wants_more_memory_than_it_may_have_fails_alone(folder):
    if IS_SANITIZED:
        raise Skip("no limit of memory in a build with the address sanitizer")
    backend = with_workers(folder, 2, "--set", "training.worker_memory_mb=64")
    backend.import_bars()
    other = backend.train(ENDLESS)["id"]
    survivor = backend.worker_of(other)
    operation = backend.wait_for(backend.train(strategy("greedy", hidden=(1024,) * 8))["id"])
    check(operation["state"] == "failed" and "memory" in operation["error"]["detail"], str(operation["error"]))
    check(backend.wait_for(backend.train(QUICK)["id"])["state"] == "completed")
    check(backend.operation(other)["state"] == "running" and is_worker(survivor))
    check(backend.stop() == 0)


@test
def a_worker_is_closed_in_while_it_works(folder):
    if IS_SANITIZED:
        raise Skip("no sandbox in a build with the address sanitizer")
    backend = with_workers(folder, 1)
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    wait_until(lambda: (backend.operation(id)["progress"]["percent"] or 0) > 0, f"{id} to be at work")
    with open(f"/proc/{backend.worker_of(id)}/status") as file:
        status = file.read()
    check("Seccomp:\t2" in status and "NoNewPrivs:\t1" in status, status)
    check(backend.stop() == 0)


# ---- ktrdrd, with SIGKILL ----

@test
def after_a_kill_what_ran_is_interrupted_and_what_waited_runs(folder):
    backend = with_workers(folder, 1)
    backend.import_bars()
    ran = backend.train(LONGER)["id"]
    pid = halt(backend, ran)
    waited = [backend.train(QUICK, seed=seed)["id"] for seed in (1, 2)]
    check(all(backend.operation(id)["state"] == "queued" for id in waited))
    backend.kill()
    check(is_gone(pid))
    backend.start()
    check(is_interrupted(backend.operation(ran)), str(backend.operation(ran)))
    for id in waited:
        check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
    resumed = backend.expect(202, "POST", f"/operations/{ran}/resume")
    check(resumed["id"] == ran and resumed["attempt"] == 2 and resumed["error"] is None, str(resumed))
    check(backend.wait_for(ran)["state"] == "completed", str(backend.operation(ran)))
    again = backend.expect(202, "POST", f"/operations/{ran}/retry")["id"]
    check(again != ran and backend.wait_for(again)["state"] == "completed")
    check(backend.get(f"/operations/{ran}/result")["model_id"] == backend.get(f"/operations/{again}/result")["model_id"])
    check(not list((folder / "data/backend/sessions").glob("*")), "folders of sessions are left")
    check(backend.stop() == 0)


@test
def after_a_kill_a_cancel_that_was_under_way_is_over(folder):
    backend = with_workers(folder, 1)
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    pid = halt(backend, id)
    check(backend.cancel(id)["state"] == "cancelling")
    backend.kill()
    check(is_gone(pid))
    backend.start()
    operation = backend.operation(id)
    check(operation["state"] in ("failed", "cancelled") and operation["resumable"], str(operation))
    check(not backend.get("/operations?active=true")["items"])
    check(backend.stop() == 0)


def send_half(backend, symbol, text):
    """Sends half a file, and leaves the rest for ever; the connection."""
    half = text[:len(text) // 2].encode()
    connection = socket.create_connection(("127.0.0.1", backend.port))
    connection.sendall(f"POST /api/v1/data/import?symbol={symbol}&timeframe=1d HTTP/1.1\r\nHost: localhost\r\n"
                       f"Content-Length: {len(text)}\r\n\r\n".encode() + half)
    return connection


@test
def after_a_kill_an_import_is_whole_or_was_never_there(folder):
    backend = Backend(folder / "data").start()
    report = backend.import_bars("WHOLE", n=3000)
    before = backend.request("GET", "/api/v1/data/WHOLE/1d", headers={"Accept": "text/csv"})[2]
    with send_half(backend, "HALF", bars_csv(20000, start="1960-01-01")), send_half(backend, "WHOLE", bars_csv(9000, seed=2)):
        backend.get("/health")
        backend.kill()
    backend.start()
    check(backend.get("/data/WHOLE/1d/range")["count"] == report["added"] == 3000)
    check(backend.request("GET", "/api/v1/data/WHOLE/1d", headers={"Accept": "text/csv"})[2] == before)
    check(backend.get("/data/HALF/1d", 404)["code"] == "not_found")
    check(backend.get("/data")["total"] == 1)
    check(not list((folder / "data/backend/temporary").glob("*")), "something temporary is left")
    check(backend.import_bars("HALF", n=20)["added"] == 20)
    check(backend.stop() == 0)


@test
def an_import_that_was_acknowledged_survives_a_kill_at_once(folder):
    backend = Backend(folder / "data").start()
    for n in (100, 200, 300):
        report = backend.import_bars(n=n)
        backend.kill()
        backend.start()
        stored = backend.get("/data/AAA/1d/range")
        check(stored["count"] == n and stored["data_hash"] == report["data_hash"], str(stored))
    check(backend.stop() == 0)


@test
def a_model_that_was_acknowledged_survives_a_kill_at_once(folder):
    backend = Backend(folder / "data").start()
    backend.import_bars()
    id = backend.train(QUICK)["id"]
    check(backend.wait_for(id)["state"] == "completed")
    backend.kill()
    backend.start()
    check(backend.operation(id)["state"] == "completed")
    result = backend.get(f"/operations/{id}/result")
    model = backend.get(f"/models/{result['model_id']}")
    check(model["operation_id"] == id and len(backend.get("/models")["items"]) == 1)
    weights = backend.get(f"/models/{result['model_id']}/files/model.safetensors")
    repeated = backend.wait_for(backend.expect(202, "POST", f"/operations/{id}/retry")["id"])
    check(backend.get(f"/operations/{repeated['id']}/result")["model_id"] == result["model_id"])
    check(hashlib.sha256(weights).digest() ==
          hashlib.sha256(backend.get(f"/models/{result['model_id']}/files/model.safetensors")).digest())
    check(backend.stop() == 0)


@test
def killed_at_any_moment_every_operation_that_was_taken_comes_to_an_end(folder):
    backend = with_workers(folder, 2)
    backend.import_bars()
    taken, keys = [], {}
    for round in range(4):
        def ask(n):
            try:
                status, _, body = backend.request("POST", "/api/v1/trainings", {"strategy_text": QUICK, "seed": n},
                                                  {"Idempotency-Key": f"key-{round}-{n}"})
                if status == 202:
                    taken.append(body["id"])
                    keys[body["id"]] = f"key-{round}-{n}", n
            except (OSError, ValueError, http.client.HTTPException):
                pass                    # it was killed before it could answer: nothing was promised
        threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(taken) > 4 * round / 2 or not any(t.is_alive() for t in threads), "something to be taken")
        backend.kill()
        for thread in threads:
            thread.join()
        backend.start()
    for id in taken:
        operation = backend.wait_for(id)
        check(operation["state"] == "completed" or is_interrupted(operation), str(operation))
        key, seed = keys[id]
        again = backend.expect(202, "POST", "/trainings", {"strategy_text": QUICK, "seed": seed}, {"Idempotency-Key": key})
        check(again["id"] == id, "the key of a request was forgotten")
        if operation["resumable"]:
            backend.expect(202, "POST", f"/operations/{id}/resume")
            check(backend.wait_for(id)["state"] == "completed")
    wait_until(lambda: not backend.get("/operations?active=true")["items"], "everything to end")
    check(taken and not backend.workers())
    check(backend.stop() == 0)


# ---- ktrdrd, asked to end ----

@test
def asked_to_end_it_ends_in_time_with_0_and_what_ran_can_go_on(folder):
    backend = with_workers(folder, 1)
    backend.import_bars()
    ran = backend.train(ENDLESS)["id"]
    pid = backend.worker_of(ran)
    waits = backend.train(QUICK)["id"]
    with socket.create_connection(("127.0.0.1", backend.port)) as follower:
        follower.sendall(f"GET /api/v1/operations/{ran}/events HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        check(b"text/event-stream" in follower.recv(4096))
        backend.process.send_signal(signal.SIGTERM)
        try:
            check(backend.process.wait(10) == 0)
        except subprocess.TimeoutExpired:
            check(False, "it did not end within 10 s")
            backend.kill()
    check(is_gone(pid) and not backend.workers())
    backend.start()
    operation = backend.operation(ran)
    check(is_interrupted(operation), str(operation))
    check(backend.wait_for(waits)["state"] == "completed", str(backend.operation(waits)))
    check(backend.expect(202, "POST", f"/operations/{ran}/resume")["attempt"] == 2)
    backend.wait_for(ran, "running")
    backend.cancel(ran)
    check(backend.wait_for(ran)["state"] == "cancelled")
    check(backend.stop() == 0)


@test
def asked_to_end_during_an_import_it_does_not_wait_for_ever(folder):
    backend = Backend(folder / "data").start()
    with send_half(backend, "HALF", bars_csv(2000)):
        backend.get("/health")
        backend.process.send_signal(signal.SIGTERM)
        try:
            check(backend.process.wait(10) == 0)
        except subprocess.TimeoutExpired:
            check(False, "it did not end within 10 s")
            backend.kill()
    backend.start()
    check(backend.get("/data")["total"] == 0)
    check(backend.stop() == 0)


@test
def asked_a_second_time_it_ends_at_once(folder):
    backend = with_workers(folder, 1)
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    pid = backend.worker_of(id)
    with send_half(backend, "HALF", bars_csv(2000)):
        backend.get("/health")
        backend.process.send_signal(signal.SIGTERM)
        wait_until(lambda: any(line["event"] == "stopping" for line in backend.log_lines()), "it to be stopping")
        backend.process.send_signal(signal.SIGTERM)
        check(backend.process.wait(10) == 1)
    check(is_gone(pid))
    backend.start()
    check(is_interrupted(backend.operation(id)), str(backend.operation(id)))
    check(backend.stop() == 0)


@test
def one_that_stops_says_so_to_whoever_asks_for_more(backend):
    backend.import_bars()
    with send_half(backend, "HALF", bars_csv(2000)) as half, socket.create_connection(("127.0.0.1", backend.port)) as kept:
        backend.get("/health")
        backend.process.send_signal(signal.SIGTERM)
        wait_until(lambda: any(line["event"] == "stopping" for line in backend.log_lines()), "it to be stopping")
        check(kept.recv(10) == b"", "an idle connection was kept")
        try:
            socket.create_connection(("127.0.0.1", backend.port)).close()
            check(False, "a new connection was taken")
        except ConnectionRefusedError:
            pass
    check(backend.process.wait(10) == 0)


main()
