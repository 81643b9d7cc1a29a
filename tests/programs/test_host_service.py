#!/usr/bin/env python3
"""The example host service as a program, and that the page about it shows the code that is there."""
import contextlib, http.client, json, re, signal, subprocess

from programs import BUILD, PATIENCE, TESTS, check, main, test


@contextlib.contextmanager
def echo_host():
    process = subprocess.Popen([BUILD / "tests/echo-host", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        host, port = process.stdout.readline().strip().rsplit(":", 1)
        yield process, http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def ask(connection, method, path, body=None, **headers):
    connection.request(method, path, body and json.dumps(body), {k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    return answer.status, json.loads(answer.read()), answer


@test
def it_answers_like_every_service():
    with echo_host() as (_, connection):
        status, body, answer = ask(connection, "GET", "/health")
        check(status == 200 and body == {"status": "ok"} and answer.getheader("X-Ktrdr-Version"))
        status, body, answer = ask(connection, "POST", "/echo", {"text": "hi", "delay_ms": 1}, X_Request_Id="r-7")
        check(status == 200 and body == {"text": "hi", "delay_ms": 1} and answer.getheader("X-Request-Id") == "r-7")
        status, body, _ = ask(connection, "POST", "/echo", {"text": "hi", "delay": 1})
        check(status == 422 and "delay" in body["detail"], str(body))
        status, body, _ = ask(connection, "POST", "/echo", {"text": "hi", "delay_ms": 60000}, X_Timeout_Ms="20")
        check(status == 504 and body["code"] == "timeout", str(body))
        check(ask(connection, "GET", "/health", X_Ktrdr_Version="99.0.0")[0] == 409)


@test
def it_ends_when_it_is_told_to():
    with echo_host() as (process, connection):
        ask(connection, "GET", "/health")
        process.send_signal(signal.SIGTERM)
        check(process.wait(PATIENCE) == 0)


def squeeze(text):
    return re.sub(r"\s+", " ", text)


@test
def the_page_shows_the_code_that_is_there():
    page = (TESTS / "../docs/add_a_host_service.md").read_text()
    code = squeeze("".join((TESTS / name).read_text() for name in
                           ("support/echo_host.c", "unit/service/test_host_pair.c", "../bench/bench_services.c")))
    blocks = re.findall(r"```c\n(.*?)```", page, re.S)
    check(len(blocks) >= 3)
    for block in blocks:
        for part in re.split(r"\n\n", block.strip()):
            check(squeeze(part) in code, f"nowhere in the code: {part[:60]}")
    for name in re.findall(r"`((?:src|tests|bench|docs)/[\w/.]+\.\w+)`", page):
        check((TESTS / ".." / name).exists(), f"no file {name}")


main()
