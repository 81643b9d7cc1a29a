#!/usr/bin/env python3
"""ktrdrd as a server: how it starts and refuses to, what it refuses of clients, and that it goes on answering the others."""
import contextlib, http.client, json, os, pathlib, re, socket, subprocess, threading

from programs import BUILD, ENDLESS, PATIENCE, Backend, Skip, bars_csv, check, main, small_disk, strategy, test, wait_until


def ktrdrd(*words, env=None, before=()):
    """One that is not expected to start; (exit status, what it said on stderr)."""
    done = subprocess.run([*before, BUILD / "ktrdrd", *map(str, words)], capture_output=True, text=True, timeout=PATIENCE,
                          env={**os.environ, **(env or {})})
    said = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    return done.returncode, "\n".join(said)


def talk(backend, head, body=b""):
    """Sends these bytes; (status, headers as text, body) of the answer, read until the server closes."""
    with socket.create_connection(("127.0.0.1", backend.port), timeout=PATIENCE) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + body)
        answer = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]) if head else 0, head.decode(), body


def check_problem(status, headers, body, code=None):
    what = f"{status} {headers} {body}"
    check(headers["Content-Type"] == "application/problem+json", what)
    check(isinstance(body, dict) and body["status"] == status and {"type", "title", "detail", "code", "request_id"} <= body.keys()
          and body["type"] == "urn:ktrdr:error:" + body["code"] and body["request_id"] == headers["X-Request-Id"], what)
    check(code is None or body["code"] == code, what)


# ---- starting ----

@test
def the_second_of_one_folder_refuses_and_names_the_first(backend):
    status, said = ktrdrd("all", "--listen", "127.0.0.1:0", "--data-dir", backend.data)
    check(status == 1 and f"process {backend.process.pid}" in said and "--data-dir" in said, f"{status} {said}")
    check(backend.get("/health")["status"] in ("ok", "degraded"), "the first suffered")
    check(backend.ktrdr("health").status == 0, "its local socket was taken away")


@test
def a_port_that_is_taken_is_named(backend, folder):
    status, said = ktrdrd("all", "--listen", f"127.0.0.1:{backend.port}", "--data-dir", folder / "other")
    check(status not in (0, 2) and f"{backend.port}" in said and "in use" in said.lower(), f"{status} {said}")


@test
def a_folder_that_cannot_be_written_is_named(folder):
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    if os.geteuid() != 0:
        raise Skip("only root can become nobody")
    if subprocess.run([*as_nobody, BUILD / "ktrdrd", "--version"], capture_output=True).returncode:
        raise Skip("nobody cannot run programs of this build folder")
    folder.chmod(0o755)
    status, said = ktrdrd("all", "--listen", "127.0.0.1:0", "--data-dir", folder / "data", before=as_nobody)
    check(status not in (0, 2) and str(folder) in said and "ermission denied" in said, f"{status} {said}")
    (folder / "file").write_text("")
    status, said = ktrdrd("all", "--listen", "127.0.0.1:0", "--data-dir", folder / "file")
    check(status != 0 and str(folder / "file") in said, f"{status} {said}")


@test
def mistakes_of_the_configuration_are_told_with_their_place(folder):
    file = folder / "ktrdr.yaml"

    def refused(text, *words):
        file.write_text(text)
        status, said = ktrdrd("all", "--listen", "127.0.0.1:0", "--data-dir", folder / "data", "--config", file)
        check(status == 2 and all(word in said for word in words), f"{text!r}: {status} {said}")

    refused("training:\n  max_runing: 3\n", f"{file}:2:3", "training.max_runing")
    refused("training:\n  max_running: many\n", f"{file}:2:", "'many'", "1 to 1024")
    refused("training:\n  max_running: 0\n", f"{file}:2:", "'0'")
    refused("training: {max_running: [1]}\n", f"{file}:1:", "max_running")
    refused("log: {level: loud}\n", f"{file}:1:", "'loud'", "debug, info")
    refused("a: b: c\n", f"{file}:1:")
    refused("\tlog: 1\n", f"{file}:1:")
    refused("- a\n", f"{file}:1:1")
    status, said = ktrdrd("all", "--config", folder / "none.yaml")
    check(status != 0 and "none.yaml" in said, said)
    status, said = ktrdrd("all", "--set", "training.max_running=x", "--data-dir", folder / "data")
    check(status == 2 and "'x'" in said, said)
    status, said = ktrdrd("all", "--data-dir", folder / "data", env={"KTRDR_TRAINING_MAX_RUNNING": "0"})
    check(status == 2 and "KTRDR_TRAINING_MAX_RUNNING" in said, said)
    check(not (folder / "data").exists(), "it began all the same")


@test
def words_it_does_not_know_are_refused_with_its_usage():
    for words in ([], ["none"], ["all", "more"], ["all", "--nonsense"], ["all", "--listen"]):
        status, said = ktrdrd(*words)
        check(status == 2 and "usage: ktrdrd" in said, f"{words}: {status} {said}")
    for words in (["--help"], ["--version"]):
        check(ktrdrd(*words)[0] == 0)


@test
def addresses_are_told_apart_from_nonsense(folder):
    for address in ("127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x", ":", "no.such.host.invalid:0"):
        status, said = ktrdrd("all", "--listen", address, "--data-dir", folder / "data")
        check(status not in (0,) and "ktrdrd: " in said, f"{address}: {status} {said}")


# ---- the token ----

@test
def beyond_this_machine_it_wants_a_token_that_only_its_owner_can_read(folder):
    for address in ("0.0.0.0:0", "[::]:0"):
        status, said = ktrdrd("all", "--listen", address, "--data-dir", folder / "data")
        check(status == 2 and "token" in said, f"{status} {said}")
    token = folder / "token"
    token.write_text("open-sesame-1234\n")
    token.chmod(0o644)
    setting = f"auth.token_file={token}"
    status, said = ktrdrd("all", "--listen", "0.0.0.0:0", "--data-dir", folder / "data", "--set", setting)
    check(status == 1 and "can be read by others" in said and f"chmod 600 {token}" in said, f"{status} {said}")
    token.chmod(0o600)
    backend = Backend(folder / "data", "--set", setting).start()
    status, headers, body = backend.request("GET", "/api/v1/data")
    check_problem(status, headers, body, "unauthorized")
    check(status == 401 and headers["WWW-Authenticate"] == "Bearer", f"{status} {headers}")
    for given in ("Bearer open-sesame-123", "Bearer open-sesame-12345", "Bearer ", "Basic open-sesame-1234", "open-sesame-1234"):
        check(backend.request("GET", "/api/v1/data", headers={"Authorization": given})[0] == 401, given)
    check(backend.request("GET", "/api/v1/data", headers={"Authorization": "Bearer open-sesame-1234"})[0] == 200)
    check(backend.ktrdr("data", "list").status == 0, "the local socket wants a token")
    check(backend.stop() == 0)
    check("open-sesame" not in backend.log.read_text(), "the token is in the log")
    token.write_text("\n")
    status, said = ktrdrd("all", "--data-dir", folder / "data", "--set", setting)
    check(status == 2 and "empty" in said, said)


# ---- who comes from elsewhere ----

def own_address():
    """An address of this machine that others could reach, or Skip."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(("192.0.2.1", 9))       # of a UDP socket: asks the routing table, sends nothing
            address = one.getsockname()[0]
        except OSError:
            address = "127.0.0.1"
    if address.startswith("127."):
        raise Skip("this machine has no address but its loopback")
    return address


def from_elsewhere(folder):
    """A backend that listens everywhere, and the headers that it wants."""
    token = folder / "token"
    token.write_text("open-sesame-1234\n")
    token.chmod(0o600)
    backend = Backend(folder / "data", "--set", f"auth.token_file={token}")
    backend.host = "0.0.0.0"
    return backend.start(), {"Authorization": "Bearer open-sesame-1234"}


@test
def an_address_of_the_network_asks_only_so_often(folder):
    address = own_address()
    backend, headers = from_elsewhere(folder)
    connection = http.client.HTTPConnection(address, backend.port, timeout=PATIENCE)
    statuses, waits = [], []
    for _ in range(20000):
        connection.request("GET", "/metrics", headers=headers)
        reply = connection.getresponse()
        reply.read()
        statuses.append(reply.status)
        if reply.status != 200:
            waits.append(reply.headers["Retry-After"])
            break
    check(statuses[-1] == 429 and waits and int(waits[0]) >= 1, f"{len(statuses)} {statuses[-1]} {waits}")
    check(len(statuses) > 1000, f"refused after {len(statuses)}")
    check(backend.request("GET", "/health", headers=headers)[0] == 200, "this machine was counted, too")
    connection.close()
    check(backend.stop() == 0)


@test
def an_address_of_the_network_has_only_so_many_connections(folder):
    address = own_address()
    backend, headers = from_elsewhere(folder)
    with contextlib.ExitStack() as stack:
        crowd = [stack.enter_context(socket.create_connection((address, backend.port), timeout=PATIENCE)) for _ in range(257)]
        check(crowd[-1].recv(65536).startswith(b"HTTP/1.1 503 "))
        check(backend.request("GET", "/health", headers=headers)[0] == 200, "this machine was counted, too")
        crowd[0].sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer open-sesame-1234\r\n\r\n")
        check(crowd[0].recv(65536).startswith(b"HTTP/1.1 200 "))
    check(backend.stop() == 0)


@test
def a_query_is_not_in_the_log(backend):
    backend.request("GET", "/api/v1/data/AAA/1d?start=my-secret")
    backend.request("POST", "/api/v1/data/import?symbol=AAA&timeframe=1d&label=my-secret.csv", "x")
    backend.request("GET", "/nowhere?token=my-secret", headers={"Authorization": "Bearer my-secret"})
    wait_until(lambda: [line for line in backend.log_lines() if line.get("target", "").startswith("/nowhere")], "the log")
    check("my-secret" not in backend.log.read_text())
    check(any(line.get("target") == "/nowhere?[redacted]" for line in backend.log_lines()))


# ---- what it refuses ----

@test
def every_error_is_a_problem_of_the_same_shape(backend):
    for status, method, path, body, code in (
            (404, "GET", "/", None, "not_found"), (404, "GET", "/api/v1/nothing", None, "not_found"),
            (404, "GET", "/api/v1/data/NONE/1d", None, "not_found"), (404, "GET", "/api/v1/models/none", None, "not_found"),
            (404, "GET", "/api/v1/operations/none", None, "not_found"), (422, "GET", "/api/v1/data/AAA/1x", None, "invalid"),
            (422, "GET", "/api/v1/data/AAA/1d?start=soon", None, "invalid"), (400, "POST", "/api/v1/trainings", "{", "malformed"),
            (400, "POST", "/api/v1/trainings", "[]", "malformed"), (422, "POST", "/api/v1/trainings", "", "invalid"),
            (422, "POST", "/api/v1/trainings", "{}", "invalid"), (422, "POST", "/api/v1/data/import", "x", "invalid"),
            (405, "PUT", "/api/v1/data", "x", None), (404, "GET", "/api/v1/data/%2e%2e%2fetc/1d", None, None),
            (400, "GET", "/api/v1/data/%ff/1d", None, None), (400, "GET", "/api/v1/data/%zz/1d", None, None)):
        answered, headers, reply = backend.request(method, path, body)
        check(answered == status or code is None and 400 <= answered < 500, f"{method} {path}: {answered} {reply}")
        check_problem(answered, headers, reply, code)


@test
def another_method_is_405_and_says_which_there_are(backend):
    for method, path, allowed in (("POST", "/api/v1/health", "GET"), ("DELETE", "/api/v1/data", "GET"),
                                  ("GET", "/api/v1/trainings", "POST"), ("PUT", "/api/v1/operations/x", "DELETE")):
        status, headers, body = backend.request(method, path)
        check(status == 405 and allowed in headers["Allow"], f"{method} {path}: {status} {headers['Allow']}")
        check_problem(status, headers, body)


@test
def a_body_over_the_limit_is_refused_before_it_is_sent(backend):
    status, head, body = talk(backend, "POST /api/v1/trainings HTTP/1.1\nHost: localhost\nContent-Length: 3000000\n\n")
    check(status == 413 and json.loads(body)["code"] == "too_large", f"{status} {body}")
    status, head, body = talk(backend, f"DELETE /api/v1/operations/x HTTP/1.1\nHost: localhost\nContent-Length: {1 << 40}\n\n")
    check(status == 413, f"{status} {body}")
    status, head, body = talk(backend, "GET /api/v1/data HTTP/1.1\nHost: localhost\nX-Much: " + "x" * 20000 + "\n\n")
    check(status == 431, f"{status} {body}")
    status, headers, body = backend.request("POST", "/api/v1/strategies/validate", json.dumps({"strategy_text": "x" * (3 << 20)}))
    check(status == 413, f"{status} {body}")


@test
def deep_and_strange_json_is_malformed_and_nothing_worse(backend):
    for text in ("[" * 100000, "[" * 100000 + "]" * 100000, '{"strategy":' * 100000, '{"a":1,"a":2}', '{"strategy":"\\u0000"}', "nul",
                 '{"strategy":"x"} x', '{"strategy":"\xff"}'.encode("latin-1"), '{"seed":1e999,"strategy":"x"}',
                 '{"seed":99999999999999999999,"strategy":"x"}'):
        status, headers, body = backend.request("POST", "/api/v1/trainings", text)
        check(status == 400, f"{text[:40]!r}: {status} {body}")
        check_problem(status, headers, body, "malformed")


@test
def a_field_that_is_unknown_or_does_not_fit_is_named(backend):
    for body, name in (({"strategy": "x", "sead": 1}, "sead"), ({"strategy": 7}, "strategy"), ({"strategy": "x", "seed": "1"}, "seed"),
                       ({"strategy": "x", "seed": 1.5}, "seed"), ({"strategy": "x" * 100}, "strategy"),
                       ({"strategy": "x", "symbols": "A"}, "symbols"), ({"strategy": "x", "symbols": [1]}, "symbols")):
        status, headers, reply = backend.request("POST", "/api/v1/trainings", body)
        check(status == 422 and name in json.dumps(reply), f"{body}: {status} {reply}")
        check_problem(status, headers, reply, "invalid")
    check("sead" in backend.get("/operations?sead=1", 422)["detail"])
    check("label" in backend.get("/data?label=1", 422)["detail"])


@test
def pages_of_others_cannot_use_it(backend):
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80", "[::2]", "10.0.0.1", ""):
        status, _, body = talk(backend, f"GET /api/v1/data HTTP/1.1\nHost: {host}\nConnection: close\n\n")
        check(status in (400, 403), f"Host {host}: {status} {body}")
    for host in ("localhost", f"localhost:{backend.port}", f"127.0.0.1:{backend.port}", "LOCALHOST", "[::1]:8000"):
        status, _, body = talk(backend, f"GET /api/v1/data HTTP/1.1\nHost: {host}\nConnection: close\n\n")
        check(status == 200, f"Host {host}: {status} {body}")
    for origin in ("http://evil.example", "null", "http://localhost.evil.example", "https://127.0.0.1:1", "file://", ""):
        status, headers, body = backend.request("POST", "/api/v1/trainings", "{}", {"Origin": origin})
        check(status == 403, f"Origin {origin!r}: {status} {body}")
        check_problem(status, headers, body, "forbidden")
    check(backend.request("GET", "/api/v1/data", headers={"Origin": backend.url})[0] == 200)
    check(backend.request("GET", "/api/v1/data")[1]["Access-Control-Allow-Origin"] is None)


@test
def another_major_version_is_refused_and_its_own_is_told(backend):
    status, headers, body = backend.request("GET", "/api/v1/data", headers={"X-Ktrdr-Version": "999.0.0"})
    check(status == 409 and "999.0.0" in body["detail"], f"{status} {body}")
    check(re.fullmatch(r"\d+\.\d+\.\d+", headers["X-Ktrdr-Version"]), str(headers))


# ---- it goes on for the others ----

@test
def idle_and_slow_clients_hold_nobody_up_and_slow_ones_are_closed(backend):
    address = ("127.0.0.1", backend.port)
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection(address, timeout=PATIENCE)) for _ in range(200)]
        slow = [stack.enter_context(socket.create_connection(address, timeout=PATIENCE)) for _ in range(20)]
        for one in slow:
            one.sendall(b"GET /api/v1/data HTTP/1.1\r\nHost: local")
        wait_until(lambda: int(re.search(r"^ktrdr_http_connections (\d+)", metrics(backend), re.M)[1]) > 220, "all to be connected")
        for n in range(50):
            check(backend.get("/data")["total"] == 0)
        for one in slow:
            answer = b""
            with contextlib.suppress(ConnectionResetError):
                while piece := one.recv(4096):
                    answer += piece
            check(answer == b"" or b" 408 " in answer.split(b"\r\n")[0], str(answer))
        for one in idle[::20]:
            one.sendall(b"GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            check(one.recv(20).startswith(b"HTTP/1.1 200"))


@test
def its_health_is_told_during_a_training(folder):
    backend = Backend(folder / "data", "--set", "training.max_running=1").start()
    before = backend.get("/health")
    check(before["status"] in ("ok", "degraded") and before["services"]["store"]["status"] == "ok", str(before))
    check(before["data_dir"] == str(backend.data) and before["operations_running"] == 0, str(before))
    backend.import_bars()
    ids = [backend.train(ENDLESS)["id"] for _ in range(3)]
    wait_until(lambda: backend.get("/health")["services"]["workers"]["detail"]["waiting"] == 2
               and backend.get("/health")["operations_running"] == 1, "one to run and two to stand in line")
    told = [backend.get("/health") for _ in range(20)][-1]
    check(told["operations_running"] == 1 and told["operations_queued"] == 2, str(told))
    check(told["services"]["workers"]["detail"] == {"running": 1, "waiting": 2, "limit": 1}, str(told["services"]["workers"]))
    check("ktrdr_operations_running 1" in metrics(backend) and "ktrdr_operations_queued 2" in metrics(backend))
    check(backend.request("GET", "/health")[2]["version"] == told["version"])
    for id in ids[::-1]:
        backend.cancel(id)
    for id in ids:
        check(backend.wait_for(id)["state"] == "cancelled")
    check(backend.stop() == 0)


def metrics(backend):
    return backend.request("GET", "/metrics")[2].decode()


@test
def its_metrics_are_prometheus_text(backend):
    backend.request("GET", "/api/v1/nothing")
    status, headers, text = backend.request("GET", "/metrics")
    check(status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4"), str(headers))
    types, values = {}, {}
    for line in text.decode().splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            check(name not in types and kind in ("counter", "gauge", "histogram", "summary"), line)
            types[name] = kind
        elif not line.startswith("# HELP "):
            found = re.fullmatch(r'([a-z_]+)(\{[a-z]+="[^"\\]*"(?:,[a-z]+="[^"\\]*")*\})? (\S+)', line)
            check(found, line)
            values[found[1] + (found[2] or "")] = float(found[3])
            check(found[1] in types or re.sub("_(bucket|sum|count)$", "", found[1]) in types, f"no type: {line}")
    check(text.endswith(b"\n") and values['ktrdr_http_requests_total{class="4xx"}'] >= 1, str(values))
    buckets = [value for name, value in values.items() if "_bucket" in name]
    check(buckets == sorted(buckets) and buckets[-1] == values["ktrdr_http_request_seconds_count"], str(buckets))


@test
def a_request_has_an_id_that_is_its_own_or_the_clients(backend):
    ids = [backend.request("GET", "/api/v1/data")[1]["X-Request-Id"] for _ in range(3)]
    check(len(set(ids)) == 3 and all(ids), str(ids))
    status, headers, body = backend.request("GET", "/api/v1/nothing", headers={"X-Request-Id": "mine-1"})
    check(headers["X-Request-Id"] == "mine-1" == body["request_id"], f"{headers} {body}")
    wait_until(lambda: any(line.get("request_id") == "mine-1" and line["status"] == 404 for line in backend.log_lines()),
               "the request to be in the log")
    for bad in ("x" * 500, "a b", "a\"b", "<script>"):
        given = backend.request("GET", "/api/v1/data", headers={"X-Request-Id": bad})[1]["X-Request-Id"]
        check(given and given != bad, given)


@test
def its_log_is_json_and_keeps_secrets(backend):
    secret = "do-not-tell-this"
    backend.request("GET", "/api/v1/no\"thing", headers={"Authorization": "Bearer " + secret, "Cookie": secret})
    backend.request("POST", "/api/v1/trainings", "{", {"Authorization": "Bearer " + secret})
    check(backend.stop() == 0)
    text = backend.log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    check(all({"time", "level", "service", "event"} <= line.keys() for line in lines))
    check([line["event"] for line in lines][-1] == "stopped" and "listening" in {line["event"] for line in lines})
    check(secret not in text)


# ---- a full disk ----

@test
def on_a_full_disk_it_says_so_and_goes_on(folder):
    with small_disk(folder / "disk", "2m") as disk:
        backend = Backend(disk / "data")
        backend.log = folder / "log"
        backend.start()
        wait_until(lambda: backend.get("/health")["status"] == "degraded", "it to see how little is free")
        for method, path, body in (("POST", "/api/v1/data/import?symbol=AAA&timeframe=1d", bars_csv(50)),
                                   ("POST", "/api/v1/trainings", {"strategy_text": strategy()})):
            status, headers, reply = backend.request(method, path, body)
            check(status == 507, f"{path}: {status} {reply}")
            check_problem(status, headers, reply, "no_space")
        with contextlib.suppress(OSError), open(disk / "filler", "wb", buffering=0) as filler:
            while True:
                filler.write(bytes(512))
        check(backend.get("/data")["total"] == 0 and backend.get("/operations")["total"] == 0)
        (disk / "filler").unlink()
        check(backend.get("/health")["free_disk_bytes"] >= 0)
        check(backend.stop() == 0)


def import_slowly(backend, symbol, text, half_way):
    """(status, headers, body) of an import whose client stops in the middle and goes on once half_way() has returned."""
    body = text.encode()
    connection = http.client.HTTPConnection("127.0.0.1", backend.port, timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.putrequest("POST", f"/api/v1/data/import?symbol={symbol}&timeframe=1m")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        connection.send(body[:len(body) // 2])
        half_way()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.send(body[len(body) // 2:])
        reply = connection.getresponse()
        return reply.status, reply.headers, json.loads(reply.read())


@test
def a_disk_that_fills_in_the_middle_of_an_import_leaves_nothing_of_it(folder):
    with small_disk(folder / "disk", "2g") as disk:
        backend = Backend(disk / "data")
        backend.log = folder / "log"
        backend.start()
        backend.import_bars("OLD", 100)
        before = backend.get("/data")["items"]

        def fill():
            used = sum(f.stat().st_blocks * 512 for f in disk.rglob("*") if f.is_file())
            subprocess.run(["mount", "-o", f"remount,size={used // 4096 * 4096 + 131072}", disk], check=True)

        text = bars_csv(40000, step=60)
        status, headers, reply = import_slowly(backend, "NEW", text, fill)
        check_problem(status, headers, reply, "no_space")
        check(status == 507 and "free" in reply.get("suggestion", ""), reply)
        check(backend.get("/data")["items"] == before)
        subprocess.run(["mount", "-o", "remount,size=2g", disk], check=True)
        wait_until(lambda: backend.get("/health")["status"] == "ok", "it to see that there is room again")
        check(backend.import_bars("NEW", timeframe="1m", text=text)["accepted"] == 40000)
        check(backend.stop() == 0)


main()
