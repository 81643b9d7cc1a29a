"""What a strategy is proved by: the look-ahead check, the coverage of its sets, and the why of one bar."""
import json
import re
from xml.etree import ElementTree
from backtests import API, STRATEGY, gapped_csv, load, parts, run, train
from programs import bars_csv, check, main, test

NARROW = STRATEGY.replace("low: [0, 20, 45]", "low: [0, 5, 10]\n    never: [200, 210, 220]")


@test
def a_strategy_is_proved_to_see_no_future(backend, folder):
    load(backend, folder)
    file = folder / "steps.yaml"
    file.write_text(STRATEGY)
    told = backend.ktrdr("strategies", "check", file, "--symbol", "walk", "--probes", "3", "--json")
    check(told.status == 0, told.err)
    result = json.loads(told.out)
    check(result["is_clean"] and result["leaks"] == [] and result["n_found"] == 0)
    check(result["symbol"] == "WALK" and result["probes"] == 3 and result["runs"] == 9)
    check(result["feature_values"] > 1000 and result["label_values"] > 1000 and result["decision_values"] > 1000)
    people = backend.ktrdr("strategies", "check", file)
    check(people.status == 0 and "no look-ahead" in people.out and "24 runs" in people.out, people.out + people.err)
    wrong = backend.ktrdr("strategies", "check", file, "--probes", "0")
    check(wrong.status == 2 and "probes" in wrong.err, wrong.err)
    missing = backend.ktrdr("strategies", "check", file, "-s", "NONE")
    check(missing.status != 0 and "NONE" in missing.err, missing.err)


@test
def learnt_scales_are_part_of_the_proof(backend, folder):
    load(backend, folder)
    file = folder / "scaled.yaml"
    file.write_text(STRATEGY.replace("nn_inputs:\n", "nn_inputs:\n  - {raw_indicator: swing, normalization: zscore}\n"))
    result = json.loads(backend.ktrdr("strategies", "check", file, "--json").out)
    check(result["is_clean"] and result["scale_values"] > 0)


@test
def holes_between_the_sets_are_found_before_training(backend, folder):
    load(backend, folder)
    file = folder / "narrow.yaml"
    file.write_text(NARROW)
    told = backend.ktrdr("strategies", "features", file, "--coverage", "--json")
    check(told.status == 0, told.err)
    result = json.loads(told.out)
    speed = next(item for item in result["sets"] if item["name"] == "speed")
    check(speed["in_none"] > 0.2 and not speed["is_ruspini"] and speed["dead_zones"])
    check(any("dead zone" in text and "speed" in text for text in result["warnings"]), str(result["warnings"]))
    check(any("'never' of 'speed' is never reached" in text for text in result["warnings"]))
    people = backend.ktrdr("strategies", "features", file, "--coverage")
    check("IN NONE" in people.out and "warning" in people.out, people.out)
    alone = backend.ktrdr("strategies", "features", file, "--symbol", "WALK")
    check(alone.status == 2 and "--coverage" in alone.err, alone.err)


@test
def one_bar_is_told_from_its_features_to_its_fill(backend, folder):
    load(backend, folder)
    train(backend, folder)
    id = run(backend, {"strategy_text": STRATEGY})["id"]
    _, trades, equity = parts(backend, id)
    trade = trades["items"][0]
    entry = equity["timestamp"].index(trade["entry_time"])
    decided = equity["timestamp"][entry - 1]
    why = json.loads(backend.ktrdr("backtest", "why", id, "--at", decided, "--json").out)
    check(why["time"] == decided and why["equity"] == equity["equity"][entry - 1])
    check(why["answer"] == {"long": "BUY", "short": "SELL"}[trade["side"]] and why["confidence"] == trade["confidence"])
    check(abs(why["buy"] + why["hold"] + why["sell"] - 1) < 1e-6)
    fill = why["next_bar"][0]
    check(fill["what"] == "entry" and fill["price"] == trade["entry_price"] and fill["quantity"] == trade["quantity"])
    check(why["order"] in ("buy", "sell") and "next open" in why["decision"])
    check(len(why["features"]) == 6 and all("raw" in feature for feature in why["features"]))
    low = next(feature for feature in why["features"] if feature["name"] == "1d_speed_low")
    triangle = max(0, min(low["raw"] / 20, (45 - low["raw"]) / 25))
    check(abs(low["value"] - triangle) < 1e-5, str(low))
    people = backend.ktrdr("backtest", "why", id, "--at", decided[:10])
    check("next bar" in people.out and "decision" in people.out, people.out + people.err)
    early = backend.ktrdr("backtest", "why", id, "--at", "1901-01-01")
    check(early.status == 3 or "no bar" in early.err, early.err)


@test
def the_html_report_stands_on_its_own(backend, folder):
    load(backend, folder)
    train(backend, folder)
    id = run(backend, {"strategy_text": STRATEGY})["id"]
    file = folder / "report.html"
    done = backend.ktrdr("backtest", "report", id, "--html", file)
    check(done.status == 0 and str(file) in done.out, done.err)
    text = file.read_text()
    for word in ("http:", "https:", "<script", "src=", "@import", "url("):
        check(word not in text, word)
    for word in ("prefers-color-scheme:dark", "Verdict: ", "Equity", "Drawdown", "Months", "Costs", "Evidence", "Fuzzy sets",
                 "speed", "validation loss", "became the model", "buy and hold"):
        check(word in text, word)
    _, trades, _ = parts(backend, id)
    check(text.count('class="mark ') == 2 * trades["total"] + 1, str(text.count('class="mark ')))
    check("nan" not in text.lower().replace("finance", "") and ">inf" not in text)
    check(ElementTree.fromstring(re.search("<svg.*?</svg>", text, re.S).group(0)).tag == "svg")
    nowhere = backend.ktrdr("backtest", "report", id)
    check(nowhere.status == 2 and "--html" in nowhere.err, nowhere.err)
    backend.request("DELETE", f"/api/v1/models/{backend.request('GET', '/api/v1/models')[2]['items'][0]['id']}")
    check(backend.ktrdr("data", "delete", "WALK", "-t", "1d", "--yes").status == 0)
    check(backend.ktrdr("backtest", "report", id, "--html", file).status == 0)
    check("Fuzzy sets" not in file.read_text() and "the price is not drawn" in file.read_text())


@test
def the_why_of_bars_that_are_no_more_is_refused(backend, folder):
    load(backend, folder)
    train(backend, folder)
    id = run(backend, {"strategy_text": STRATEGY})["id"]
    _, _, equity = parts(backend, id)
    day = equity["timestamp"][5][:10]
    check(backend.request("GET", f"{API}/{id}/why?at={day}")[0] == 200)
    check(backend.ktrdr("data", "delete", "WALK", "-t", "1d", "--yes").status == 0)
    load(backend, folder, text=gapped_csv(1500, seed=99))
    status, _, error = backend.request("GET", f"{API}/{id}/why?at={day}")
    check(status == 409 and "hash" in json.dumps(error), f"{status} {error}")


@test
def the_why_of_other_bars_for_its_features_is_refused_too(backend):
    text = STRATEGY.replace("{timeframe: 1d}", "{timeframes: [1d, 1w]}")
    weeks = lambda seed: bars_csv(300, start="2008-01-07", seed=seed, step=7 * 86400)
    backend.import_bars("WALK", text=bars_csv(1500, start="2009-01-05"))
    backend.import_bars("WALK", timeframe="1w", text=weeks(3))
    check(backend.wait_for(backend.train(text)["id"])["state"] == "completed")
    id = run(backend, {"strategy_text": text})["id"]
    result, _, equity = parts(backend, id)
    check([item["timeframe"] for item in result["inputs"]] == ["1d", "1w"], str(result.get("inputs")))
    day = equity["timestamp"][5][:10]
    check(backend.request("GET", f"{API}/{id}/why?at={day}")[0] == 200)
    check(backend.ktrdr("data", "delete", "WALK", "-t", "1w", "--yes").status == 0)
    backend.import_bars("WALK", timeframe="1w", text=weeks(4))
    status, _, error = backend.request("GET", f"{API}/{id}/why?at={day}")
    check(status == 409 and "1w bars" in error["detail"], f"{status} {error}")


@test
def the_proof_before_a_training_changes_no_bit_of_the_model(backend, folder):
    load(backend, folder)
    train(backend, folder)
    first = backend.request("GET", "/api/v1/models")[2]["items"][0]["id"]
    train(backend, folder, "--set", "training.lookahead_check=false")
    models = backend.request("GET", "/api/v1/models")[2]["items"]
    losses = {model["validation_loss"] for model in models}
    check(first in {model["id"] for model in models} and len(losses) == 1, str(models))


main()
