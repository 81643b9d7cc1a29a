"""Backtests of several symbols with one account; sizes, limits, hours and measured slippage: from the command on."""
import datetime
import json
import re
from backtests import API, STRATEGY, gapped_csv, load, parts, run
from programs import bars_csv, check, main, test

SYMBOLS = ("AAA", "BBB", "CCC")
SEVERAL = STRATEGY.replace("symbols: {symbol: WALK}", "symbols: {symbols: [AAA, BBB, CCC]}")


def train_several(backend, folder):
    for seed, symbol in enumerate(SYMBOLS, 3):
        load(backend, folder, symbol, gapped_csv(900, seed=seed), "-t", "1d", "--type", "STK")
    file = folder / "steps.yaml"
    file.write_text(SEVERAL)
    done = backend.ktrdr("--quiet", "models", "train", file)
    check(done.status == 0, done.err)
    return file


def paper(backend, folder, symbol="PAPER", rows=None, *words):
    rows = rows or [("2024-01-02", 10, 11, 9, 10, 1000), ("2024-01-03", 10.5, 12, 10, 11, 1000),
                    ("2024-01-04", 11.5, 13, 11, 12, 400), ("2024-01-05", 12.5, 14, 12, 13, 200),
                    ("2024-01-08", 13.5, 14, 13, 14, 1000)]
    text = "timestamp,open,high,low,close,volume\n" + "".join("%s,%s,%s,%s,%s,%s\n" % row for row in rows)
    load(backend, folder, symbol, text, *(words or ("-t", "1d")))
    return {"symbol": symbol, "timeframe": "1d", "capital": 10000, "commission": "none", "slippage": "none",
            "signals_label": "mine.csv"}


@test
def a_strategy_of_several_symbols_is_one_portfolio_with_one_account(backend, folder):
    train_several(backend, folder)
    operation = run(backend, {"strategy_text": SEVERAL})
    check(operation["state"] == "completed", str(operation.get("error")))
    check(operation["request"]["symbols"] == list(SYMBOLS), str(operation["request"]))
    result, trades, equity = parts(backend, operation["id"])
    check(result["symbol"] == "AAA +2" and [s["symbol"] for s in result["by_symbol"]] == list(SYMBOLS))
    check({t["symbol"] for t in trades["items"]} == set(SYMBOLS))
    change = result["final_equity"] - result["capital"]
    check(abs(sum(t["net"] for t in trades["items"]) - change) < 0.005)
    check(abs(sum(s["net"] for s in result["by_symbol"]) - change) < 0.005)
    for s in result["by_symbol"]:
        own = [t for t in trades["items"] if t["symbol"] == s["symbol"]]
        check(s["trades"] == len(own) and abs(s["contribution"] - s["net"] / result["capital"]) < 1e-9)
    check(len(equity["equity"]) == result["bars"] == result["by_symbol"][0]["bars"])
    mean = sum(s["buy_and_hold"] for s in result["by_symbol"]) / 3
    check(abs(result["buy_and_hold"]["total_return"] - mean) < 1e-9, f"{result['buy_and_hold']} {mean}")
    check(any("today's survivors only" in w for w in result["warnings"]), str(result["warnings"]))
    check(result["verdict"]["text"] and len(result["cost_stress"]) == 4)
    alone = run(backend, {"strategy_text": SEVERAL, "symbol": "BBB"})
    check("by_symbol" not in parts(backend, alone["id"])[0])
    listed = run(backend, {"strategy_text": SEVERAL, "symbols": ["BBB"]})
    check(parts(backend, listed["id"])[2]["equity"] == parts(backend, alone["id"])[2]["equity"])
    again = run(backend, {"strategy_text": SEVERAL, "symbols": ["CCC", "AAA"]})
    check([s["symbol"] for s in parts(backend, again["id"])[0]["by_symbol"]] == ["CCC", "AAA"])
    # Each was another trial on BBB or on the others; a repeat is none.
    counts = [parts(backend, run(backend, {"strategy_text": SEVERAL, **more})["id"])[0]["verdict"]["trials"]
              for more in ({}, {"symbol": "BBB"}, {"symbols": ["CCC", "AAA"]})]
    check(counts[0] == counts[2] >= 2 and counts[1] >= 2, str(counts))


@test
def no_more_is_bought_than_cash_and_limits_allow(backend, folder):
    train_several(backend, folder)
    price = {symbol: {row.split(",")[0]: float(row.split(",")[1]) for row in
                      (folder / f"{symbol}.csv").read_text().splitlines()[1:]} for symbol in SYMBOLS}
    for more, most_of_one, most_at_once, most_gross in (
            ({"size": 0.9}, 1, 3, 1), ({"max_positions": 1}, 1, 1, 1), ({"size": 0.5, "max_gross": 0.6}, 1, 3, 0.6),
            ({"max_symbol": 0.1}, 0.1, 3, 1)):
        result, trades, equity = parts(backend, run(backend, {"strategy_text": SEVERAL, **more})["id"])
        check(trades["total"] > 5, str(more))
        value = dict(zip(equity["timestamp"], equity["equity"]))
        for t in trades["items"]:
            at = t["entry_time"]
            held = [o for o in trades["items"] if o["entry_time"] <= at < o["exit_time"]]
            check(len(held) <= most_at_once, f"{more} {held}")
            before = max((v for v in value if v < at), default=at)
            check(t["value"] <= 1.02 * most_of_one * value[before], f"{more} {t}")
            gross = sum(o["quantity"] * price[o["symbol"]][at] for o in held)
            check(gross <= 1.05 * most_gross * value[before] or most_gross == 1, f"{more} {gross} {value[before]} {held}")
            realised = result["capital"] + sum(o["net"] for o in trades["items"] if o["exit_time"] <= at)
            check(sum(o["value"] for o in held) <= realised + 1, f"{more} {realised} {held}")
    check(any("limit of exposure" in note for note in parts(backend, run(
        backend, {"strategy_text": SEVERAL, "max_positions": 1})["id"])[0]["notes"]))


@test
def what_makes_no_sense_of_several_is_refused(backend, folder):
    train_several(backend, folder)
    for body, word in (({"symbols": ["AAA", "AAA"]}, "twice"), ({"symbols": ["AAA"], "symbol": "BBB"}, "not both"),
                       ({"symbols": ["AAA", "ZZZ"]}, "ZZZ"), ({"symbols": ["AAA", "../x"]}, "../x"),
                       ({"sizing": "much"}, "much"), ({"sizing": "volatility", "size": 12}, "volatility"),
                       ({"max_gross": 1.5}, "most_gross"), ({"volume_share": 2}, "volume_share"),
                       ({"max_positions": -1}, "max_positions"), ({"entry_hours": "9-5"}, "9-5"),
                       ({"entry_hours": "09:30-16:00"}, "1d"), ({"slippage": "measured"}, "BID_ASK")):
        status, _, problem = backend.request("POST", API, {"strategy_text": SEVERAL, **body})
        check(status in (404, 422) and word in json.dumps(problem), f"{body}: {status} {problem}")


@test
def measures_do_not_depend_on_the_order_of_the_symbols(backend, folder):
    rows = bars_csv(24 * 90, step=3600, seed=5).splitlines()
    hours = [row for row in rows[1:] if datetime.datetime.fromisoformat(row[:10]).weekday() < 5 and row[11:13] < "21"]
    load(backend, folder, "COIN", bars_csv(24 * 90, step=3600, seed=4), "-t", "1h", "--calendar", "crypto")
    load(backend, folder, "PAIR", "\n".join([rows[0], *hours]) + "\n", "-t", "1h", "--calendar", "fx")
    strategy = SEVERAL.replace("[AAA, BBB, CCC]", "[COIN, PAIR]").replace("timeframe: 1d", "timeframe: 1h")
    file = folder / "hours.yaml"
    file.write_text(strategy)
    done = backend.ktrdr("--quiet", "models", "train", file)
    check(done.status == 0, done.err)
    said = [parts(backend, run(backend, {"strategy_text": strategy, "symbols": symbols, "size": 0.2})["id"])[0]
            for symbols in (["COIN", "PAIR"], ["PAIR", "COIN"])]
    one, other = (result["performance"] for result in said)
    check(one["trades"] > 5 and said[0]["periods_per_year"] == 365)
    for name in ("net", "sharpe", "sortino", "volatility", "active_sharpe", "mean_exposure"):
        check(abs(one[name] - other[name]) <= 1e-9 * abs(one[name]), f"{name}: {one[name]} {other[name]}")


@test
def why_and_the_reports_tell_the_symbols_apart(backend, folder):
    strategy = train_several(backend, folder)
    done = backend.ktrdr("backtest", "run", strategy, "--symbols", "AAA,BBB,CCC", env={"NO_COLOR": "1"})
    check(done.status == 0, done.err)
    for word in ("AAA +2", "CONTRIBUTION", "today's survivors only", "25 % of equity"):
        check(word in done.out, f"no '{word}' in:\n{done.out}")
    id = re.search(r"op_\w+", done.out).group()
    trades = backend.request("GET", f"{API}/{id}/trades")[2]["items"]
    shown = backend.ktrdr("backtest", "show", id, "--trades").out
    check("SYMBOL" in shown and all(symbol in shown for symbol in SYMBOLS))
    days = backend.request("GET", f"{API}/{id}/equity")[2]["timestamp"]
    for symbol in SYMBOLS:
        trade = next(t for t in trades if t["symbol"] == symbol)
        decided = days[days.index(trade["entry_time"]) - 1]
        why = backend.request("GET", f"{API}/{id}/why?at={decided}&symbol={symbol}")[2]
        check(why["symbol"] == symbol and why["answer"] == ("BUY" if trade["side"] == "long" else "SELL"), str(why))
        check([f["price"] for f in why["next_bar"] if f["what"] == "entry"] == [trade["entry_price"]], str(why))
        check(why["features"] and why["confidence"] == trade["confidence"])
    none = backend.ktrdr("backtest", "why", id, "--at", days[5][:10])
    check(none.status == 2 and "AAA, BBB, CCC" in none.err, none.err)
    check("BBB 1d" in backend.ktrdr("backtest", "why", id, "--at", days[5][:10], "--symbol", "BBB").out)
    check(backend.request("GET", f"{API}/{id}/why?at={days[5]}&symbol=ZZZ")[0] == 422)
    file = folder / "report.html"
    done = backend.ktrdr("backtest", "report", id, "--html", file)
    html = file.read_text()
    check(done.status == 0 and all(f"<h3>{symbol}</h3>" in html for symbol in SYMBOLS) and "contribution" in html)
    check("not those of the backtest" not in html)


@test
def sizes_come_from_the_strategy_or_the_command(backend, folder):
    body = paper(backend, folder)
    text = "timestamp,signal\n2024-01-02,BUY\n"
    trade = parts(backend, run(backend, {**body, "signals": text, "sizing": "amount", "size": 3000})["id"])[1]["items"][0]
    check(trade["quantity"] == 300, str(trade))
    result, trades, _ = parts(backend, run(backend, {**body, "signals": text, "volume_share": 0.1})["id"])
    # 100 of the 1000 of the next bar, in place of 250.
    check(trades["items"][0]["quantity"] == 100 and any("10 % of a bar's volume: 1 entries" in n for n in result["notes"]))
    low = run(backend, {**body, "signals": text, "sizing": "volatility", "size": 0.1})
    check(any("volatility not known" in n for n in parts(backend, low["id"])[0]["notes"]), "four bars have no volatility")
    strategy = train_several(backend, folder)
    strategy.write_text(SEVERAL + "  sizing: {method: volatility, target_volatility: 10%, volatility_window: 20}\n"
                                  "  limits: {max_symbol: 30%, max_positions: 2}\n")
    done = backend.ktrdr("backtest", "run", strategy, env={"NO_COLOR": "1"})
    check(done.status == 0 and "for 10 % volatility a year, by the last 20 bars" in done.out, done.out + done.err)
    request = backend.request("GET", "/api/v1/operations?type=backtest")[2]["items"][0]["request"]
    check(request["sizing"] == "volatility" and request["size"] == 0.1 and request["volatility_window"] == 20)
    check(request["max_symbol"] == 0.3 and request["max_positions"] == 2)
    done = backend.ktrdr("backtest", "run", strategy, "--amount", "5000", env={"NO_COLOR": "1"})
    check(done.status == 0 and "5000 of money" in done.out, done.out + done.err)
    done = backend.ktrdr("backtest", "run", strategy, "--amount", "5000", "--size", "0.1")
    check(done.status == 2 and "not several" in done.err, done.err)
    wrong = folder / "wrong.yaml"
    wrong.write_text(SEVERAL + "  sizing: {amount: 5000}\n  limits: {entry_hours: noon}\n")
    done = backend.ktrdr("backtest", "run", wrong)
    check(done.status == 2 and "sizing.method" in done.err and "noon" not in done.out, done.err)


@test
def slippage_is_measured_on_quotes_that_never_mix_with_prices(backend, folder):
    body = {**paper(backend, folder), "slippage": "measured", "signals": "timestamp,signal\n2024-01-02,BUY\n"}
    status, _, problem = backend.request("POST", API, body)
    check(status == 404 and "--what BID_ASK" in problem["suggestion"], str(problem))
    quotes = "timestamp,open,high,low,close,volume\n" + "".join(f"2024-01-{day:02},99,102,98,101,0\n" for day in range(2, 12))
    load(backend, folder, "PAPER", quotes, "-t", "1d", "--what", "BID_ASK")
    id = run(backend, body)["id"]
    trade = parts(backend, id)[1]["items"][0]
    check(backend.request("GET", f"{API}/{id}/why?at=2024-01-02")[0] == 200, "prices and quotes are told apart")
    # (101 - 99) / (101 + 99): a hundredth.
    check(abs(trade["entry_price"] - 10.605) < 1e-9, str(trade))
    check(backend.request("GET", "/api/v1/data/PAPER/1d/range")[2].get("count", 5) == 5)
    done = backend.ktrdr("data", "import", folder / "PAPER.csv", "--symbol", "PAPER", "-t", "1d", "--what", "HOPE")
    check(done.status == 2 and "BID_ASK" in done.err, done.err)


@test
def entries_keep_to_the_hours_of_the_exchange(backend, folder):
    load(backend, folder, "HOURS", bars_csv(24 * 60, step=3600), "-t", "1h", "--calendar", "crypto", "--type", "CRYPTO")
    rows = [row.split(",")[0] for row in bars_csv(24 * 60, step=3600).splitlines()[1:]]
    text = "timestamp,signal\n" + "".join(f"{time},{'SELL' if i % 2 else 'BUY'}\n" for i, time in enumerate(rows[::7]))
    body = {"symbol": "HOURS", "timeframe": "1h", "signals": text}
    free = parts(backend, run(backend, body)["id"])[1]["items"]
    result, trades, _ = parts(backend, run(backend, {**body, "entry_hours": "08:00-12:00"})["id"])
    hours = {trade["entry_time"][11:13] for trade in trades["items"]}
    check(0 < len(trades["items"]) < len(free) and hours <= {"08", "09", "10", "11"}, str(hours))
    check({trade["exit_time"][11:13] for trade in trades["items"]} - {"08", "09", "10", "11"}, "exits wait for no hour")
    check(any("outside the trading hours" in note for note in result["notes"]), str(result["notes"]))


main()
