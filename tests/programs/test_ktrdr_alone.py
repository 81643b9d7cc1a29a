#!/usr/bin/env python3
"""The command line alone, against a stand-in for the backend: what it sends, prints and exits with."""
import contextlib, hashlib, json, os, pty, re, signal, socket, socketserver, struct, subprocess, threading
from http.server import BaseHTTPRequestHandler

from programs import BUILD, PATIENCE, check, ktrdr, main, test

OPERATION = {"id": "op_1", "type": "training", "state": "running", "created_at": "2024-01-02T03:04:05Z",
             "started_at": "2024-01-02T03:04:05Z", "finished_at": None, "progress": {"percent": 10}, "parent_id": None,
             "resumable": False, "error": None, "host": None, "attempt": 1}
RESULT = {"model_id": "rsi-1a2b3c4d", "name": "rsi", "strategy": "rsi", "symbols": ["AAPL"], "timeframes": ["1d"],
          "features": 12, "seed": 42, "epochs_run": 9, "epoch_chosen": 4, "chosen_because": "least validation loss"}
BARS = [(1704153600 + i * 86400, 187.15 + i, 188.44 + i, 183.885 + i, 185.64 + i, 82488700 + i) for i in range(500)]


def kbar(rows):
    names = ["time", "open", "high", "low", "close", "volume"]
    start = (64 + 16 * len(names) + 63) // 64 * 64
    head = struct.pack("<4sHHIIQ32sQ", b"KBAR", 1, len(names), start, 0, len(rows), bytes(32), 0)
    for i, name in enumerate(names):
        head += struct.pack("<8sB7x", name.encode(), 1 if i == 0 else 2)
    out = head.ljust(start, b"\0")
    for i in range(len(names)):
        column = struct.pack(f"<{len(rows)}{'q' if i == 0 else 'd'}", *[row[i] for row in rows])
        out += column.ljust((len(column) + 63) // 64 * 64, b"\0")
    return out


class Fake:
    """Answers what it was told to; keeps what it was asked."""

    def __init__(self):
        self.asked, self.table = [], {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode() if length else ""
                outer.asked.append((self.command, self.path, dict(self.headers), body))
                status, data, kind = outer.find(self.command, self.path)
                if callable(data):
                    self.close_connection = True
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.end_headers()
                    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                        data(self.wfile)
                    return
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = answer

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def find(self, method, path):
        reply = self.table.get(f"{method} {path.split('?')[0]}")
        if reply is None:
            return self.problem(404, "not_found", f"nothing at '{path}'")
        return reply() if callable(reply) else reply

    def problem(self, status, code, detail, **more):
        return status, json.dumps({"type": "urn:ktrdr:error:" + code, "title": code, "status": status, "code": code,
                                   "detail": detail, **more}).encode(), "application/problem+json"

    def on(self, what, body, status=200, kind="application/json"):
        method, path = what.split(" ")
        data = body if callable(body) or isinstance(body, bytes) else json.dumps(body).encode()
        self.table[f"{method} /api/v1{path}"] = (status, data, kind)
        return self

    def run(self, *words, **how):
        return ktrdr(*words, url=self.url, **how)


def events(*items, wait=None):
    def write(out):
        for name, data, id in items:
            out.write(f"event: {name}\n{'id: ' + str(id) + chr(10) if id else ''}data: {json.dumps(data)}\n\n".encode())
            out.flush()
        if wait:
            wait()
    return write


def training(fake, final):
    """An operation that runs when first looked at and is `final` after its events were read."""
    state = {"looks": 0}

    def look():
        state["looks"] += 1
        now = OPERATION if state["looks"] == 1 else final
        return 200, json.dumps(now).encode(), "application/json"

    fake.on("POST /trainings", OPERATION, 202)
    fake.table["GET /api/v1/operations/op_1"] = look
    fake.on("GET /operations/op_1/events", events(("progress", {"percent": 50, "phase": "epoch 2 of 4"}, None),
                                                  ("state", {"state": final["state"], "at": "2024-01-02T03:04:06Z",
                                                             "attempt": 1}, 7)), kind="text/event-stream")
    fake.on("GET /operations/op_1/result", RESULT)
    return fake


@test
def it_links_no_loop_no_curl_and_no_database():
    linked = subprocess.run(["ldd", BUILD / "ktrdr"], capture_output=True, text=True).stdout
    names = set(re.findall(r"lib([\w+-]+?)(?:-\d)?\.so", linked))
    names -= {"asan", "ubsan", "gcc_s", "pthread", "dl", "rt", "stdc++", "lsan"}
    check(names <= {"yaml", "nettle", "m", "jansson", "http_parser", "c"}, str(names))


@test
def no_words_print_help_and_exit_2_and_help_exits_0():
    check(ktrdr().status == 2)
    for words in (["--help"], ["-h"], ["data", "--help"], ["data", "show", "--help"], ["version"], ["--version"],
                  ["completion", "bash"], ["completion", "zsh"], ["completion", "fish"]):
        done = ktrdr(*words)
        check(done.status == 0 and done.out and not done.err, str(words))
    check(ktrdr("version", "--json").json.keys() == {"version"})


@test
def completion_for_bash_completes():
    script = ktrdr("completion", "bash").out
    asked = subprocess.run(["bash", "-c", script + '\nCOMP_WORDS=(ktrdr data sh); COMP_CWORD=2; _ktrdr; echo "${COMPREPLY[@]}"\n'
                            'COMP_WORDS=(ktrdr backtest run --si); COMP_CWORD=3; _ktrdr; echo "${COMPREPLY[@]}"'],
                           capture_output=True, text=True)
    check(asked.stdout.splitlines() == ["show", "--signals --size"], asked.stdout + asked.stderr)


@test
def mistakes_are_told_with_a_hint_and_in_json_too():
    done = ktrdr("dta", "list")
    check(done.status == 2 and "hint: did you mean 'ktrdr data'?" in done.err and not done.out, done.err)
    done = ktrdr("data", "list", "--jsn", "--json")
    check(done.status == 2 and json.loads(done.err)["suggestion"] == "did you mean '--json'?", done.err)


@test
def without_a_backend_it_says_how_to_start_one_and_exits_5(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        done = ktrdr("data", "list", url=f"http://127.0.0.1:{free.getsockname()[1]}")
    check(done.status == 5 and "ktrdrd all" in done.err and len(done.err.splitlines()) == 2, done.err)
    done = ktrdr("data", "list", data=folder)
    check(done.status == 5 and "ktrdrd all --data-dir" in done.err, done.err)
    done = ktrdr("data", "list", data=folder, env={"KTRDR_URL": Fake().on("GET /data", {"items": [], "total": 0}).url})
    check(done.status == 5, "--data-dir must win over KTRDR_URL")
    done = ktrdr("data", "list", url="ftp://a")
    check(done.status == 2, done.err)


@test
def the_socket_of_a_data_folder_is_found_and_so_is_the_variable(folder):
    fake = Fake().on("GET /data", {"items": [], "total": 0, "next": None})
    check(ktrdr("data", "list", env={"KTRDR_URL": fake.url}).status == 0)
    run = folder / "run" / "ktrdr"
    run.mkdir(parents=True)
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]

    class Server(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True

        def get_request(self):
            return super().get_request()[0], ("local", 0)

    server = Server(str(run / f"{name}.sock"), fake.server.RequestHandlerClass)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    done = ktrdr("data", "list", data=folder, env={"XDG_RUNTIME_DIR": str(folder / "run")})
    check(done.status == 0 and len(fake.asked) == 2, done.err)


@test
def the_statuses_of_the_backend_become_exit_statuses():
    fake = Fake()
    for status, code, exit_status in ((404, "not_found", 3), (422, "invalid", 2), (503, "unavailable", 5), (429, "pacing", 5),
                                      (500, "internal", 1), (409, "cancelled", 4), (413, "too_large", 2), (504, "timeout", 5)):
        fake.table["GET /api/v1/health"] = fake.problem(status, code, "so it is", suggestion="do that")
        done = fake.run("health")
        check(done.status == exit_status and done.err == "error: so it is\nhint: do that\n", f"{status}: {done.status} {done.err}")
        done = fake.run("health", "--json")
        check(json.loads(done.err)["code"] == code and not done.out)


@test
def each_mistake_of_a_request_is_shown():
    fake = Fake()
    fake.table["POST /api/v1/trainings"] = fake.problem(422, "invalid", "2 mistakes", errors=[
        {"field": "training.epochs", "message": "must be above 0", "line": 7}, {"field": "labels", "message": "is missing"}])
    done = fake.run("train", "rsi")
    check(done.status == 2 and "  line 7: training.epochs: must be above 0\n  labels: is missing\n" in done.err, done.err)


@test
def nonsense_from_the_backend_is_an_error_of_its_own():
    fake = Fake().on("GET /data", {"items": "many"}).on("GET /health", b"<html>", kind="text/html")
    for words in (["data", "list"], ["health"]):
        done = fake.run(*words)
        check(done.status == 1 and "error: " in done.err, done.err)
    fake.table["GET /api/v1/health"] = (502, b"<html>bad gateway</html>", "text/html")
    check(fake.run("health").status == 1)


@test
def bars_are_shown_as_table_csv_and_json():
    fake = Fake().on("GET /data/AAPL/1d", kbar(BARS), kind="application/vnd.ktrdr.bars")
    fake.on("GET /data", {"items": [{"symbol": "AAPL", "timeframe": "1d", "count": 500, "first": None, "last": None}], "total": 1,
                          "next": None})
    done = fake.run("data", "show", "aapl", "--format", "csv")
    lines = done.out.splitlines()
    check(done.status == 0 and lines[0] == "timestamp,open,high,low,close,volume" and len(lines) == 501, done.err)
    check(lines[1] == "2024-01-02T00:00:00Z,187.15,188.44,183.885,185.64,82488700", lines[1])
    done = fake.run("data", "show", "AAPL", "-t", "1d")
    check("limit=20" in fake.asked[-1][1] and fake.asked[-1][2]["Accept"] == "application/vnd.ktrdr.bars", str(fake.asked[-1]))
    check("AAPL 1d, 500 bars" in done.out)
    fake.on("GET /data/AAPL/1d", b'{"symbol":"AAPL","open":[1.50]}')
    done = fake.run("data", "show", "AAPL", "-t", "1d", "--json")
    check(done.out == '{"symbol":"AAPL","open":[1.50]}\n' and "limit" not in fake.asked[-1][1], done.out)


@test
def a_symbol_in_two_timeframes_asks_which():
    fake = Fake().on("GET /data", {"items": [{"symbol": "A", "timeframe": tf, "count": 1, "first": None, "last": None}
                                             for tf in ("1h", "1d")], "total": 2, "next": None})
    done = fake.run("data", "range", "A")
    check(done.status == 2 and "'A' is stored as 1h, 1d" in done.err, done.err)
    check(fake.run("data", "range", "B").status == 3)


@test
def a_file_is_imported_whole_with_what_was_told(folder):
    file = folder / "a b.csv"
    file.write_text("timestamp,open,high,low,close,volume\n2024-01-02,1,2,1,2,3\n")
    report = {"symbol": "AAPL", "timeframe": "1d", "rows": 1, "accepted": 1, "added": 1, "same": 0, "replaced": 0,
              "repaired_count": 0, "repaired": [], "rejected_count": 0, "rejected": [], "tz": "UTC", "first": None, "last": None}
    fake = Fake().on("POST /data/import", report)
    done = fake.run("data", "import", file, "--symbol", "AAPL", "-t", "1d", "--tz", "America/New_York")
    method, path, headers, body = fake.asked[-1]
    check(done.status == 0 and "1 accepted, 0 rejected" in done.out, done.err)
    check(body == file.read_text() and "tz=America%2FNew_York" in path and "a%20b.csv" in path, path)
    check(headers["Content-Type"] == "text/csv" and len(headers["Idempotency-Key"]) == 32)
    done = fake.run("data", "import", file, file, "--symbol", "AAPL", "-t", "1d", "--json")
    check(len(done.json["items"]) == 2)
    check(fake.run("data", "import", file).status == 2 and fake.run("data", "import", "/no/such", "-s", "A", "-t", "1d").status == 3)


@test
def a_strategy_file_is_sent_as_text_and_a_name_as_a_name(folder):
    file = folder / "my.yaml"
    file.write_text("name: my\n")
    fake = training(Fake(), {**OPERATION, "state": "completed"})
    check(fake.run("train", file, "--symbols", "A,B", "--seed", "7", "--set", "training.epochs=2", "--no-follow").out == "op_1\n")
    sent = json.loads(fake.asked[-1][3])
    check(sent == {"strategy_text": "name: my\n", "strategy_label": str(file), "symbols": ["A", "B"], "seed": 7,
                   "overrides": ["training.epochs=2"]}, str(sent))
    fake.run("train", "my", "--no-follow")
    check(json.loads(fake.asked[-1][3]) == {"strategy": "my"})
    check(fake.run("train", "./none.yaml").status == 3)


@test
def a_started_operation_is_followed_to_its_result():
    fake = training(Fake(), {**OPERATION, "state": "completed"})
    done = fake.run("train", "rsi")
    check(done.status == 0 and "model rsi-1a2b3c4d" in done.out and "\r" not in done.err, done.err)
    fake = training(Fake(), {**OPERATION, "state": "completed"})
    done = fake.run("train", "rsi", "--json")
    check(done.json == RESULT and not done.err, done.err)
    done = fake.run("train", "rsi", "--no-follow", "--json")
    check(done.json["id"] == "op_1")


@test
def an_operation_that_failed_exits_1_and_one_cancelled_4():
    failed = {**OPERATION, "state": "failed", "resumable": True,
              "error": {"status": 503, "code": "interrupted", "detail": "it was stopped"}}
    done = training(Fake(), failed).run("train", "rsi", "--quiet")
    check(done.status == 1 and done.err == "error: it was stopped\nhint: ktrdr resume op_1 goes on where it stopped\n", done.err)
    done = training(Fake(), {**OPERATION, "state": "cancelled"}).run("follow", "op_1")
    check(done.status == 4, done.err)


@test
def without_events_it_asks_until_the_end():
    fake = training(Fake(), {**OPERATION, "state": "completed"})
    del fake.table["GET /api/v1/operations/op_1/events"]
    done = fake.run("follow", "op_1")
    check(done.status == 0 and "model rsi-1a2b3c4d" in done.out, done.err)


@test
def a_stream_that_breaks_is_taken_up_after_the_last_event():
    fake, streams = training(Fake(), {**OPERATION, "state": "completed"}), []
    looks = []

    def look():
        looks.append(1)
        return 200, json.dumps(OPERATION if len(streams) < 2 else {**OPERATION, "state": "completed"}).encode(), "application/json"

    def stream():
        streams.append(1)
        items = [("metric", {"epoch": 1}, 5)] if len(streams) == 1 else [("state", {"state": "completed"}, 6)]
        return 200, events(*items), "text/event-stream"

    fake.table["GET /api/v1/operations/op_1"] = look
    fake.table["GET /api/v1/operations/op_1/events"] = stream
    done = fake.run("follow", "op_1")
    asked = [headers for method, path, headers, body in fake.asked if path.endswith("/events")]
    check(done.status == 0 and len(asked) == 2 and asked[1].get("Last-Event-ID") == "5", done.err)


@test
def ctrl_c_off_a_terminal_cancels_and_exits_4():
    fake, cancelled = training(Fake(), {**OPERATION, "state": "cancelled"}), threading.Event()
    following = threading.Event()

    def stream():
        def write(out):
            following.set()
            cancelled.wait(PATIENCE)
            events(("state", {"state": "cancelled"}, 3))(out)
        return 200, write, "text/event-stream"

    def cancel():
        cancelled.set()
        return 202, json.dumps({**OPERATION, "state": "cancelling"}).encode(), "application/json"

    fake.table["GET /api/v1/operations/op_1/events"] = stream
    fake.table["DELETE /api/v1/operations/op_1"] = cancel
    process = subprocess.Popen([BUILD / "ktrdr", "--url", fake.url, "train", "rsi"], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    following.wait(PATIENCE)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    check(process.returncode == 4 and cancelled.is_set(), f"{process.returncode} {err}")


def on_a_terminal(fake, *words, answer=None, ready=None):
    """Runs it with a terminal on all three descriptors; (exit status, what was shown)."""
    pid, terminal = pty.fork()
    if not pid:
        os.environ["TERM"] = "xterm"
        os.environ.pop("NO_COLOR", None)
        os.execv(BUILD / "ktrdr", ["ktrdr", "--url", fake.url, *words])
    if ready:
        ready.wait(PATIENCE)
        os.write(terminal, b"\x03")
    shown, sent = b"", False
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 4096):
            shown += piece
            if answer and not sent and b"[d]etach" in shown:
                os.write(terminal, answer)
                sent = True
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


@test
def ctrl_c_on_a_terminal_asks_and_can_detach():
    fake, following, end = training(Fake(), OPERATION), threading.Event(), threading.Event()

    def stream():
        def write(out):
            following.set()
            end.wait(PATIENCE)
        return 200, write, "text/event-stream"

    fake.table["GET /api/v1/operations/op_1/events"] = stream
    status, shown = on_a_terminal(fake, "train", "rsi", answer=b"d\n", ready=following)
    end.set()
    check(status == 0 and shown.rstrip().endswith("op_1"), f"{status} {shown!r}")
    check(not any(method == "DELETE" for method, *_ in fake.asked))


@test
def a_terminal_sees_a_bar_and_colour_and_a_pipe_does_not():
    fake = training(Fake(), {**OPERATION, "state": "completed"})
    status, shown = on_a_terminal(fake, "train", "rsi")
    check(status == 0 and "epoch 2 of 4" in shown and "50 %" in shown, repr(shown))
    fake.on("GET /data", {"items": [{"symbol": "A", "timeframe": "1d", "count": 1, "first": None, "last": None}], "total": 1,
                          "next": None})
    check("\033[1m" in on_a_terminal(fake, "data", "list")[1])
    check("\033[1m" not in on_a_terminal(fake, "data", "list", "--no-color")[1])
    check("\033" not in fake.run("data", "list").out)


@test
def a_slow_backend_is_given_up_in_time():
    fake, end = Fake(), threading.Event()
    fake.table["GET /api/v1/health"] = (200, lambda out: end.wait(PATIENCE) and None, "application/json")
    done = fake.run("health", "--timeout", "0.2")
    end.set()
    check(done.status == 5, done.err)


@test
def deleting_wants_to_be_confirmed():
    fake = Fake().on("DELETE /data/A/1d", {"symbol": "A", "timeframe": "1d", "count": 3})
    check(fake.run("data", "delete", "A", "-t", "1d").status == 2 and not fake.asked)
    check(fake.run("data", "delete", "A", "-t", "1d", "--yes").out == "3 bars of A 1d are gone\n")


@test
def every_command_that_lists_prints_a_document_under_json():
    fake = Fake()
    for path, words in (("/strategies", ["strategies", "list"]), ("/models", ["models", "list"]), ("/operations", ["ops"]),
                        ("/backtests", ["backtest", "list"]), ("/indicators", ["indicators", "list"]), ("/data", ["data", "list"])):
        fake.on("GET " + path, {"items": [], "total": 0, "next": None})
        check(fake.run(*words, "--json").json == {"items": [], "total": 0, "next": None}, str(words))
        check(fake.run(*words).status == 0, str(words))


main()
