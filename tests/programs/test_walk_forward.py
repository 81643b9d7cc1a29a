#!/usr/bin/env python3
"""Walk-forwards: windows that never learn from what they are tested on, one curve, and a kill -9 in between."""
from backtests import STRATEGY, load
from programs import check, main, test, wait_until

START = "/walk-forwards"
BODY = {"strategy_text": STRATEGY, "strategy_label": "steps.yaml", "train": "18mo", "test": "6mo"}


def start(backend, status=202, **more):
    return backend.expect(status, "POST", START, {**BODY, **more})


def ended(backend, **more):
    """The result of one that completes."""
    id = start(backend, **more)["id"]
    check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
    return backend.get(f"{START}/{id}")


def without_ids(value):
    if isinstance(value, dict):
        return {k: without_ids(v) for k, v in value.items() if k not in ("id", "training", "backtest_id", "created_at")
                and not (k == "backtest" and isinstance(v, str))}
    return [without_ids(v) for v in value] if isinstance(value, list) else value


@test
def windows_follow_each_other_and_none_learns_from_its_test(folder, backend):
    load(backend, folder)
    result = ended(backend)
    windows = result["windows"]
    check(len(windows) >= 4 and [w["number"] for w in windows] == list(range(1, len(windows) + 1)), str(len(windows)))
    for window, after in zip(windows, windows[1:]):
        check(window["test_end"] < after["test_start"], str(window))
    known = [w for w in windows if w.get("model_id")]
    check(known, "no window has a model")
    for window in known:
        model = backend.get(f"/models/{window['model_id']}")
        check(all(window["train_start"] <= d["first"][:10] and d["last"][:10] <= window["train_end"] for d in model["data"]), str(window))
        check(window["train_end"] < window["test_start"] and model["test_part"]["rows"] == 0, str(window))
        alone = backend.get(f"/backtests/{window['backtest']}")
        check(alone["start"][:10] >= window["test_start"] and alone["end"][:10] <= window["test_end"], str(window))
        check(alone["in_sample_bars"] == 0 and alone["model_id"] == window["model_id"])
        check(alone["performance"]["total_return"] == window["total_return"])


@test
def the_whole_is_one_account_and_one_trial(folder, backend):
    load(backend, folder)
    result = ended(backend)
    whole = backend.get(f"/backtests/{result['backtest_id']}")
    check(whole == result["backtest"] and whole["in_sample_bars"] == 0, str(whole)[:300])
    check(whole["start"][:10] >= result["windows"][0]["test_start"] and whole["end"][:10] == result["windows"][-1]["test_end"])
    equity = backend.get(f"/backtests/{result['backtest_id']}/equity")
    check(len(equity["timestamp"]) == whole["bars"] and equity["equity"][0] == whole["capital"])
    trades = backend.get(f"/backtests/{result['backtest_id']}/trades")["items"]
    check(abs(sum(t["net"] for t in trades) - (whole["final_equity"] - whole["capital"])) < 0.01)
    check(whole["verdict"]["trials"] == 1, str(whole["verdict"]))
    check(ended(backend)["backtest"]["verdict"]["trials"] == 1, "an exact repeat is no other trial")
    check(ended(backend, seed=8)["backtest"]["verdict"]["trials"] == 2)
    check(ended(backend, anchored=True)["backtest"]["verdict"]["trials"] == 3)


@test
def any_bar_of_the_whole_is_explained_by_the_model_of_its_window(folder, backend):
    load(backend, folder)
    result = ended(backend)
    for window in result["windows"]:
        if window.get("model_id"):
            why = backend.get(f"/backtests/{result['backtest_id']}/why?at={window['test_start']}T12:00:00Z")
            check(why["model_id"] == window["model_id"], f"{why['model_id']} at {window['test_start']}")


@test
def a_window_s_model_is_nobody_s_newest(folder, backend):
    load(backend, folder)
    ended(backend)
    status, _, problem = backend.request("POST", "/api/v1/backtests", {"strategy_text": STRATEGY})
    check(status == 404 and "no model was trained" in problem["detail"], str(problem))


@test
def killed_it_goes_on_with_the_windows_that_are_missing(folder, backend):
    load(backend, folder)
    slow = {"overrides": ["training.epochs=400"]}
    expected = without_ids(ended(backend, **slow))
    id = start(backend, seed=7, **slow)["id"]
    children = lambda state: backend.get(f"/operations?parent={id}&status={state}&limit=100")["items"]
    done = {o["id"] for o in wait_until(lambda: children("completed"), "a window that was trained")}
    backend.kill()
    backend.start()
    check(backend.operation(id)["state"] == "failed" and backend.operation(id)["resumable"], str(backend.operation(id)))
    backend.expect(202, "POST", f"/operations/{id}/resume")
    check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
    again = {o["id"]: o["attempt"] for o in children("completed")}
    check(all(again.get(o) == 1 for o in done), f"{done} {again}")
    check(without_ids(backend.get(f"{START}/{id}")) == expected, "another result after the kill")


@test
def what_cannot_work_is_refused_before_anything_starts(folder, backend):
    load(backend, folder)
    refused = lambda **more: start(backend, status=422, **more)["detail"]
    check("no length of time" in refused(train="5 years"))
    check("hold no window" in refused(train="20y"))
    check("leaves out days" in refused(step="1y"))
    check("window 1: " in refused(train="6mo") and "history_required" in refused(train="6mo"))
    check("5furlongs" in refused(commission="5furlongs"))
    check("size" in refused(size=3) and "capital" in refused(capital=-1))
    check("BID_ASK" in start(backend, status=404, slippage="measured")["detail"])
    check(start(backend, status=404, symbol="NOPE")["code"] == "not_found")
    check(backend.get("/operations")["total"] == 0)
    backend.get(f"{START}/op_1", status=404)


@test
def models_take_turns_in_a_backtest_of_one_s_own(folder, backend):
    load(backend, folder)
    windows = [w for w in ended(backend)["windows"] if w.get("model_id")]
    turns = [{"model": windows[0]["model_id"], "start_date": windows[-1]["test_start"]}]
    body = {"strategy_text": STRATEGY, "turns": turns}
    id = backend.expect(202, "POST", "/backtests", body)["id"]
    check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
    alone = {**body, "model": turns[0]["model"], "start_date": turns[0]["start_date"]}
    del alone["turns"]
    other = backend.expect(202, "POST", "/backtests", alone)["id"]
    check(backend.wait_for(other)["state"] == "completed")
    trades = [[{**t} for t in backend.get(f"/backtests/{i}/trades")["items"]] for i in (id, other)]
    check(trades[0] == trades[1] and trades[0], "one turn is one model")
    for wrong, said in (([*turns, *turns], "not after"), ([{"start_date": turns[0]["start_date"]}], "no turn has a model"),
                        ([{"model": "nope", "start_date": "2020-01-01"}], "no model 'nope'")):
        problem = backend.request("POST", "/api/v1/backtests", {**body, "turns": wrong})[2]
        check(said in problem["detail"], str(problem))
    check("not both" in backend.request("POST", "/api/v1/backtests", {**body, "model": turns[0]["model"]})[2]["detail"])


@test
def the_command_line_shows_windows_and_the_whole(folder, backend):
    load(backend, folder)
    file = folder / "steps.yaml"
    file.write_text(STRATEGY)
    done = backend.ktrdr("backtest", "walk-forward", file, "--train", "18mo", "--test", "6mo")
    check(done.status == 0 and "LEARNS FROM" in done.out and "verdict: " in done.out, done.out + done.err)
    command = next(line for line in done.out.splitlines() if "--html" in line).split()[1:]
    html = folder / "walk.html"
    check(backend.ktrdr(*command[:-1], html).status == 0 and b"<svg" in html.read_bytes())
    told = backend.ktrdr("--json", "backtest", "walk-forward", file, "--train", "18mo", "--test", "6mo").json
    check(told["train"] == "18mo" and told["step"] == "6mo" and len(told["windows"]) >= 4, str(told)[:200])


main()
