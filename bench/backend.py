#!/usr/bin/env python3
"""backend.py: requests per second of ktrdrd beside nginx that serves the same bytes from a file, wrk with 64
connections, in turn; how long a long reply takes; memory. nginx is a temporary one, on a port and folder of its own."""
import http.client, os, pathlib, re, shutil, socket, subprocess, tempfile, time

from figures import Bench, cpu_seconds, import_bars, in_turn, low, median, memory, ratio

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
CONNECTIONS, ROUNDS = 64, 5
NO_CACHE = {"Cache-Control": "no-cache"}

CONFIG = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    open_file_cache max=100;
    default_type application/json;
    client_body_temp_path {folder}/a;
    proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d;
    scgi_temp_path {folder}/e;
    server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Nginx:
    """One worker, as ktrdrd has one loop; files from the open-file cache by sendfile."""

    def __init__(self, files):
        self.files, self.port = files, free_port()

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="ktrdr-nginx-")
        folder = pathlib.Path(self.temporary.name)
        (folder / "www").mkdir()
        for name, data in self.files.items():
            (folder / "www" / name).write_bytes(data)
        (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, port=self.port))
        words = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        user = None
        if os.geteuid() == 0:               # never as root: as nobody, who owns the folder
            import pwd
            user = pwd.getpwnam("nobody")
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, user.pw_uid, user.pw_gid)
        self.process = subprocess.Popen(words, stderr=subprocess.DEVNULL, user=user.pw_uid if user else None,
                                        group=user.pw_gid if user else None, extra_groups=[] if user else None)
        for _ in range(200):
            with socket.socket() as s:
                if not s.connect_ex(("127.0.0.1", self.port)):
                    return self
            time.sleep(0.02)
        raise SystemExit("nginx did not start: " + (folder / "error.log").read_text())

    def __exit__(self, *why):
        self.process.terminate()
        self.process.wait()
        self.temporary.cleanup()


def wrk(port, path, seconds, headers=None):
    words = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    for name, value in (headers or {}).items():
        words += ["-H", f"{name}: {value}"]
    out = subprocess.run([*words, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(out)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def fetch(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers=headers or {})
    reply = connection.getresponse()
    data = reply.read()
    assert reply.status == 200, data
    connection.close()
    return data


def counted(port):
    """Seconds spent in requests and their number, from the backend's own histogram."""
    text = fetch(port, "/metrics").decode()
    return [float(re.search(rf"^ktrdr_http_request_seconds_{name} (\S+)$", text, re.M).group(1))
            for name in ("sum", "count")]


def server_ms(port, path, headers):
    """As the server measures it: from the request's head to the last byte handed over."""
    before = counted(port)
    fetch(port, path, headers)
    after = counted(port)
    assert after[1] - before[1] == 2, "the reply and the /metrics before it"
    return (after[0] - before[0]) * 1000


def main():
    bench = Bench("backend", f"Requests per second, wrk with {CONNECTIONS} connections, beside nginx",
                  seconds=(2, "of each wrk run"))
    with bench.backend(None) as backend:
        time.sleep(0.5)
        idle = memory(backend.process.pid, "VmRSS")
        import_bars(backend, bench.build, 2000, "1d", "AAPL")
        import_bars(backend, bench.build, 100000, "1m", "LONG")
        measure_throughput(bench, backend)
        measure_long(bench, backend)
        bench.add("memory, idle, just started", idle, "MB", goal=("<", 15))
        bench.add("memory, at its peak in all this", memory(backend.process.pid, "VmHWM"), "MB")
    bench.end()


def measure_throughput(bench, backend):
    target = "/api/v1/data/AAPL/1d?limit=500"
    files = {"health": fetch(backend.port, "/health"), "bars.json": fetch(backend.port, target)}
    names = [("/health", "/health", "/health", None, 0.5),
             ("500 bars as JSON, from the cache", target, "/bars.json", None, 0.5),
             ("500 bars as JSON, from the store", target, "/bars.json", NO_CACHE, 0.1)]
    with Nginx(files) as nginx:
        for what, ours, theirs, headers, goal in names:
            got = in_turn(ROUNDS, lambda: wrk(backend.port, ours, bench.told.seconds, headers),
                          lambda: wrk(nginx.port, theirs, bench.told.seconds))
            bench.add(what, median(got[0]), "/s", beside=("nginx", median(got[1])), ratio=ratio(*got),
                      goal=(">=", goal), of="ratio", rounds=got)
    bench.note(f'{len(files["bars.json"])} bytes are the 500 bars, {len(files["health"])} those of /health')


def measure_long(bench, backend):
    target = "/api/v1/data/LONG/1m"
    size = len(fetch(backend.port, target))
    cpu = []

    def from_store():
        used = cpu_seconds(backend.process.pid)
        took = server_ms(backend.port, target, NO_CACHE)
        cpu.append((cpu_seconds(backend.process.pid) - used) * 1000)
        return took

    stored, cached = in_turn(15, from_store, lambda: server_ms(backend.port, target, None))
    bench.add("100 000 bars as JSON, from the store", median(stored), "ms", goal=("<=", 15), fastest_tenth=low(stored))
    bench.add("  CPU time for it, all threads", median(cpu), "ms", fastest_tenth=low(cpu))
    bench.add("100 000 bars as JSON, from the cache", median(cached), "ms", goal=("<=", 15), fastest_tenth=low(cached))
    bench.note(f"{size / 1e6:.1f} MB are the 100 000 bars; undisturbed {low(stored):.1f} ms from the store; the server's "
               "own time, without the client's")


main()
