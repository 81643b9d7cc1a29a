#!/usr/bin/env python3
"""Lockboxes: the last stretch of the bars, which nothing reads until it is unsealed; kill -9 does not open it."""
from backtests import STRATEGY, gapped_csv, load
from programs import check, main, test

BODY = {"strategy_text": STRATEGY, "strategy_label": "steps.yaml"}


def boxes(backend):
    return backend.get("/lockboxes")["items"]


def train(backend, status=202, **more):
    body = backend.expect(status, "POST", "/trainings", {**BODY, **more})
    if status != 202:
        return body
    check(backend.wait_for(body["id"])["state"] == "completed", str(backend.operation(body["id"])))
    return backend.get(f"/models/{backend.get('/operations/' + body['id'] + '/result')['model_id']}")


def sealed(backend, folder):
    """The last day that may be read."""
    load(backend, folder)
    model = train(backend, lockbox="1y")
    return max(d["last"] for d in model["data"])[:10]


@test
def a_training_seals_the_last_year_and_does_not_see_it(folder, backend):
    last = sealed(backend, folder)
    box = boxes(backend)[0]
    check(box["symbol"] == "WALK" and box["is_sealed"] and last < box["from"] and "unsealed_at" not in box, str(box))
    first, end = (backend.get("/data/WALK/1d/range")[k][:10] for k in ("first", "last"))
    check(int(end[:4]) - int(box["from"][:4]) <= 1 and last[:7] < end[:7] and first < last, f"{box} {end}")
    check(max(d["last"] for d in train(backend)["data"])[:10] == last, "a training without the option saw more")


@test
def a_training_that_ends_long_before_seals_no_more_than_it_said(folder, backend):
    load(backend, folder)
    train(backend, lockbox="1y")
    from_ = boxes(backend)[0]["from"]
    load(backend, folder, "OTHER", gapped_csv(1500))
    told = {"symbols": ["OTHER"], "end_date": "2017-06-30", "lockbox": "1y"}
    check(max(d["last"] for d in train(backend, **told)["data"])[:10] <= told["end_date"])
    check({box["symbol"]: box["from"] for box in boxes(backend)} == {"WALK": from_, "OTHER": from_}, str(boxes(backend)))


@test
def a_walk_forward_seals_what_it_learns_from_and_what_it_trades(folder, backend):
    load(backend, folder)
    load(backend, folder, "OTHER", gapped_csv(1500, seed=2))
    walk = backend.expect(202, "POST", "/walk-forwards", {**BODY, "train": "12mo", "test": "3mo", "lockbox": "1y",
                                                          "symbols": ["other"], "end_date": "2017-12-31"})
    check(backend.wait_for(walk["id"])["state"] == "completed", str(backend.operation(walk["id"])))
    check([box["symbol"] for box in boxes(backend)] == ["OTHER", "WALK"], str(boxes(backend)))
    last = int(backend.get("/data/WALK/1d/range")["last"][:4])
    check(all(int(box["from"][:4]) >= last - 1 for box in boxes(backend)), str(boxes(backend)))
    walk = backend.expect(202, "POST", "/walk-forwards", {**BODY, "train": "12mo", "test": "3mo", "symbols": ["OTHER"]})
    check(backend.wait_for(walk["id"])["state"] == "completed", str(backend.operation(walk["id"])))


@test
def nothing_reads_what_is_sealed(folder, backend):
    last = sealed(backend, folder)
    end = backend.get("/data/WALK/1d/range")["last"][:10]
    problem = train(backend, status=403, end_date=end)
    check("lie in a lockbox" in problem["detail"] and "ktrdr unseal WALK" in problem["suggestion"] and last in problem["suggestion"], str(problem))
    check(backend.expect(403, "POST", "/backtests", {**BODY, "end_date": end})["code"] == "forbidden")
    check(backend.expect(403, "POST", "/walk-forwards", {**BODY, "train": "18mo", "test": "6mo", "end_date": end})["code"] == "forbidden")
    signals = f"timestamp,signal\n{last},BUY\n"
    asked = {"signals": signals, "symbol": "WALK", "timeframe": "1d"}
    check(backend.expect(403, "POST", "/backtests", {**asked, "end_date": end})["code"] == "forbidden")
    model = backend.get("/models")["items"][0]["id"]
    check(backend.expect(403, "POST", f"/models/{model}/test", {"end_date": end})["code"] == "forbidden")
    check(backend.expect(403, "POST", f"/models/{model}/predict", {"symbol": "WALK"})["code"] == "forbidden")
    for body in ({**BODY}, asked):
        id = backend.expect(202, "POST", "/backtests", body)["id"]
        check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
        check(backend.get(f"/backtests/{id}")["end"][:10] <= last)
    looked = backend.expect(202, "POST", f"/models/{model}/test", {})["id"]
    check(backend.wait_for(looked)["state"] == "completed", str(backend.operation(looked)))
    check(backend.get(f"/operations/{looked}/result")["end"][:10] <= last)
    check(backend.get("/data/WALK/1d?limit=1")["timestamp"][0][:10] == end, "looking at the bars is allowed")


@test
def slippage_is_measured_on_quotes_that_are_not_sealed(folder, backend):
    last = sealed(backend, folder)
    days = [row.split(",")[0] for row in gapped_csv(1500).splitlines()[1:]]
    quotes = "timestamp,open,high,low,close,volume\n" + "".join(f"{day},99,102,98,101,0\n" for day in days)
    load(backend, folder, "WALK", quotes, "-t", "1d", "--what", "BID_ASK")
    asked = {"signals": f"timestamp,signal\n{days[300]},BUY\n", "symbol": "WALK", "timeframe": "1d", "slippage": "measured"}
    id = backend.expect(202, "POST", "/backtests", asked)["id"]
    check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
    check(backend.get(f"/backtests/{id}")["end"][:10] <= last)


@test
def a_training_that_was_asked_for_before_is_refused_by_the_file(folder, backend):
    """The one place: what gets past the checks reaches no worker."""
    load(backend, folder)
    model = train(backend)["id"]
    end = backend.get("/data/WALK/1d/range")["last"][:10]
    id = backend.expect(202, "POST", "/backtests", {**BODY, "model": model, "start_date": "2011-01-01"})["id"]
    check(backend.wait_for(id)["state"] == "completed")
    check(backend.get(f"/backtests/{id}")["end"][:10] == end)
    train(backend, lockbox="1y", seed=8)
    again = backend.expect(202, "POST", f"/operations/{id}/retry")["id"]
    ended = backend.wait_for(again)
    check(ended["state"] == "failed" and ended["error"]["code"] == "forbidden", str(ended))
    check(backend.request("GET", f"/api/v1/backtests/{id}/why?at={end}")[0] == 403)


@test
def it_survives_kill_9_and_is_opened_once_and_for_all(folder, backend):
    last = sealed(backend, folder)
    backend.kill()
    backend.start()
    check(boxes(backend)[0]["is_sealed"])
    check(max(d["last"] for d in train(backend, seed=9)["data"])[:10] == last)
    said = backend.ktrdr("unseal", "walk")
    check(said.status == 0 and "WALK is unsealed" in said.out, said.out + said.err)
    backend.kill()
    backend.start()
    box = boxes(backend)[0]
    check(not box["is_sealed"] and box["unsealed_at"] >= box["sealed_at"], str(box))
    check(max(d["last"] for d in train(backend, seed=10)["data"])[:10] > last)
    problem = train(backend, status=409, lockbox="1y")
    check("was unsealed on" in problem["detail"] and "can be sealed again" in problem["detail"], str(problem))
    check(backend.ktrdr("unseal", "WALK").status == 3 and "WALK" in backend.ktrdr("unseal").out)
    check(backend.expect(422, "POST", "/trainings", {**BODY, "lockbox": "soon"})["code"] == "invalid")


@test
def sealing_is_no_trial_and_cannot_be_weakened(folder, backend):
    last = sealed(backend, folder)
    train(backend, lockbox="1mo", seed=8)
    check(max(d["last"] for d in train(backend, seed=9)["data"])[:10] == last, "a shorter one opened it")
    train(backend, lockbox="18mo", seed=8)
    check(max(d["last"] for d in train(backend, seed=9)["data"])[:10] < last, "a longer one did not close more")
    walk = backend.expect(202, "POST", "/walk-forwards", {**BODY, "train": "12mo", "test": "3mo", "lockbox": "1y"})
    check(backend.wait_for(walk["id"])["state"] == "completed", str(backend.operation(walk["id"])))
    result = backend.get(f"/walk-forwards/{walk['id']}")
    check(result["windows"][-1]["test_end"] < boxes(backend)[0]["from"], str(result["windows"][-1]))
    check(len(boxes(backend)) == 1)


main()
