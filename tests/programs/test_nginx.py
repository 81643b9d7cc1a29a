#!/usr/bin/env python3
"""The nginx configuration of docs/reverse_proxy.md, before a real ktrdrd: TLS, uploads, event streams, Host and Origin."""
import contextlib, http.client, json, os, pathlib, re, shutil, socket, ssl, subprocess

from programs import ENDLESS, PATIENCE, TESTS, Backend, Skip, bars_csv, check, main, test, wait_until

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
TOKEN = "open-sesame-1234"

AROUND = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/a;
    proxy_temp_path {folder}/b;
    fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d;
    scgi_temp_path {folder}/e;
{server}
}}
"""


def of_page(folder, port, backend_port):
    """The page's server block, at other places."""
    page = (TESTS / "../docs/reverse_proxy.md").read_text()
    server = re.search(r"```nginx\n(.*?)```", page, re.S).group(1)
    for old, new in (("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"), ("/etc/ssl/ktrdr.pem", f"{folder}/cert.pem"),
                     ("/etc/ssl/ktrdr.key", f"{folder}/key.pem"), ("127.0.0.1:8000", f"127.0.0.1:{backend_port}")):
        assert server.count(old) == 1, f"the page has no '{old}'"
        server = server.replace(old, new)
    return AROUND.format(folder=folder, server=server)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def proxy(folder, backend):
    """nginx with a certificate of its own before the backend; gives connections to it."""
    if not NGINX or not shutil.which("openssl"):
        raise Skip("nginx or openssl is not installed")
    port, place = free_port(), pathlib.Path(folder) / "nginx"
    place.mkdir()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2", "-keyout", place / "key.pem",
                    "-out", place / "cert.pem"], check=True, capture_output=True)
    (place / "nginx.conf").write_text(of_page(place, port, backend.port))
    words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if words:                               # never as root: as nobody, who owns the folder
        os.chmod(folder, 0o711)
        for path in (place, *place.iterdir()):
            os.chown(path, 65534, 65534)
    process = subprocess.Popen([*words, NGINX, "-p", place, "-c", place / "nginx.conf", "-e", place / "error.log"],
                               stderr=subprocess.DEVNULL)
    context = ssl.create_default_context(cafile=place / "cert.pem")
    try:
        def is_up():
            assert process.poll() is None, (place / "error.log").read_text()
            with socket.socket() as one:
                return not one.connect_ex(("127.0.0.1", port))
        wait_until(is_up, "nginx")
        yield lambda: http.client.HTTPSConnection("localhost", port, timeout=PATIENCE, context=context)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def ask(connect, method, path, body=None, **headers):
    connection = connect()
    connection.request(method, path, body, {"Authorization": f"Bearer {TOKEN}", **headers})
    reply = connection.getresponse()
    data = reply.read()
    connection.close()
    return reply.status, json.loads(data) if "json" in reply.headers.get("Content-Type", "") else data


def with_token(folder):
    token = pathlib.Path(folder) / "token"
    token.write_text(TOKEN + "\n")
    token.chmod(0o600)
    return Backend(pathlib.Path(folder) / "data", "--set", f"auth.token_file={token}").start()


@test
def requests_and_long_uploads_pass(folder):
    backend = with_token(folder)
    with proxy(folder, backend) as connect:
        check(ask(connect, "GET", "/health")[0] == 200)
        text = bars_csv(40000, start="1900-01-01", step=3600)
        check(len(text) > 1 << 20)
        status, body = ask(connect, "POST", "/api/v1/data/import?symbol=LONG&timeframe=1h", text)
        check(status == 200 and body["accepted"] == 40000, str(body)[:300])
        status, body = ask(connect, "GET", "/api/v1/data/LONG/1h")
        check(status == 200 and len(body["close"]) == 40000)
        check(ask(connect, "GET", "/health", Authorization="Bearer wrong")[0] == 401)
        check(ask(connect, "GET", "/api/v1/nothing")[1]["code"] == "not_found")
    check(backend.stop() == 0)


@test
def events_arrive_while_the_operation_runs(folder):
    backend = with_token(folder)
    with proxy(folder, backend) as connect:
        check(ask(connect, "POST", "/api/v1/data/import?symbol=AAA&timeframe=1d", bars_csv(400))[0] == 200)
        status, operation = ask(connect, "POST", "/api/v1/trainings", json.dumps({"strategy_text": ENDLESS, "strategy_label": "x.yaml"}),
                                **{"Content-Type": "application/json"})
        check(status == 202, str(operation))
        connection = connect()
        connection.request("GET", f"/api/v1/operations/{operation['id']}/events", headers={"Authorization": f"Bearer {TOKEN}"})
        reply, lines = connection.getresponse(), []
        while not any(line.startswith(b"event: metric") for line in lines):
            lines.append(reply.readline())
            assert lines[-1], f"the stream ended: {lines}"
        check(ask(connect, "GET", f"/api/v1/operations/{operation['id']}")[1]["state"] == "running", "told when it was over")
        ask(connect, "DELETE", f"/api/v1/operations/{operation['id']}")
        connection.close()
    check(backend.stop() == 0)


@test
def pages_of_other_sites_are_refused_behind_it_too(folder, backend):
    with proxy(folder, backend) as connect:
        check(ask(connect, "GET", "/health")[0] == 200)
        check(ask(connect, "GET", "/health", Origin="https://evil.example")[0] == 403)
        check(ask(connect, "GET", "/health", Host="evil.example")[0] == 403)
        here = f"localhost:{connect().port}"
        check(ask(connect, "GET", "/health", Origin=f"https://{here}")[0] == 200)


main()
