"""The faults that a service must survive whose host misbehaves, over real sockets: relay-host asks odd-host and
others, and each fault says what came of it. tests/programs/test_faults.py holds the outcomes, bench/faults.py prints
them with their times.

    with Stage(folder) as stage:
        for fault in FAULTS:
            outcome = stage.meet(fault)
"""
import contextlib, http.client, json, os, pathlib, re, resource, shutil, signal, socket, ssl, statistics, subprocess
import threading, time

from programs import BUILD, IS_SANITIZED, PATIENCE, Skip, wait_until

DEADLINE_MS = 500               # that a caller gives; a relay's breaker opens after 3 failures, for 300 ms
TRIPS = 3
CROWD = 10000


class Fault:
    """`host` and `path`: what the relay is asked to ask. `code` and `says`: what it must answer."""

    def __init__(self, name, host, path, code, says, opens=True, closes=True):
        self.name, self.host, self.path, self.code, self.says = name, host, path, code, says
        self.opens, self.closes = opens, closes


class Act:
    """A fault that is a scene of its own: Stage.NAME plays it."""

    def __init__(self, name, act):
        self.name, self.act = name, act


FAULTS = [
    Fault("host down: nobody takes the connection", "down", "/ok", "timeout", ""),
    Fault("refuses the connection", "refuses", "/ok", "unavailable", "Connection refused"),
    Fault("hangs before its headers", "odd", "/hang", "timeout", ""),
    Fault("hangs in its body", "odd", "/half", "timeout", ""),
    Fault("closes before its answer", "odd", "/close", "unavailable", "without an answer"),
    Fault("closes in its body", "odd", "/cut", "unavailable", "in the middle of its answer"),
    Fault("answers garbage", "odd", "/garbage", "bad_data", "not HTTP"),
    Fault("answers 500", "odd", "/status/500", "internal", "500"),
    Fault("answers 503", "odd", "/status/503", "unavailable", "503"),
    Fault("answers 503, Retry-After: 7", "odd", "/status/503/7", "unavailable", "503", opens=False),
    Fault("answers 429, Retry-After: 7", "odd", "/status/429/7", "limit", "429", opens=False),
    Fault("answers 1 byte per second", "odd", "/slow", "timeout", ""),
    Fault("answers 1 GB", "odd", "/endless", "bad_data", "too long"),
    Fault("wrong content type", "odd", "/html", "bad_data", "text/html", opens=False),
    Fault("invalid JSON", "odd", "/badjson", "bad_data", "makes no sense", opens=False),
    Fault("another major version", "odd", "/other", "conflict", "version", opens=False),
    Fault("no address for its name", "nobody", "/ok", "unavailable", "no address", closes=False),
    Fault("TLS with a bad certificate", "tls", "/ok", "bad_data", "certificate", closes=False),
    Act("restarts during a call", "restart"),
    Act("the client leaves in the middle of the reply", "leave_in_reply"),
    Act("the client leaves while the host hangs", "leave_in_call"),
    Act(f"{CROWD} connections opened and left", "crowd"),
    Act("the clock jumps a day back, then ahead", "clock"),
]


class Program:
    def __init__(self, *words, env=None):
        self.process = subprocess.Popen([str(w) for w in words], stdout=subprocess.PIPE, text=True,
                                        env={**os.environ, **(env or {})})
        self.first = self.process.stdout.readline().strip()

    def stop(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        self.process.stdout.close()
        return status


def odd_host(port=0, *how):
    program = Program(BUILD / "tests/odd-host", port, *how)
    program.port = int(program.first)
    return program


class Relay(Program):
    def __init__(self, hosts, env=None):
        super().__init__(BUILD / "tests/relay-host", *(w for name, (retries, url) in hosts.items() for w in (name, retries, url)),
                         env=env)
        self.port = int(self.first.rsplit(":", 1)[1])

    def get(self, target, deadline_ms=None):
        """(status, headers, body)"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", target, headers={"X-Timeout-Ms": str(deadline_ms)} if deadline_ms else {})
            reply = connection.getresponse()
            body = reply.read()
            return reply.status, reply.headers, json.loads(body) if "json" in reply.headers["Content-Type"] else body.decode()
        finally:
            connection.close()

    def ask(self, host, path, deadline_ms=DEADLINE_MS):
        """What the relay answers: a code, "ok" if all is well; and its text."""
        status, _, body = self.get(f"/ask/{host}?path={path}", deadline_ms)
        return ("ok", body["text"]) if status == 200 else (body["code"], body["detail"])

    def metric(self, name, host=None):
        label = rf'\{{service="{host}"\}}' if host else ""
        return float(re.search(rf"^{name}{label} (\S+)$", self.get("/metrics")[2], re.M).group(1))

    @property
    def holds(self):
        """What must not become more: (tasks, descriptors), but for connections that are kept for the next call."""
        text = self.get("/metrics")[2]
        kept = sum(float(n) for n in re.findall(r"^ktrdr_host_connections\{.*\} (\S+)$", text, re.M))
        ours = float(re.search(r"^ktrdr_http_connections (\S+)$", text, re.M).group(1))
        fds = len(os.listdir(f"/proc/{self.process.pid}/fd"))
        return float(re.search(r"^relay_tasks (\S+)$", text, re.M).group(1)), fds - kept - ours + 1


class Beside(threading.Thread):
    """Asks for what is well, all the time: others must not notice."""

    def __init__(self, relay):
        super().__init__(daemon=True)
        self.relay, self.took, self.failed, self.is_over = relay, [], [], threading.Event()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.relay.port, timeout=PATIENCE)
        while not self.is_over.wait(0.003):
            began = time.monotonic()
            connection.request("GET", "/ask/well?path=/ok", headers={"X-Timeout-Ms": "10000"})
            reply = connection.getresponse()
            body = reply.read()
            self.took.append((time.monotonic() - began) * 1000)
            if reply.status != 200:
                self.failed.append(body)
        connection.close()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *why):
        self.is_over.set()
        self.join(PATIENCE)

    @property
    def p99(self):
        return statistics.quantiles(self.took, n=100)[98] if len(self.took) > 1 else 0


class Stage:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def __enter__(self):
        self.odd, self.well = odd_host(), odd_host()
        self.full = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.filling = []
        for _ in range(3):                      # the kernel takes one more than it was told, then drops what comes
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(self.full.getsockname())
            self.filling.append(one)
        self.tls = self.start_tls()
        at = lambda port: f"http://127.0.0.1:{port}"
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.free_port = one.getsockname()[1]
        self.hosts = {"odd": (-1, at(self.odd.port)), "well": (-1, at(self.well.port)), "patient": (2, at(self.odd.port)),
                      "down": (-1, at(self.full.getsockname()[1])), "refuses": (-1, at(self.free_port)),
                      "nobody": (-1, "http://no-such-host.invalid:9")}
        if self.tls:
            self.hosts["tls"] = (-1, f"https://localhost:{self.tls.getsockname()[1]}")
        self.relay = Relay(self.hosts)
        for host in self.hosts:                 # libcurl keeps a descriptor for each that was asked once
            self.relay.ask(host, "/ok", 100)
        return self

    def __exit__(self, *why):
        for program in (self.relay, self.odd, self.well):
            program.stop()
        for one in [self.full, *self.filling, *([self.tls] if self.tls else [])]:
            one.close()

    def start_tls(self):
        """A listener whose certificate nobody has signed; None without openssl."""
        if not shutil.which("openssl"):
            return None
        key, certificate = self.folder / "key.pem", self.folder / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                        "/CN=localhost", "-days", "2", "-keyout", key, "-out", certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        listener = socket.create_server(("127.0.0.1", 0))

        def serve():
            with contextlib.suppress(OSError):  # until it is closed
                while True:
                    one, _ = listener.accept()
                    with contextlib.suppress(OSError), one, context.wrap_socket(one, server_side=True) as safe:
                        safe.recv(1000)
        threading.Thread(target=serve, daemon=True).start()
        return listener

    # ---- one after the other ----

    def meet(self, fault):
        """What came of it: code, text, ms; how the others fared; what the breaker did; how SIGTERM ended it."""
        before = self.relay.holds
        with Beside(self.relay) as beside:
            outcome = getattr(self, fault.act)() if isinstance(fault, Act) else self.meet_host(fault)
        after = self.settle(before)
        return {"fault": fault.name, "breaker": "", "others_p99_ms": beside.p99, "others_failed": beside.failed,
                "others": len(beside.took), "leaked": [now - then for now, then in zip(after, before)], **outcome}

    def settle(self, before):
        """What is held when it is no more than before, or after five seconds."""
        end = time.monotonic() + 5
        after = self.relay.holds
        while any(now > then for now, then in zip(after, before)) and time.monotonic() < end:
            time.sleep(0.01)                # the step of a polling wait, not the wait itself
            after = self.relay.holds
        return after

    def meet_host(self, fault):
        if fault.host not in self.hosts:
            raise Skip("no openssl here")
        began = time.monotonic()
        code, text = self.relay.ask(fault.host, fault.path)
        outcome = {"code": code, "text": text, "ms": (time.monotonic() - began) * 1000}
        outcome |= self.end_in(f"/ask/{fault.host}?path={fault.path}")
        for _ in range(TRIPS):
            self.relay.ask(fault.host, fault.path)
        outcome["breaker"] = "opened" if self.relay.ask(fault.host, "/ok")[1].count("not asked") else "stayed closed"
        if fault.opens and fault.closes:
            with self.back(fault.host):
                wait_until(lambda: self.relay.ask(fault.host, "/ok", 10000)[0] == "ok", f"{fault.host} to be asked again")
                outcome["breaker"] += ", closed"
                assert self.relay.metric("ktrdr_host_breaker_state", fault.host) == 0
        return outcome

    @contextlib.contextmanager
    def back(self, host):
        """The host is well while this lasts."""
        if host == "odd":
            yield
            return
        if host == "down":
            for one in (self.full, *self.filling):
                one.close()
        program = odd_host(self.full_port if host == "down" else self.free_port, "well")
        yield
        program.stop()

    @property
    def full_port(self):
        return int(self.hosts["down"][1].rsplit(":", 1)[1])

    def end_in(self, target, env=None):
        """SIGTERM to a relay of its own that is asked for this again and again: its exit status, and when."""
        relay = Relay(self.hosts, env)
        is_asked = threading.Event()

        def ask():
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                while True:
                    with socket.create_connection(("127.0.0.1", relay.port), timeout=PATIENCE) as one:
                        one.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                        is_asked.set()
                        while one.recv(65536):
                            pass
        threads = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        is_asked.wait(PATIENCE)
        wait_until(lambda: relay.metric("ktrdr_http_connections") > 1 or
                   sum(map(float, re.findall(r"^ktrdr_host_calls_total\{.*\} (\S+)$", relay.get("/metrics")[2], re.M))), "a call")
        began = time.monotonic()
        status = relay.stop(signal.SIGTERM)
        took = (time.monotonic() - began) * 1000
        for thread in threads:
            thread.join(PATIENCE)
        return {"sigterm_status": status, "sigterm_ms": took}

    # ---- scenes ----

    def restart(self):
        """Killed while it is asked; the next one on its port answers, and the call tries again."""
        answer = []
        thread = threading.Thread(target=lambda: answer.append(self.relay.ask("patient", "/hang", 20000)))
        began = time.monotonic()
        thread.start()
        wait_until(lambda: self.relay.metric("ktrdr_host_running", "patient") == 1, "the call")
        self.odd.stop()
        self.odd = odd_host(self.odd.port, "well")
        thread.join(PATIENCE)
        took = (time.monotonic() - began) * 1000
        self.odd.stop()
        self.odd = odd_host(self.odd.port)
        return {"code": answer[0][0], "text": answer[0][1], "ms": took, **self.end_in("/ask/patient?path=/hang")}

    def request(self, target):
        one = socket.create_connection(("127.0.0.1", self.relay.port), timeout=PATIENCE)
        one.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return one

    def leave_in_reply(self):
        began = time.monotonic()
        with self.request("/pour") as one:
            got = len(one.recv(65536))
        wait_until(lambda: self.relay.holds[0] <= 2, "its task to end")
        return {"code": "ended" if got else "nothing", "text": "the handler is cancelled",
                "ms": (time.monotonic() - began) * 1000, **self.end_in("/pour")}

    def leave_in_call(self):
        began = time.monotonic()
        with self.request("/ask/odd?path=/hang"):
            wait_until(lambda: self.relay.metric("ktrdr_host_running", "odd") == 1, "the call")
        wait_until(lambda: self.relay.metric("ktrdr_host_running", "odd") == 0, "the call to end")
        return {"code": "ended", "text": "the handler is cancelled, and its call with it",
                "ms": (time.monotonic() - began) * 1000, **self.end_in("/ask/odd?path=/hang")}

    def crowd(self):
        """Nobody says a word. They are closed again, and what they took is given back."""
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        count = min(CROWD, hard - 1000)
        began = time.monotonic()
        crowd = [socket.create_connection(("127.0.0.1", self.relay.port), timeout=PATIENCE) for _ in range(count)]
        held = wait_until(lambda: (lambda n: n if n >= count else None)(self.relay.metric("ktrdr_http_connections")), "all of them")
        code, text = self.relay.ask("well", "/ok")
        for one in crowd:
            one.close()
        wait_until(lambda: self.relay.metric("ktrdr_http_connections") <= 3, "the connections to be gone")
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        return {"code": code, "text": f"{held:.0f} held; another is answered", "ms": (time.monotonic() - began) * 1000}

    def clock(self):
        if IS_SANITIZED:
            raise Skip("a sanitizer wants to be loaded first")
        shift = self.folder / "shift"
        shift.write_text("0")
        env = {"LD_PRELOAD": str(BUILD / "tests/libclock-shift.so"), "KTRDR_CLOCK_SHIFT": str(shift)}
        relay = Relay(self.hosts, env)
        dates, answer = [], []
        thread = threading.Thread(target=lambda: answer.append(relay.ask("odd", "/hang")))
        began = time.monotonic()
        thread.start()
        for day in (-86400, 86400):
            shift.write_text(str(day))
            dates.append(relay.get("/health")[1]["Date"])
        thread.join(PATIENCE)
        took = (time.monotonic() - began) * 1000
        assert len(set(dates)) == 2, f"the clock did not jump: {dates}"
        code, text = relay.ask("well", "/ok")
        assert code == "ok", text
        relay.stop()
        return {"code": answer[0][0], "text": answer[0][1], "ms": took, **self.end_in("/ask/odd?path=/hang", env)}
