#!/usr/bin/env python3
"""The command line over https, through a TLS proxy before a real backend; certificates that must not be trusted."""
import contextlib, shutil, signal, socket, ssl, subprocess, threading

from programs import BUILD, PATIENCE, Skip, check, ktrdr, main, test

CA = """[ca]
default_ca = own
[own]
dir = {0}
database = {0}/index.txt
new_certs_dir = {0}
rand_serial = yes
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
"""


def openssl(*words):
    if not shutil.which("openssl"):
        raise Skip("no openssl program here")
    subprocess.run(["openssl", *map(str, words)], capture_output=True, check=True)


def certificate(folder, name, days=2):
    """(certificate, key) of one that signed itself, for this host name."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    kind = "IP" if name[0].isdigit() else "DNS"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-addext", f"subjectAltName={kind}:{name}", "-days", days, "-keyout", key, "-out", cert)
    return cert, key


def expired(folder):
    cert, key, asked, config = (folder / f"old.{end}" for end in ("pem", "key", "csr", "cnf"))
    config.write_text(CA.format(folder))
    (folder / "index.txt").write_text("")
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1",
            "-keyout", key, "-out", asked)
    openssl("ca", "-batch", "-config", config, "-selfsign", "-keyfile", key, "-in", asked, "-out", cert, "-notext",
            "-startdate", "20200101000000Z", "-enddate", "20200102000000Z")
    return cert, key


def carry(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def proxy(cert, key, port):
    """TLS before `port`; gives its own port and the list of connections over which something was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server, made = socket.create_server(("127.0.0.1", 0)), []

    def serve_one(raw):
        with contextlib.suppress(OSError):
            client = context.wrap_socket(raw, server_side=True)
            client.settimeout(PATIENCE)
            first = client.recv(65536)
            if not first:
                return                  # no request came: it did not trust us
            made.append(client)
            behind = socket.create_connection(("127.0.0.1", port))
            behind.sendall(first)
            reader = threading.Thread(target=carry, args=(behind, client), daemon=True)
            reader.start()
            carry(client, behind)

    def serve():
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=serve_one, args=(server.accept()[0],), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield server.getsockname()[1], made
    finally:
        server.close()


def rows(n):
    lines = [f"{1704067200 + i * 60},{100 + i % 7},{108 + i % 7},{99 + i % 7},{101 + i % 7},{1000 + i}" for i in range(n)]
    return "timestamp,open,high,low,close,volume\n" + "\n".join(lines) + "\n"


@test
def bars_go_up_and_come_down_over_one_connection_each(backend, folder):
    cert, key = certificate(folder, "127.0.0.1")
    file = folder / "bars.csv"
    file.write_text(rows(60000))        # some MB: more than a socket takes at once
    with proxy(cert, key, backend.port) as (port, made):
        url = f"https://127.0.0.1:{port}"
        done = ktrdr("--ca-file", cert, "data", "import", file, "--symbol", "AAA", "-t", "1m", url=url)
        check(done.status == 0, done.err)
        done = ktrdr("data", "export", "AAA", "--format", "csv", url=url, env={"KTRDR_CA_FILE": str(cert)})
        check(done.status == 0 and done.out.count("\n") == 60001, done.err + done.out[:200])
        check(done.out == backend.ktrdr("data", "export", "AAA", "--format", "csv").out, "not the same bars")
        check(len(made) == 2, f"{len(made)} connections")
        done = ktrdr("--ca-file", cert, "batch", "-", url=url, input="data list\nhealth\ndata range AAA\n")
        check(done.status == 0 and len(made) == 3, done.err + f" {len(made)} connections")


@test
def an_operation_is_followed(backend, folder):
    cert, key = certificate(folder, "127.0.0.1")
    file, signals = folder / "bars.csv", folder / "signals.csv"
    file.write_text(rows(500))
    signals.write_text("timestamp,signal\n2024-01-01T00:05:00Z,BUY\n2024-01-01T03:00:00Z,SELL\n")
    check(backend.ktrdr("data", "import", file, "--symbol", "AAA", "-t", "1m").status == 0)
    with proxy(cert, key, backend.port) as (port, _):
        done = ktrdr("--ca-file", cert, "backtest", "run", "--signals", signals, "--symbol", "AAA", "-t", "1m",
                     "--periods-per-year", "252", "--json", url=f"https://127.0.0.1:{port}")
        check(done.status == 0 and done.json, f"{done.status} {done.err}")


@test
def ctrl_c_ends_the_wait_for_a_connection(folder):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        process = subprocess.Popen([BUILD / "ktrdr", "--url", url, "data", "list"], stderr=subprocess.PIPE)
        connection = silent.accept()[0]
        connection.recv(1)              # its hello has come, and is not answered
        process.send_signal(signal.SIGINT)
        check(process.wait(PATIENCE) == 4, f"{process.returncode} {process.stderr.read()}")
        process.stderr.close()
        connection.close()


@test
def what_failed_there_is_told_as_ever(backend, folder):
    cert, key = certificate(folder, "localhost")
    with proxy(cert, key, backend.port) as (port, _):
        done = ktrdr("--ca-file", cert, "data", "show", "NONE", "-t", "1d", url=f"https://localhost:{port}")
        check(done.status == 3 and "NONE" in done.err, f"{done.status} {done.err}")


@test
def a_certificate_that_is_not_trusted_is_refused(backend, folder):
    mine, other = certificate(folder, "127.0.0.1"), certificate(folder, "localhost")
    cases = [(mine, None, "127.0.0.1"),                 # nobody signed it
             (mine, other[0], "127.0.0.1"),             # somebody else is trusted
             (other, other[0], "127.0.0.1"),            # of another host
             (old := expired(folder), old[0], "127.0.0.1")]
    for served, trusted, host in cases:
        with proxy(*served, backend.port) as (port, made):
            options = ["--ca-file", trusted] if trusted else []
            done = ktrdr(*options, "data", "list", url=f"https://{host}:{port}")
            check(done.status == 1 and "certificate is not trusted" in done.err and not made,
                  f"{served[0].name}: {done.status} {done.err}")
            check("--ca-file" in done.err, done.err)


@test
def who_does_not_talk_tls_or_is_not_there_or_has_no_file_is_told(backend, folder):
    done = ktrdr("data", "list", url=f"https://127.0.0.1:{backend.port}")
    check(done.status == 1 and "TLS" in done.err, f"{done.status} {done.err}")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        done = ktrdr("--timeout", "0.3", "data", "list", url=f"https://127.0.0.1:{port}")
        check(done.status == 5 and "in time" in done.err, f"{done.status} {done.err}")
    done = ktrdr("data", "list", url=f"https://127.0.0.1:{port}")
    check(done.status == 5 and "no backend answers" in done.err, f"{done.status} {done.err}")
    done = ktrdr("--ca-file", folder / "none.pem", "data", "list", url=f"https://127.0.0.1:{backend.port}")
    check(done.status == 2 and "trusted certificates" in done.err, f"{done.status} {done.err}")


main()
