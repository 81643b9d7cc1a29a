#!/usr/bin/env python3
"""Many requests in one: POST /api/v1/batch. Many commands in one: `ktrdr batch`."""
import json

from programs import bars_csv, check, main, strategy, test, wait_until

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
def the_trace_of_a_request_is_in_the_log_of_all_it_holds(backend):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    batch(backend, ("POST", "/api/v1/strategies/validate", {"text": "a: 1"}),
          headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    batch(backend, headers={"traceparent": "nonsense"})
    asked = lambda: [l for l in backend.log_lines() if l.get("target", "").startswith("/api/v1/")]
    lines = wait_until(lambda: asked() if len(asked()) == 3 else None, "three lines in the log")
    traces = [l.get("trace_id", "") for l in lines]
    check(traces[:2] == [trace, trace] and len(traces[2]) == 32 and traces[2] != trace, str(lines))


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
    backend.import_bars()
    start = ("POST", "/api/v1/trainings", {"strategy_text": strategy()})
    items = [i for key in ("k", "k", "other") for i in batch(backend, start, start, headers={"Idempotency-Key": key})[2]["items"]]
    check(all(i["status"] == 202 for i in items), str(items))
    ids = [i["body"]["id"] for i in items]
    check(ids[:2] == ids[2:4] and len(set(ids)) == 4, str(ids))
    for id in set(ids):
        backend.wait_for(id)
    check(batch(backend, start, headers={"Idempotency-Key": "k" * 127})[0] == 422)


@test
def commands_are_answered_one_line_each_in_order(folder, backend):
    fill(backend, folder)
    lines = ["# a remark", "", "data list", "  ktrdr data show AAA -t 1d --rows 2", "data show 'NO PE'", "indicators show rsi"]
    done = backend.ktrdr("batch", "-", "--keep-going", input="\n".join(lines))
    check(done.status == 3 or done.status == 2, f"exit {done.status}")
    out = done.out.splitlines()
    check(len(out) == 4 and out[0] == "ok      data list" and out[1].startswith("ok      data show AAA"), done.out)
    check(out[2].startswith(f"exit {done.status}  data show 'NO PE': ") and out[3].startswith("ok "), done.out)
    shown = backend.ktrdr("batch", "-", "--show", input="data list\n")
    check(shown.out == "ok      data list\n" + backend.ktrdr("data", "list").out, shown.out)


@test
def it_stops_at_the_first_failure_unless_told_otherwise(folder, backend):
    file = folder / "commands"
    file.write_text("data list\nmodels show nope\ndata list\nnonsense\n")
    done = backend.ktrdr("batch", file)
    check(done.status == 3 and len(done.out.splitlines()) == 2 and "2 of 4 commands were not run" in done.err, done.out + done.err)
    done = backend.ktrdr("batch", file, "--keep-going")
    check(done.status == 3 and [l[:6].strip() for l in done.out.splitlines()] == ["ok", "exit 3", "ok", "exit 2"], done.out)


@test
def json_lines_hold_what_each_command_alone_prints(folder, backend):
    fill(backend, folder)
    commands = ["data show AAA -t 1d --rows 3", "data list", "models show nope", "strategies validate -", "version", "nonsense",
                "indicators compute AAA --indicator rsi:period=5 -t 1d"]
    text = "\n".join(c for c in commands if "-\n" not in c and not c.endswith(" -"))
    done = backend.ktrdr("--json", "batch", "-", "--keep-going", input=text)
    rows = [json.loads(line) for line in done.out.splitlines()]
    check(len(rows) == 6 and done.err == "", done.out)
    for row in rows:
        alone = backend.ktrdr("--json", *row["command"].split())
        check(alone.status == row["status"], row["command"])
        if row["status"]:
            told, other = row["error"], json.loads(alone.err)
            told.pop("request_id", 0), other.pop("request_id", 0)
            check(told == other, f"{told} {other}")
        else:
            out = row["output"]
            check(out == alone.out if isinstance(out, str) else out == alone.json, row["command"])


@test
def a_line_has_nothing_of_the_lines_before_it(folder, backend):
    backend.import_bars()
    (folder / "quick.yaml").write_text(strategy())
    (folder / "signals.csv").write_text("timestamp,signal\n2015-01-05,BUY\n2015-02-02,SELL\n")
    run = f"backtest run --signals {folder}/signals.csv -s AAA -t 1d --no-follow"
    sweep = f"models sweep {folder}/quick.yaml --no-follow --set"
    lines = [f"{run} --size 0.3", f"{run} --amount 5000", run, f"models train {folder}/quick.yaml",
             f"backtest run {folder}/quick.yaml --no-follow", f"{sweep} training.epochs=1,2", f"{sweep} training.batch_size=16,32"]
    rows = [json.loads(line) for line in backend.ktrdr("--json", "batch", "-", input="\n".join(lines)).out.splitlines()]
    check(len(rows) == len(lines) and not any(row["status"] for row in rows), str(rows))
    ids = [row["output"]["id"] for row in rows if "id" in row["output"]]
    for id in ids[:3] + ids[-3:]:
        backend.wait_for(id)
    check([backend.get(f"/sweeps/{id}")["trials"] for id in ids[-2:]] == [2, 2])
    sizes = [backend.get(f"/backtests/{id}")["size"] for id in ids[:3]]
    check(len(set(sizes)) == 3 and "5,000" in sizes[1].replace("5000", "5,000"), str(sizes))


@test
def several_at_a_time_give_the_same_lines_in_the_same_order(folder, backend):
    fill(backend, folder)
    text = "\n".join(f"data show AAA -t 1d --rows {n}" if n % 7 else f"models show m{n}" for n in range(1, 60))
    one = backend.ktrdr("--json", "batch", "-", "--keep-going", input=text)
    four = backend.ktrdr("--json", "batch", "-", "--keep-going", "--parallel", 4, input=text)
    strip = lambda done: [{**r, "error": None} for r in map(json.loads, done.out.splitlines())]
    check(one.status == four.status == 3 and len(strip(one)) == 59)
    check(strip(one) == strip(four))


@test
def what_makes_no_sense_is_refused(folder, backend):
    for line in ("batch x", "data list --url http://127.0.0.1:1", "data 'list", "data list --timeout 3"):
        check(backend.ktrdr("batch", "-", input=line).status == 2, line)
    check(backend.ktrdr("batch", "-", "--parallel", 0, input="data list").status == 2)
    check(backend.ktrdr("batch", folder / "none").status == 3)
    check(backend.ktrdr("batch", "-", input="\n# nothing\n").out == "")


main()
