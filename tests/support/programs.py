"""What the whole-program tests share: the real programs, over real sockets, in folders of their own.

    from programs import Backend, ktrdr, test, main

    @test
    def a_symbol_that_is_not_there_is_not_found(backend): ...

A test takes a `backend` if it wants one running on a new data folder. `check(condition, text)` records a
failure and goes on. Python's standard library only."""
import contextlib, http.client, inspect, json, os, pathlib, signal, socket, subprocess, sys, tempfile, time, traceback

BUILD = pathlib.Path(os.environ.get("KTRDR_BUILD", "build/release")).resolve()
TESTS = pathlib.Path(os.environ.get("KTRDR_TESTS", "tests")).resolve()
IS_SANITIZED = b"__asan_init" in (BUILD / "ktrdrd").read_bytes() if (BUILD / "ktrdrd").exists() else False
PATIENCE = 60                   # seconds after which a wait has failed; never a measure of speed

_tests, _failures = [], []


class Skip(Exception):
    """The test cannot run here; its text says why."""


def test(function):
    _tests.append(function)
    return function


def check(held, text=""):
    if not held:
        where = inspect.stack()[1]
        _failures.append(f"{pathlib.Path(where.filename).name}:{where.lineno}: {text or where.code_context[0].strip()}")
        print("  " + _failures[-1], flush=True)


def wait_until(condition, what):
    """Asks every few milliseconds; fails loudly when patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.005)
    raise AssertionError(f"waited {PATIENCE} s for: {what}")


def extra(path):
    """A file of the extra data beside the checkout, or Skip."""
    file = pathlib.Path(os.environ.get("KTRDR_EXTRA", TESTS / "../../shared")) / path
    if not file.exists():
        raise Skip(f"no {path} here")
    return file


@contextlib.contextmanager
def small_disk(folder, size):
    """A disk of that size, mounted on a new folder; or Skip."""
    folder.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder],
                                           capture_output=True).returncode:
        raise Skip("cannot mount a small disk here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


class Done:
    def __init__(self, process):
        self.status, self.out, self.err = process.returncode, process.stdout, process.stderr

    @property
    def json(self):
        return json.loads(self.out)


def ktrdr(*words, data=None, url=None, input=None, env=None, timeout=PATIENCE):
    words = [str(w) for w in words]
    options = (["--data-dir", str(data)] if data else []) + (["--url", url] if url else [])
    return Done(subprocess.run([BUILD / "ktrdr", *options, *words], capture_output=True, text=True, input=input,
                               timeout=timeout, env={**os.environ, **(env or {})}))


class Backend:
    """ktrdrd all, on a free port and a data folder of its own."""

    def __init__(self, data, *options, program=("all",)):
        self.data, self.options, self.program = pathlib.Path(data), options, program
        self.process, self.port, self.host = None, 0, "127.0.0.1"
        self.log = self.data.parent / (self.data.name + ".log")

    def start(self):
        """Starts it; after kill() or stop() on the same port again."""
        ready, tell = os.pipe()
        runtime = self.data.parent / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.env = {**os.environ, "XDG_RUNTIME_DIR": str(runtime), "KTRDR_LOG_FORMAT": "json"}
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [BUILD / "ktrdrd", *self.program, "--listen", f"{self.host}:{self.port}", "--data-dir", self.data, "--ready-fd", str(tell),
                 *self.options], pass_fds=[tell], stderr=log, stdout=log, env=self.env)
        os.close(tell)
        with os.fdopen(ready) as file:
            address = file.readline().strip()
        if not address:
            self.process.wait()
            raise AssertionError("ktrdrd did not start: " + self.log.read_text()[-2000:])
        self.port = int(address.rsplit(":", 1)[1])
        return self

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ktrdr(self, *words, **how):
        how["env"] = {**self.env, **how.get("env", {})}
        return ktrdr(*words, data=self.data, **how)

    def request(self, method, path, body=None, headers=None):
        """(status, headers, body); the body parsed where it is JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            if isinstance(body, (dict, list)):
                body, headers = json.dumps(body), {"Content-Type": "application/json", **(headers or {})}
            connection.request(method, path, body, headers or {})
            reply = connection.getresponse()
            data = reply.read()
            kind = reply.headers.get("Content-Type", "")
            return reply.status, reply.headers, json.loads(data) if "json" in kind and data else data
        finally:
            connection.close()

    def get(self, path, status=200, **how):
        """The body of GET /api/v1 + path, which must be answered with this status."""
        return self.expect(status, "GET", path, **how)

    def expect(self, status, method, path, body=None, headers=None):
        answered, _, body = self.request(method, "/api/v1" + path, body, headers)
        if answered != status:
            raise AssertionError(f"{method} {path} was answered {answered}, not {status}: {body}")
        return body

    def operation(self, id):
        return self.get(f"/operations/{id}")

    def import_bars(self, symbol="AAA", n=400, seed=1, timeframe="1d", text=None):
        """The report of an import that must succeed."""
        return self.expect(200, "POST", f"/data/import?symbol={symbol}&timeframe={timeframe}", text or bars_csv(n, seed=seed))

    def train(self, text, **more):
        """The operation of a training that must be taken."""
        return self.expect(202, "POST", "/trainings", {"strategy_text": text, "strategy_label": "test.yaml", **more})

    def cancel(self, id):
        return self.expect(202, "DELETE", f"/operations/{id}")

    def worker_of(self, id):
        """The pid of an operation's worker, once it was started."""
        return wait_until(lambda: next((line["pid"] for line in reversed(self.log_lines())
                                        if line["event"] == "worker started" and line["operation"] == id), None),
                          f"a worker for {id}")

    def wait_for(self, id, *states):
        """The operation once it is in one of these states; any final one unless told."""
        states = states or ("completed", "failed", "cancelled")
        return wait_until(lambda: (lambda op: op if op["state"] in states else None)(self.operation(id)),
                          f"operation {id} to be {' or '.join(states)}")

    def workers(self):
        """The pids of all worker processes it has started that are still there."""
        return [line["pid"] for line in self.log_lines() if line["event"] == "worker started" and is_worker(line["pid"])]

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
        return self.process.returncode if self.process else None

    def log_lines(self):
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]


def is_worker(pid):
    """That such a process lives and is one of ours: pids come again."""
    with contextlib.suppress(OSError):
        name, _, rest = pathlib.Path(f"/proc/{pid}/stat").read_text().partition(") ")
        return name.endswith("(ktrdr-worker") and rest[0] not in "ZX"
    return False


# A strategy of the older Python program.
OLDER = """name: old_one
version: "1.0"
data:
  symbols: [AAPL]
  timeframes: ["1h"]
indicators:
  - {name: rsi, type: RSI, params: {period: 10, source: close}}
fuzzy_sets:
  rsi:
    weak: {type: triangular, parameters: [0, 25, 40]}
    strong: {type: triangular, parameters: [60, 75, 100]}
model:
  type: mlp
  architecture: {hidden_layers: [16, 8], activation: relu, dropout: 0.1}
  features: {lookback_periods: 2}
  training: {learning_rate: 0.001, optimizer: adam, epochs: 20, analytics: {enabled: true}}
decisions: {output_format: classification, confidence_threshold: 0.55}
training:
  method: supervised
  labels: {source: zigzag, zigzag_threshold: 0.01, label_lookahead: 20}
  data_split: {train: 0.7, validation: 0.15, test: 0.15}
"""


def strategy(name="quick", epochs=3, hidden=(8,), symbol="AAA", training=""):
    """A small strategy that learns from made-up bars; ENDLESS goes on until it is stopped."""
    return f"""name: {name}
training_data:
  symbols: {{symbol: {symbol}}}
  timeframes: {{timeframe: 1d}}
indicators:
  fast: {{type: rsi, period: 7}}
  side: {{type: distance_from_ma, period: 20}}
fuzzy_sets:
  zone:
    indicator: fast
    low: [0, 20, 45]
    high: [55, 80, 100]
nn_inputs:
  - {{fuzzy_set: zone, lags: 1}}
  - {{raw_indicator: side, normalization: zscore}}
model:
  architecture: {{hidden_layers: {list(hidden)}}}
training:
  labels: {{source: forward_return, horizon: 5}}
  epochs: {epochs}
  learning_rate: 0.01
  class_weights: balanced
{training}"""


ENDLESS = strategy("endless", epochs=10000, hidden=(512, 512))


def bars_csv(n, start="2015-01-01", seed=1, step=86400, drift=0.0):
    """A made-up series, the same for the same seed: a random walk in small integer steps."""
    import datetime, random
    rng, rows = random.Random(seed), ["timestamp,open,high,low,close,volume"]
    when, price = datetime.datetime.fromisoformat(start), 10000
    for i in range(n):
        open_, close = price, max(100, price + rng.randint(-150, 150) + round(drift * price) + (40 if (i // 60) % 2 else -40))
        high, low = max(open_, close) + rng.randint(0, 60), min(open_, close) - rng.randint(0, 60)
        rows.append(f"{when.isoformat()}Z,{open_ / 100},{high / 100},{low / 100},{close / 100},{rng.randint(1000, 9000)}")
        price, when = close, when + datetime.timedelta(seconds=step)
    return "\n".join(rows) + "\n"


def _run(function):
    with tempfile.TemporaryDirectory(prefix="ktrdr-") as folder:
        backend = None
        try:
            arguments = {}
            if "folder" in inspect.signature(function).parameters:
                arguments["folder"] = pathlib.Path(folder)
            if "backend" in inspect.signature(function).parameters:
                backend = arguments["backend"] = Backend(pathlib.Path(folder) / "data").start()
            function(**arguments)
            if backend and backend.process.poll() is None:
                check(backend.stop() == 0, f"ktrdrd ended with {backend.process.returncode}: {backend.log.read_text()[-3000:]}")
        finally:
            if backend and backend.process.poll() is None:
                backend.kill()


def main():
    passed = failed = skipped = 0
    for function in _tests:
        if len(sys.argv) > 1 and sys.argv[1] not in function.__name__:
            continue
        before = len(_failures)
        print(f"{function.__name__}", flush=True)
        try:
            _run(function)
        except Skip as why:
            print(f"  skipped: {why}")
            skipped += 1
            continue
        except Exception:
            _failures.append(traceback.format_exc())
            print(_failures[-1], flush=True)
        if len(_failures) > before:
            failed += 1
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed else 0)
