#!/usr/bin/env python3
"""Trainings at a training host: the same bits as here, whatever is killed, stopped or cut off in between."""
import hashlib, json, os, pathlib, signal, socket, threading

from programs import ENDLESS, IS_SANITIZED, Backend, check, main, strategy, test, wait_until

HIDDEN = (64, 32) if IS_SANITIZED else (256, 128)       # the sanitizers make work enough of less
WORK = strategy("remote", epochs=60, hidden=HIDDEN, training="""  optimizer: adamw
  lr_scheduler: {type: reduce_on_plateau, patience: 3, factor: 0.7}
  early_stopping: {patience: 50}
""").replace(f"hidden_layers: {list(HIDDEN)}", f"hidden_layers: {list(HIDDEN)}, dropout: 0.2")
OFTEN = ("--set", "training.max_running=2", "--set", "training.checkpoint_seconds=0")
MODEL_ROUTE = "/models/{}/files/model.safetensors"


def start_host(folder, *settings):
    return Backend(folder / "host", *OFTEN, *settings, program=("training-host",)).start()


def start_pair(folder, *settings):
    host = start_host(folder)
    backend = Backend(folder / "data", "--training-host-service", host.url, *settings, program=("backend",)).start()
    backend.import_bars(n=3000)
    return host, backend


def model_of(backend, id):
    operation = backend.wait_for(id)
    if operation["state"] != "completed":
        raise AssertionError(str(operation))
    model = backend.get(f"/operations/{id}/result")["model_id"]
    return model, hashlib.sha256(backend.get(MODEL_ROUTE.format(model))).hexdigest()


def has_curl(service):
    """It costs 8 MB: who calls nobody has none."""
    return "libcurl" in pathlib.Path(f"/proc/{service.process.pid}/maps").read_text()


def host_get(host, path, status=200):
    answered, _, body = host.request("GET", path)
    check(answered == status, f"{path} was answered {answered}: {body}")
    return body


def sessions(host):
    return host_get(host, "/training/sessions")["items"]


def checkpoints(folder, id):
    return [p for p in (folder / "host/training/sessions" / id).glob("*/checkpoint-*") if "." not in p.name]


def stop_all(*services):
    for service in services:
        check(service.stop() == 0, f"ended with {service.process.returncode}: {service.log.read_text()[-2000:]}")


def trained_here(folder, *seeds):
    """The models that ktrdrd all makes of these, undisturbed."""
    here = Backend(folder / "here", *OFTEN).start()
    here.import_bars(n=3000)
    models = [model_of(here, id) for id in [here.train(WORK, seed=seed)["id"] for seed in seeds]]
    check(not has_curl(here), "libcurl is loaded")
    stop_all(here)
    return models


@test
def the_model_is_the_same_to_the_bit_and_nothing_stays_at_the_host(folder):
    host, backend = start_pair(folder)
    wanted = trained_here(folder, 1, 2)
    ids = [backend.train(WORK, seed=s)["id"] for s in (1, 2)]
    check([model_of(backend, id) for id in ids] == wanted, "other models than those made here")
    check(has_curl(backend) and not has_curl(host), "only who calls loads libcurl")
    for id in ids:
        operation = backend.operation(id)
        check(operation["host"] == host.url, operation["host"])
        _, _, there = backend.request("GET", f"/api/v1/operations/{id}/events")
        epochs = [json.loads(line[6:])["epoch"] for block in there.decode().split("\n\n") if "event: metric" in block
                  for line in block.split("\n") if line.startswith("data: ")]
        check(epochs and epochs == list(range(1, len(epochs) + 1)), f"the epochs it told of: {epochs}")
    wait_until(lambda: not sessions(host), "the host to forget what was fetched")
    check(not list((folder / "host/training/sessions").glob("*")), "a session's folder stays")
    check(len(list((folder / "host/training/blobs").glob("*"))) == 1, "the bars were sent once")
    stop_all(backend, host)


@test
def a_host_that_is_killed_loses_nothing(folder):
    host, backend = start_pair(folder)
    seeds = (1, 2, 3, 4)
    wanted = trained_here(folder, *seeds)
    ids = [backend.train(WORK, seed=s)["id"] for s in seeds]
    for _ in range(2):
        wait_until(lambda: any(checkpoints(folder, id) for id in ids)
                   or all(backend.operation(id)["state"] == "completed" for id in ids), "a checkpoint there")
        host.kill()
        host.start()
    check([model_of(backend, id) for id in ids] == wanted, "other models than undisturbed ones")
    stop_all(backend, host)


@test
def a_backend_that_is_killed_or_stopped_finds_its_trainings_again(folder):
    host, backend = start_pair(folder)
    [wanted] = trained_here(folder, 9)
    id = backend.train(WORK, seed=9)["id"]
    for how in ("kill", "stop", "kill"):
        wait_until(lambda: backend.operation(id)["state"] != "queued", "it to begin")
        getattr(backend, how)()
        backend.start()
        operation = backend.operation(id)
        check(operation["state"] in ("running", "completed") and operation["attempt"] == 1, str(operation))
    check(model_of(backend, id) == wanted, "another model")
    check(len([line for line in host.log_lines() if line["event"] == "worker started"]) == 1, "it was begun again there")
    stop_all(backend, host)


@test
def a_cancel_reaches_the_host_and_a_resume_goes_on_there(folder):
    host, backend = start_pair(folder)
    [wanted] = trained_here(folder, 3)
    id = backend.train(WORK, seed=3)["id"]
    wait_until(lambda: (backend.operation(id)["progress"]["percent"] or 0) > 5, "it to be at work")
    backend.cancel(id)
    operation = backend.wait_for(id)
    check(operation["state"] == "cancelled" and operation["resumable"], str(operation))
    check([s["state"] for s in sessions(host)] == ["cancelled"], "the host goes on with what was cancelled")
    check(not host.workers(), "a worker is left")
    backend.expect(202, "POST", f"/operations/{id}/resume")
    check(model_of(backend, id) == wanted, "another model than the undisturbed one")
    check(backend.get(f"/operations/{id}/result")["resumed_from_epoch"] > 0, "it began anew")
    stop_all(backend, host)


@test
def a_host_that_is_not_there_is_said_and_nothing_is_done_elsewhere(folder):
    host, backend = start_pair(folder)
    host.kill()
    operation = backend.wait_for(backend.train(WORK)["id"])
    check(operation["state"] == "failed" and operation["error"]["code"] == "unavailable", str(operation))
    check("training-host" in operation["error"]["detail"], str(operation["error"]))
    check(not backend.workers(), "it trained here")
    health = wait_until(lambda: (lambda h: h if h["status"] == "degraded" else None)(backend.get("/health")),
                        "the health to see it")
    told = health["services"]["training"]
    check(told["status"] == "down" and told["mode"] == "host" and told["url"] == host.url and told["reason"], str(told))
    check(told["breaker"] in ("closed", "open", "half_open") and told["checked_at"], str(told))
    wait_until(lambda: backend.get("/health")["services"]["training"]["breaker"] == "open", "the breaker to open")
    host.start()
    wait_until(lambda: backend.get("/health")["status"] == "ok", "the health to see it again")
    check(model_of(backend, backend.expect(202, "POST", f"/operations/{operation['id']}/retry")["id"])[0])
    stop_all(backend, host)


@test
def the_health_does_not_hang_with_a_host(folder):
    """It accepts, and never answers."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        backend = Backend(folder / "data", "--training-host-service", url, program=("backend",)).start()
        for _ in range(50):
            told = backend.get("/health")["services"]["training"]
            check(told["status"] == "down", str(told))
        wait_until(lambda: "asked" not in backend.get("/health")["services"]["training"]["reason"], "the first probe to end")
        check(backend.stop() == 0)


@test
def a_network_that_is_cut_is_waited_for(folder):
    """A relay between the two that is closed in the middle, and opened again."""
    host = start_host(folder)
    relay = Relay(host.port)
    backend = Backend(folder / "data", "--training-host-service", relay.url, program=("backend",)).start()
    backend.import_bars(n=3000)
    [wanted] = trained_here(folder, 6)
    id = backend.train(WORK, seed=6)["id"]
    wait_until(lambda: (backend.operation(id)["progress"]["percent"] or 0) > 5, "it to be at work")
    relay.cut()
    wait_until(lambda: all(s["state"] == "completed" for s in sessions(host)), "the host to end it")
    check(backend.operation(id)["state"] == "running", "it was given up")
    relay.mend()
    check(model_of(backend, id) == wanted)
    stop_all(backend, host)
    relay.close()


@test
def a_cancel_that_was_acknowledged_and_did_not_reach_the_host_outlives_a_kill(folder):
    host = start_host(folder)
    relay = Relay(host.port)
    backend = Backend(folder / "data", "--training-host-service", relay.url, program=("backend",)).start()
    backend.import_bars(n=3000)
    id = backend.train(ENDLESS)["id"]
    backend.wait_for(id, "running")
    relay.cut()
    backend.cancel(id)
    backend.kill()
    check([s["state"] for s in sessions(host)] == ["running"], "the cancel reached the host")
    relay.mend()
    backend.start()
    check(backend.wait_for(id)["state"] == "cancelled")
    check([s["state"] for s in sessions(host)] == ["cancelled"], "the host goes on with what was cancelled")
    stop_all(backend, host)
    relay.close()


class Relay:
    """Hands bytes on in both directions, until it is cut."""

    def __init__(self, port):
        self.port, self.is_cut, self.pairs = port, False, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.socket.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                near.close()
                continue
            self.pairs += [near, far]
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self.hand_on, args=(a, b), daemon=True).start()

    @staticmethod
    def hand_on(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.is_cut = True
        for end in self.pairs:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def mend(self):
        self.is_cut = False

    def close(self):
        self.socket.close()


def start_body(text, bars, id="op_01M8A13ZBXYYPD2AX6295C4BFS", **more):
    return {"session_id": id, "strategy_text": text, "strategy_label": "test.yaml",
            "strategy_hash": hashlib.sha256(text.encode()).hexdigest(), "seed": 1,
            "bars": [{"symbol": "AAA", "timeframe": "1d", "blob": bars, "data_hash": "0" * 64, "calendar": "none"}],
            "training": {"symbols": ["AAA"], "seed": 1}, **more}


def kbar_of(backend):
    _, _, data = backend.request("GET", "/api/v1/data/AAA/1d", headers={"Accept": "application/vnd.ktrdr.bars"})
    return data, data[24:56].hex()


@test
def the_host_takes_only_what_is_whole_and_says_what_it_lacks(folder):
    host, backend = start_pair(folder)
    data, hash = kbar_of(backend)
    text = strategy("direct", epochs=2)
    status, _, body = host.request("POST", "/training/start", start_body(text, hash))
    check(status == 409 and body["missing"] == [hash], str(body))
    for name, bytes_ in (("0" * 64, data), (hash, data[:-8]), (hash, data[:100] + b"x" + data[101:]), (hash, b""), (hash, b"KBAR")):
        status, _, body = host.request("PUT", f"/blobs/{name}", bytes_)
        check(status in (422, 502) and "detail" in body, f"{status} {body}")
    for name in ("..%2f..%2fx", "A" * 64, "a" * 63):
        check(host.request("PUT", f"/blobs/{name}", data)[0] in (404, 422), name)
    check(not list((folder / "host/training/blobs").glob("*")), "something that is not whole was kept")
    check(host.request("PUT", f"/blobs/{hash}", data)[0] == 204)
    check(host.request("PUT", f"/blobs/{hash}", data)[0] == 204)
    wrong = {**start_body(text, hash), "strategy_hash": "1" * 64}
    check(host.request("POST", "/training/start", wrong)[0] == 422)
    check(host.request("POST", "/training/start", start_body(text, hash, id="../../x"))[0] == 422)
    check(host.request("POST", "/training/start", {**start_body(text, hash), "path": "/etc/passwd"})[0] == 422)
    check(not sessions(host), "a session was begun")
    stop_all(backend, host)


@test
def a_session_is_one_however_often_it_is_started_by_whomever(folder):
    host, backend = start_pair(folder)
    data, hash = kbar_of(backend)
    check(host.request("PUT", f"/blobs/{hash}", data)[0] == 204)
    body = start_body(ENDLESS, hash)
    id, answers = body["session_id"], []
    threads = [threading.Thread(target=lambda: answers.append(host.request("POST", "/training/start", body))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check([a[0] for a in answers] == [200] * 8 and len(sessions(host)) == 1, str([a[0] for a in answers]))
    check(host.request("POST", "/training/start", {**body, "seed": 2})[0] == 409, "another request under the same id")
    wait_until(lambda: host_get(host, f"/training/status/{id}")["state"] == "running", "it to run")
    check(host.request("GET", f"/training/result/{id}")[0] == 404)
    check(host.request("GET", f"/training/files/{id}/model.json")[0] == 409)
    check(host.request("DELETE", f"/training/sessions/{id}")[0] == 409, "a running one was forgotten")
    counts = host_get(host, "/health")
    check(counts["sessions"]["running"] == 1 and counts["workers"]["cores"] >= 1, str(counts))
    check(host.request("POST", "/training/stop", {"session_id": id, "save_checkpoint": False})[0] == 200)
    wait_until(lambda: host_get(host, f"/training/status/{id}")["state"] == "cancelled", "it to stop")
    check(not host_get(host, f"/training/status/{id}")["resumable"], "what was thrown away can be resumed")
    check(host.request("POST", f"/training/resume/{id}")[0] == 409)
    check(host.request("DELETE", f"/training/sessions/{id}")[0] == 204)
    check(host.request("GET", f"/training/status/{id}")[0] == 404)
    stop_all(backend, host)


@test
def a_session_asked_for_by_hand_can_be_watched_evaluated_and_fetched(folder):
    host, backend = start_pair(folder)
    data, hash = kbar_of(backend)
    check(host.request("PUT", f"/blobs/{hash}", data)[0] == 204)
    body = start_body(strategy("direct", epochs=5), hash)
    id = body["session_id"]
    check(host.request("POST", "/training/start", body)[0] == 200)
    _, _, events = host.request("GET", f"/training/events/{id}")
    check(b"event: metric" in events and b'"state":"completed"' in events, events.decode()[-500:])
    result = host_get(host, f"/training/result/{id}")
    check(result["strategy"] == "direct" and result["epochs_run"] == 5, str(result))
    weights = host_get(host, f"/training/files/{id}/model.safetensors")
    check(result["model_id"].endswith(hashlib.sha256(weights).hexdigest()[:8]), result["model_id"])
    check(host.request("GET", f"/training/files/{id}/../../ktrdr.db")[0] == 404)
    check(host.request("GET", f"/training/files/{id}/lock")[0] == 404)
    status, _, test_part = host.request("POST", "/training/evaluate", {"session_id": id})
    check(status == 200 and test_part["part"] == "test" and test_part["metrics"]["rows"] > 50, str(test_part))
    asked = [host.request("POST", "/training/evaluate", {"session_id": id}, {"Idempotency-Key": "once"})[::2] for _ in range(2)]
    started = len([line for line in host.log_lines() if line["event"] == "worker ended"])
    check(asked[0] == asked[1] and asked[0] == (200, test_part) and started == 3, f"{started} workers for three questions")
    host.kill()
    host.start()
    check(host_get(host, f"/training/files/{id}/model.safetensors") == weights, "a result did not outlive the host")
    stop_all(backend, host)


@test
def a_worker_that_dies_there_fails_that_training_alone(folder):
    host, backend = start_pair(folder)
    first, second = [backend.train(ENDLESS, seed=s)["id"] for s in (1, 2)]
    pid = host.worker_of(first)
    host.worker_of(second)
    os.kill(pid, signal.SIGKILL)
    operation = backend.wait_for(first)
    check(operation["state"] == "failed" and "signal 9" in operation["error"]["detail"], str(operation))
    check(backend.operation(second)["state"] == "running")
    backend.cancel(second)
    check(backend.wait_for(second)["state"] == "cancelled")
    stop_all(backend, host)


main()
