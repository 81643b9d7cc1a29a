#!/usr/bin/env python3
"""What models say: written down when it is said, scored against later bars, made into sheets; lists by the page."""
import csv, datetime, sqlite3, time

from programs import Backend, bars_csv, check, main, strategy, test

DAY = 86400


def model_of(backend, text, **more):
    operation = backend.wait_for(backend.train(text, **more)["id"])
    if operation["state"] != "completed":
        raise AssertionError(str(operation))
    return backend.get(f"/operations/{operation['id']}/result")["model_id"]


def database(backend):
    return sqlite3.connect(backend.data / "backend/ktrdr.db")


def lines_of(n):
    return bars_csv(n, seed=1).splitlines()


@test
def a_prediction_is_written_down_once_and_stays(backend):
    backend.import_bars(n=600)
    model = model_of(backend, strategy(epochs=6))
    said = backend.expect(200, "POST", f"/models/{model}/predict", {"symbol": "AAA"})
    backend.expect(200, "POST", f"/models/{model}/predict", {"symbol": "AAA"})
    track = backend.get(f"/models/{model}/predictions")
    check(track["predictions"] == 1 and track["settled"] == 0 and track["live"] == 1, str(track))
    item = track["items"][0]
    check((item["symbol"], item["signal"], item["time"]) == ("AAA", said["signal"], said["time"]))
    check("label" not in item and abs(datetime.datetime.fromisoformat(item["made_at"][:-1] + "+00:00").timestamp() - time.time()) < 300)
    with database(backend) as db:
        for change in ("DELETE FROM prediction", "UPDATE prediction SET signal='BUY'"):
            try:
                db.execute(change)
                check(False, change + " went through")
            except sqlite3.IntegrityError:
                pass
    check(backend.get("/models/nobody/predictions", status=404)["code"] == "not_found")


@test
def what_was_said_in_time_is_scored_and_what_was_said_later_is_not(folder, backend):
    lines = lines_of(640)
    backend.import_bars(text="\n".join(lines[:601]) + "\n")
    model = model_of(backend, strategy(epochs=6))
    times = [int(datetime.datetime.fromisoformat(line.split(",")[0][:-1] + "+00:00").timestamp()) for line in lines[1:]]
    opens, closes = ([float(line.split(",")[i]) for line in lines[1:]] for i in (1, 4))
    with database(backend) as db:           # as if it had been asked every evening, and the last ten only now
        for at in range(600, 640):
            said = ("BUY", 0.8, 0.1, 0.1) if at % 2 else ("SELL", 0.2, 0.2, 0.6)
            made = (times[at] + DAY + 3600) * 1000 if at < 630 else int(time.time() * 1000)
            db.execute("INSERT INTO prediction(model, symbol, timeframe, bar_s, known_s, at_ms, signal, close, buy, hold, sell)"
                       " VALUES(?, 'AAA', '1d', ?, ?, ?, ?, ?, ?, ?, ?)",
                       (model, times[at], times[at] + DAY, made, said[0], closes[at], *said[1:]))
    backend.import_bars(text="\n".join(lines) + "\n")
    track = backend.get(f"/models/{model}/predictions")
    check((track["predictions"], track["live"]) == (40, 31), str({k: track[k] for k in ("predictions", "live", "settled")}))
    live = [i for i in track["items"] if i["is_live"] and "label" in i]
    check(track["settled"] == len(live) == 30 and track["correct"] == sum(i["label"] == i["signal"] for i in live))
    for item in live:                       # the label's own measure: from the next open to the close five bars on
        at = times.index(int(datetime.datetime.fromisoformat(item["time"][:-1] + "+00:00").timestamp()))
        check(abs(item["returned"] - (closes[at + 5] / opens[at + 1] - 1)) < 1e-9, f"{item} {closes[at + 5] / opens[at + 1] - 1}")
    shares = [sum(i["label"] == s for i in live) for s in ("BUY", "HOLD", "SELL")]
    check(abs(track["class_prior"] - max(shares) / 30) < 1e-12 and track["log_loss"] > 0)
    buys = [i["returned"] for i in live if i["signal"] == "BUY"]
    check(abs(track["mean_after_buy"] - sum(buys) / len(buys)) < 1e-12)
    shown = backend.ktrdr("models", "track", model)
    check(shown.status == 0 and "40 predictions, 31 of them live, 30 of these settled" in shown.out, shown.out + shown.err)


@test
def a_sheet_has_whole_shares_stops_and_costs_and_tws_reads_it(folder, backend):
    for symbol, seed in (("AAA", 1), ("BRK.B", 2), ("CCC", 3)):
        backend.expect(200, "POST", f"/data/import?symbol={symbol}&timeframe=1d&instrument_type=STK", bars_csv(600, seed=seed))
    text = strategy(epochs=6) + "decisions: {allow_short_from_flat: true, stop_loss: 5%, take_profit: 10%}\n"
    if backend.expect(200, "POST", "/strategies/validate", {"text": text})["valid"] is False:
        raise AssertionError(str(backend.expect(200, "POST", "/strategies/validate", {"text": text})))
    model = model_of(backend, text, symbols=["AAA", "BRK.B", "CCC"])
    sheet = backend.expect(200, "POST", f"/models/{model}/sheet", {"capital": 50000, "size": 0.1, "commission": "0.01/share", "slippage": "none"})
    check([row["symbol"] for row in sheet["items"]] == ["AAA", "BRK.B", "CCC"])
    check(backend.get(f"/models/{model}/predictions")["predictions"] == 3, "a sheet's answers are predictions")
    orders = 0
    for row in sheet["items"]:
        said = backend.expect(200, "POST", f"/models/{model}/predict", {"symbol": row["symbol"]})
        check((row["signal"], row["close"]) == (said["signal"], said["close"]))
        if row["signal"] == "HOLD":
            check("action" not in row and row["quantity"] == 0)
            continue
        orders += 1
        side = 1 if row["signal"] == "BUY" else -1
        check(row["quantity"] == 5000 // row["close"] and row["action"] == row["signal"], str(row))
        check(abs(row["stop"] - row["close"] * (1 - side * 0.05)) < 1e-9 and abs(row["target"] - row["close"] * (1 + side * 0.1)) < 1e-9)
        check(abs(row["cost"] - 0.01 * row["quantity"]) < 1e-9, str(row))
    check(orders > 0, "the test wants a signal")
    done = backend.ktrdr("models", "predict", model, "--sheet", "--capital", "50000", "--size", "0.1", "--format", "ib-basket")
    rows = list(csv.DictReader(done.out.splitlines()))
    check(done.status == 0 and len(rows) == orders, done.out + done.err)
    for row in rows:
        check(row["SecType"] == "STK" and row["Exchange"] == "SMART" and row["Currency"] == "USD" and row["OrderType"] == "MKT"
              and row["TimeInForce"] == "OPG" and int(row["Quantity"]) > 0 and "." not in row["Symbol"], str(row))
    check(", " not in done.out, "TWS reads no space beside a comma")
    shown = backend.ktrdr("models", "predict", model, "--sheet", "--symbols", "CCC")
    check(shown.status == 0 and "CCC" in shown.out and "AAA" not in shown.out and "Nothing was sent" in shown.out, shown.err)
    check(backend.ktrdr("models", "predict", model).status == 2 and backend.ktrdr("models", "predict", model, "CCC", "--sheet").status == 2)


@test
def models_are_listed_by_the_page(backend):
    backend.import_bars(n=600)
    made = [model_of(backend, strategy(epochs=6), seed=seed) for seed in range(5)]
    whole = [m["id"] for m in backend.get("/models")["items"]]
    check(sorted(whole) == sorted(made))
    seen, after = [], ""
    while after is not None:
        page = backend.get(f"/models?limit=2{after and '&after=' + after}")
        check(page["total"] == 5 and len(page["items"]) <= 2)
        seen += [m["id"] for m in page["items"]]
        after = page["next"]
    check(seen == whole, f"{seen} {whole}")
    check(backend.get("/models?limit=0", status=422) and backend.get("/models?after=nobody", status=404))
    done = backend.ktrdr("models", "list", "--limit", "2")
    check(done.status == 0 and f"2 of 5; go on with --after {whole[1]}" in done.out, done.out)


main()
