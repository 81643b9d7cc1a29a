#!/usr/bin/env python3
"""Many requests in one: POST /api/v1/batch. Many commands in one: `ktrdr batch`."""
import json

from programs import bars_csv, check, main, test

PATH = "/api/v1/batch"


def fill(backend, folder, symbol="AAA", n=300):
    file = folder / f"{symbol}.csv"
    file.write_text(bars_csv(n))
    done = backend.ktrdr("data", "import", file, "--symbol", symbol, "--timeframe", "1d")
    check(done.status == 0, done.err)


def batch(backend, *requests, headers=None):
    return backend.request("POST", PATH, {"requests": [dict(zip(("method", "path", "body"), r)) for r in requests]},
                           headers)


@test
def requests_are_answered_in_order_with_their_statuses(folder, backend):
    fill(backend, folder)
    status, _, reply = batch(backend, ("GET", "/api/v1/data"), ("GET", "/api/v1/data/NOPE/1d"),
                             ("GET", "/api/v1/data/AAA/1d?limit=2"), ("POST", "/api/v1/strategies/validate", {"text": "a: 1"}),
                             ("GET", "/nowhere"), ("DELETE", "/api/v1/indicators"), ("GET", "/api/v1/data/AAA/1d?lmit=2"),
                             ("DELETE", "/api/v1/data/AAA/1d"), ("GET", "/api/v1/data/AAA/1d"))
    check(status == 200, str(reply))
    items = reply["items"]
    check([i["status"] for i in items] == [200, 404, 200, 200, 404, 405, 422, 200, 404], str([i["status"] for i in items]))
    check(reply["total"] == 9 and reply["next"] is None)
    check(items[0]["body"]["items"][0]["symbol"] == "AAA")
    check(items[1]["body"]["code"] == "not_found" and len(items[2]["body"]["timestamp"]) == 2)
    check(items[3]["body"]["valid"] is False)
    check(items[7]["body"]["count"] == 300, str(items[7]))


@test
def an_answer_is_the_one_its_own_request_would_get(folder, backend):
    fill(backend, folder)
    paths = ["/api/v1/data/AAA/1d?limit=50", "/api/v1/indicators", "/api/v1/data/AAA/1d/gaps", "/api/v1/models",
             "/api/v1/operations?limit=3", "/api/v1/strategies"]
    reply = batch(backend, *[("GET", p) for p in paths])[2]
    for path, item in zip(paths, reply["items"]):
        status, _, body = backend.request("GET", path)
        check((status, body) == (item["status"], item["body"]), path)


@test
def what_does_not_fit_is_refused(backend):
    check(batch(backend, *[("GET", "/api/v1/models")] * 100)[2]["total"] == 100)
    check(batch(backend, *[("GET", "/api/v1/models")] * 101)[0] == 422)
    check(batch(backend)[2]["items"] == [])
    check(backend.request("POST", PATH, {})[0] == 422 and backend.request("POST", PATH, {"request": []})[0] == 422)
    check(backend.request("POST", PATH, "[")[0] == 400 and backend.request("GET", PATH)[0] == 405)
    items = batch(backend, ("POST", PATH, {"requests": []}), ("POST", "/api/v1/%62atch", {"requests": []}),
                  ("GET", "/metrics"), ("POST", "/api/v1/data/import?symbol=A&timeframe=1d", {}), ("GET", "data"),
                  ("GET", "/api/v1/models/x/files/y"), ("GET", ""))[2]["items"]
    check([i["status"] for i in items] == [200, 200, 422, 422, 404, 404, 404], str(items))
    check("JSON alone" in items[2]["body"]["detail"], str(items[2]))
    nested = batch(backend, ("POST", PATH, {"requests": [{"method": "GET", "path": "/api/v1/models"}]}))[2]["items"][0]
    check(nested["body"]["items"][0]["status"] == 422, str(nested))


@test
def a_batch_sent_twice_with_its_key_starts_nothing_twice(backend):
    start = ("POST", "/api/v1/trainings", {"strategy": "none"})
    first = batch(backend, start, headers={"Idempotency-Key": "k"})[2]["items"][0]
    check(first == batch(backend, start, headers={"Idempotency-Key": "k"})[2]["items"][0] or
          first["status"] >= 400, str(first))
    check(batch(backend, start, headers={"Idempotency-Key": "k" * 500})[0] == 422)


main()
