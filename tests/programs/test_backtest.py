"""Backtests from the command to the verdict: over the real daemon, its worker, its store."""
import json
import re
from backtests import API, STRATEGY, gapped_csv, load, parts, run, train
from programs import bars_csv, check, extra, main, test

def signals(**by_day):
    return "timestamp,signal\n" + "".join(f"{day[1:].replace('_', '-')},{what}\n" for day, what in by_day.items())


@test
def a_model_is_traded_over_its_test_part_and_the_sum_of_its_trades_is_the_change_of_equity(backend, folder):
    load(backend, folder)
    train(backend, folder)
    model = backend.request("GET", "/api/v1/models")[2]["items"][0]["id"]
    test_part = backend.request("GET", f"/api/v1/models/{model}")[2]["test_part"]
    operation = run(backend, {"strategy_text": STRATEGY})
    check(operation["state"] == "completed", str(operation.get("error")))
    check(operation["request"]["model"] == model)
    check(operation["request"]["start_date"] == test_part["start"][:10])
    result, trades, equity = parts(backend, operation["id"])
    check(result["start"] == test_part["start"] and result["in_sample_bars"] == 0)
    check(result["bars"] == len(equity["timestamp"]) == len(equity["equity"]) == len(equity["exposure"]))
    check(trades["total"] == len(trades["items"]) == result["performance"]["trades"] > 0)
    net = sum(trade["net"] for trade in trades["items"])
    check(abs(net - (result["final_equity"] - result["capital"])) < 0.005, f"{net} {result['final_equity']}")
    check(equity["equity"][-1] == result["final_equity"])
    for trade in trades["items"]:
        parts_of_net = trade["gross"] - trade["commission"] - trade["fees"] - trade["borrow"] + trade["dividends"]
        check(abs(parts_of_net - trade["net"]) < 1e-6)
        check(trade["exit_time"] >= trade["entry_time"] >= result["start"] and trade["confidence"] > 1 / 3)
    check("buy_and_hold" in result and len(result["cost_stress"]) == 4 and result["verdict"]["text"])
    check(any("no dividends" in note for note in result["notes"]))
    check(backend.request("GET", f"/api/v1/operations/{operation['id']}/result")[2] == result)
    listed = backend.request("GET", API)[2]
    check(listed["total"] == 1 and listed["items"][0]["id"] == operation["id"])
    check(listed["items"][0]["total_return"] == result["performance"]["total_return"])


@test
def the_same_request_gives_the_same_bits(backend, folder):
    load(backend, folder)
    train(backend, folder)
    results = []
    for _ in range(2):
        results.append(parts(backend, run(backend, {"strategy_text": STRATEGY})["id"]))
        for part in results[-1]:
            del part["id"]
        del results[-1][0]["created_at"]
    check(results[0] == results[1], "a rerun differs")


@test
def what_comes_later_changes_nothing_before(backend, folder):
    load(backend, folder)
    train(backend, folder)
    whole = run(backend, {"strategy_text": STRATEGY})
    result, trades, equity = parts(backend, whole["id"])
    middle = equity["timestamp"][len(equity["timestamp"]) // 2]
    short = run(backend, {"strategy_text": STRATEGY, "end_date": middle[:10]})
    _, fewer, shorter = parts(backend, short["id"])
    check(shorter["timestamp"][-1] == middle)
    n = len(shorter["timestamp"]) - 1       # in the last bar what was held is sold
    check(shorter["equity"][:n] == equity["equity"][:n])
    ended = [trade for trade in fewer["items"] if trade["exit_reason"] != "end"]
    check(len(ended) > 0 and ended == trades["items"][:len(ended)])


@test
def given_signals_trade_at_the_next_open_as_on_paper(backend, folder):
    rows = [("2024-01-02", 10, 11, 9, 10), ("2024-01-03", 10.5, 12, 10, 11), ("2024-01-04", 11.5, 13, 11, 12),
            ("2024-01-05", 12.5, 14, 12, 13), ("2024-01-08", 13.5, 14, 13, 14)]
    text = "timestamp,open,high,low,close,volume\n" + "".join("%s,%s,%s,%s,%s,100\n" % row for row in rows)
    load(backend, folder, "PAPER", text)
    body = {"symbol": "PAPER", "timeframe": "1d", "capital": 10000, "commission": "none", "slippage": "none",
            "signals": signals(d2024_01_02="BUY", d2024_01_04="SELL"), "signals_label": "mine.csv"}
    operation = run(backend, body)
    check(operation["state"] == "completed", str(operation.get("error")))
    result, trades, equity = parts(backend, operation["id"])
    check(result["signals_label"] == "mine.csv" and "model_id" not in result)
    trade = trades["items"][0]
    # A quarter of 10 000 at the close of 10 is 250; bought at 10.5, sold at 12.5.
    check((trade["quantity"], trade["entry_price"], trade["exit_price"], trade["net"]) == (250, 10.5, 12.5, 500), str(trade))
    check((trade["entry_time"], trade["exit_time"]) == ("2024-01-03T00:00:00Z", "2024-01-05T00:00:00Z"), str(trade))
    check(equity["equity"] == [10000, 10125, 10375, 10500, 10500], str(equity["equity"]))
    with_costs = run(backend, {**body, "commission": "0.01/share", "slippage": "100bp"})
    trade = parts(backend, with_costs["id"])[1]["items"][0]
    check(abs(trade["entry_price"] - 10.605) < 1e-9 and abs(trade["exit_price"] - 12.375) < 1e-9, str(trade))
    check(abs(trade["commission"] - 5) < 1e-9 and abs(trade["net"] - (250 * 1.77 - 5)) < 1e-6, str(trade))


@test
def what_cannot_work_is_refused_before_there_is_an_operation(backend, folder):
    load(backend, folder)
    load(backend, folder, "HOURS", bars_csv(400, step=3600), "-t", "1h")
    status, _, problem = backend.request("POST", API, {"strategy_text": STRATEGY})
    check(status == 404 and "train" in problem["suggestion"], str(problem))
    train(backend, folder)
    before = backend.request("GET", "/api/v1/operations?type=backtest")[2]["total"]
    given = signals(d2015_01_05="BUY")
    for body, wanted, word in [
        ({}, 422, "neither a strategy"),
        ({"strategy": "unknown"}, 404, "unknown"),
        ({"strategy": "../../etc/passwd"}, 422, "name"),
        ({"strategy_text": "name: x\n"}, 422, ""),
        ({"strategy_text": STRATEGY, "nonsense": 1}, 422, "nonsense"),
        ({"strategy_text": STRATEGY, "symbol": "NOPE"}, 404, "NOPE"),
        ({"strategy_text": STRATEGY, "model": "nope"}, 404, "nope"),
        ({"strategy_text": STRATEGY, "overrides": ["indicators.fast.period=6"]}, 404, "train"),
        ({"strategy_text": STRATEGY, "timeframe": "1h"}, 404, "train"),
        ({"strategy_text": STRATEGY, "commission": "0.001"}, 422, "unit"),
        ({"strategy_text": STRATEGY, "slippage": "much"}, 422, "much"),
        ({"strategy_text": STRATEGY, "capital": 0}, 422, "capital"),
        ({"strategy_text": STRATEGY, "size": 1.5}, 422, "size"),
        ({"strategy_text": STRATEGY, "periods_per_year": 0}, 422, "periods-per-year"),
        ({"strategy_text": STRATEGY, "start_date": "yesterday"}, 422, "yesterday"),
        ({"strategy_text": STRATEGY, "start_date": "2030-01-01"}, 422, "2030-01-01"),
        ({"strategy_text": STRATEGY, "start_date": "2018-01-01", "end_date": "2017-01-01"}, 422, "2018-01-01"),
        ({"signals": given}, 422, "symbol"),
        ({"signals": given, "symbol": "WALK", "timeframe": "1d", "strategy_text": STRATEGY}, 422, "signals"),
        ({"signals": given, "symbol": "HOURS", "timeframe": "1h"}, 422, "--periods-per-year"),
        ({"signals": "", "symbol": "WALK", "timeframe": "1d"}, 422, ""),
        ({"signals": signals(d1999_01_05="BUY"), "symbol": "WALK", "timeframe": "1d"}, 422, "1999-01-05"),
    ]:
        status, _, problem = backend.request("POST", API, body)
        check(status == wanted and word in json.dumps(problem), f"{body}: {status} {problem}")
    check(backend.request("GET", "/api/v1/operations?type=backtest")[2]["total"] == before)


@test
def a_model_of_other_features_is_refused(backend, folder):
    load(backend, folder)
    train(backend, folder, "--set", "indicators.fast.period=9")
    model = backend.request("GET", "/api/v1/models")[2]["items"][0]["id"]
    status, _, problem = backend.request("POST", API, {"strategy_text": STRATEGY, "model": model})
    check(status == 422 and "other features" in problem["detail"], str(problem))
    overridden = run(backend, {"strategy_text": STRATEGY, "overrides": ["indicators.fast.period=9"]})
    check(overridden["state"] == "completed" and overridden["request"]["model"] == model)


@test
def bars_the_model_has_seen_are_counted_and_are_no_evidence(backend, folder):
    load(backend, folder)
    train(backend, folder)
    operation = run(backend, {"strategy_text": STRATEGY, "start_date": "2016-01-01"})
    result = parts(backend, operation["id"])[0]
    check(0 < result["in_sample_bars"] < result["bars"])
    check(any("in-sample" in warning for warning in result["warnings"]), str(result["warnings"]))
    check(not result["verdict"]["is_evidence"] and "in-sample" in result["verdict"]["text"])
    early = run(backend, {"strategy_text": STRATEGY, "start_date": "2015-01-01", "end_date": "2015-01-10"})
    check(early["state"] == "failed" and "warm-up" in early["error"]["detail"], str(early))


@test
def every_distinct_backtest_is_a_trial_and_a_repeat_is_none(backend, folder):
    load(backend, folder)
    train(backend, folder)
    counts = []
    for overrides in ([], [], ["decisions.confidence_threshold=0.4"], ["decisions.stop_loss=2%"], []):
        operation = run(backend, {"strategy_text": STRATEGY, "overrides": overrides})
        counts.append(parts(backend, operation["id"])[0]["verdict"]["trials"])
    check(counts == [1, 1, 2, 3, 3], str(counts))


@test
def decisions_come_from_the_strategy(backend, folder):
    load(backend, folder)
    train(backend, folder)
    stopped = run(backend, {"strategy_text": STRATEGY, "overrides": ["decisions.stop_loss=1%"]})
    reasons = [trade["exit_reason"] for trade in parts(backend, stopped["id"])[1]["items"]]
    check("stop" in reasons, str(reasons))
    long_only = run(backend, {"strategy_text": STRATEGY, "overrides": ["decisions.allow_short_from_flat=false"]})
    check({trade["side"] for trade in parts(backend, long_only["id"])[1]["items"]} == {"long"})
    sure = run(backend, {"strategy_text": STRATEGY, "overrides": ["decisions.confidence_threshold=1"]})
    result, trades, _ = parts(backend, sure["id"])
    check(trades["items"] == [] and result["performance"]["trades"] == 0)
    check(any("no trade" in warning for warning in result["warnings"]), str(result))


@test
def stale_opens_fill_at_the_close_and_are_told(backend, folder):
    rows, price = ["timestamp,open,high,low,close,volume"], 100.0
    for line in gapped_csv(600, start="2014-06-01").splitlines()[1:]:
        day, open_, high, low, close, volume = line.split(",")
        if day.startswith("2015"):
            open_ = price
            high, low = max(float(high), open_), min(float(low), open_)
        price = float(close)
        rows.append(f"{day},{open_},{high},{low},{close},{volume}")
    load(backend, folder, "OLD", "\n".join(rows) + "\n", "-t", "1d", "--type", "IND")
    operation = run(backend, {"symbol": "OLD", "timeframe": "1d", "slippage": "none",
                              "signals": signals(d2015_03_02="BUY", d2015_03_10="SELL")})
    result, trades, _ = parts(backend, operation["id"])
    close = {row.split(",")[0][:10]: float(row.split(",")[4]) for row in rows[1:]}
    check(trades["items"][0]["entry_price"] == close["2015-03-03"], str(trades))
    check(trades["items"][0]["exit_price"] == close["2015-03-11"], str(trades))
    check(result["stale_fills"] == 2 and any("2015" in w and "stale" in w for w in result["warnings"]))
    check(not any("2014" in w for w in result["warnings"]), str(result["warnings"]))
    check(any("index is not tradable" in note for note in result["notes"]), str(result["notes"]))


@test
def what_is_not_there_is_not_found_with_what_to_do(backend, folder):
    for path in ("", "/trades", "/equity"):
        status, _, problem = backend.request("GET", f"{API}/op_nothing{path}")
        check(status == 404 and problem["suggestion"] == "ktrdr backtest list", str(problem))
    load(backend, folder)
    train(backend, folder)
    training = backend.request("GET", "/api/v1/operations")[2]["items"][0]["id"]
    check(backend.request("GET", f"{API}/{training}")[0] == 404)
    failed = run(backend, {"strategy_text": STRATEGY, "start_date": "2015-01-01", "end_date": "2015-01-10"})
    status, _, problem = backend.request("GET", f"{API}/{failed['id']}/trades")
    check(status == 404 and "failed" in problem["detail"] and "operations status" in problem["suggestion"], str(problem))


@test
def results_outlive_the_daemon(backend, folder):
    load(backend, folder)
    train(backend, folder)
    id = run(backend, {"strategy_text": STRATEGY})["id"]
    before = parts(backend, id)
    backend.kill()
    backend.start()
    check(parts(backend, id) == before)
    check(not list((backend.data / "backend" / "sessions").glob("*")), "a session's folder was left")


@test
def the_report_says_what_a_trader_must_know(backend, folder):
    load(backend, folder)
    strategy = train(backend, folder)
    done = backend.ktrdr("backtest", "run", strategy, env={"NO_COLOR": "1"})
    check(done.status == 0, done.err)
    for word in ("BUY AND HOLD", "buy and hold by", "commission 5bp of the value", "slippage 2bp of the price", "COSTS",
                 "largest drawdown", "mean exposure", "no dividends", "verdict:", "draws"):
        check(word in done.out, f"no '{word}' in:\n{done.out}")
    id = re.search(r"op_\w+", done.out + done.err).group()
    check(backend.ktrdr("backtest", "show", id, env={"NO_COLOR": "1"}).out == done.out)
    shown = backend.ktrdr("backtest", "show", id, "--trades")
    check(len(shown.out.splitlines()) == 1 + backend.request("GET", f"{API}/{id}/trades")[2]["total"], shown.out)
    check(json.loads(backend.ktrdr("--json", "backtest", "show", id).out)["id"] == id)
    check(id in backend.ktrdr("backtest", "list").out)
    check(backend.ktrdr("backtest", "show", "op_nothing").status == 3)
    late = backend.ktrdr("backtest", "run", strategy, "--start-date", "2030-01-01")
    check(late.status == 2 and "2030-01-01" in late.err, late.err)


@test
def the_index_runs_from_its_file_to_a_verdict(backend, folder):
    file = extra("data/SPX_1d.csv")
    strategy = folder / "signals.csv"
    days = [line.split(",")[0][:10] for line in file.read_text().splitlines()[1:]]
    strategy.write_text("timestamp,signal\n" + "".join(f"{day},{'SELL' if i % 2 else 'BUY'}\n"
                                                       for i, day in enumerate(days[::40])))
    done = backend.ktrdr("data", "import", file, "--symbol", "SPX", "-t", "1d", "--type", "IND")
    check(done.status == 0, done.err)
    done = backend.ktrdr("backtest", "run", "--signals", strategy, "--symbol", "SPX", "-t", "1d", env={"NO_COLOR": "1"})
    check(done.status == 0 and "stale opens in" in done.out and "an index is not tradable" in done.out, done.out + done.err)


@test
def finished_ones_are_listed_in_pages(backend, folder):
    load(backend, folder)
    text = signals(_2016_01_04="BUY", _2016_06_01="SELL")
    ids = [run(backend, {"signals": text, "signals_label": f"{n}.csv", "symbol": "WALK", "timeframe": "1d"})["id"]
           for n in range(5)][::-1]
    got, after = [], ""
    while True:
        page = backend.request("GET", f"{API}?limit=2{after}")[2]
        check(page["total"] == 5 and len(page["items"]) <= 2, str(page))
        got += [one["id"] for one in page["items"]]
        if not page["next"]:
            break
        after = f"&after={page['next']}"
    check(got == ids, f"{got} {ids}")
    for wrong in ("limit=0", "limit=1001", "limit=x", "first=1"):
        check(backend.request("GET", f"{API}?{wrong}")[0] == 422, wrong)
    shown = backend.ktrdr("backtest", "list", "--limit", "2").out
    check(ids[1] in shown and ids[2] not in shown and f"2 of 5; --limit shows more, --after {ids[1]} the next" in shown, shown)
    shown = backend.ktrdr("backtest", "list", "--limit", "3", "--after", ids[1]).out
    check(ids[4] in shown and ids[1] not in shown and "--after" not in shown, shown)


main()
