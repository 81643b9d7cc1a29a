#!/usr/bin/env python3
"""Loads over real sockets: ktrdrd asks ktrdr-ibsim, is killed, cancelled, refused, and goes on."""
import contextlib, datetime, json, os, pathlib, signal, subprocess, time

from ib_simulator import Simulator
from programs import BUILD, Backend, bars_csv, check, main, test, wait_until

NOW = "2024-06-03T15:10:00Z"        # a Monday, within New York's session
DAYS = ["2015-01-02", "2024-05-31"]     # what is finished of SYNA


@contextlib.contextmanager
def both(folder, *options, bars=None, now=NOW):
    """A simulator and a backend that asks it."""
    words = ["--bars", bars] if bars else ["--demo"]
    with Simulator(*words, "--now", now, *options) as sim:
        backend = Backend(folder / "data", "--set", f"ib.port={sim.port}").start()
        try:
            yield sim, backend
            check(backend.stop() == 0, backend.log.read_text()[-3000:])
        finally:
            if backend.process.poll() is None:
                backend.kill()


def start(backend, *symbols, status=202, **more):
    return backend.expect(status, "POST", "/data/load", {"symbols": list(symbols), **more})


def load(backend, *symbols, state="completed", **more):
    """The result of a load that must end so."""
    operation = backend.wait_for(start(backend, *symbols, **more)["id"])
    if operation["state"] != state:
        raise AssertionError(f"{operation['state']}: {operation['error']}")
    return backend.get(f"/operations/{operation['id']}/result")


def asked(sim, since=0):
    """The requests for bars that came, as the simulator has them in its log, oldest first."""
    lines = [json.loads(line) for line in sim.log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if line["event"] == "bars asked for" and line["what"] != "SCHEDULE"][since:]


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def times(backend, symbol, timeframe):
    return backend.get(f"/data/{symbol}/{timeframe}")["timestamp"]


@test
def all_that_is_finished_is_fetched_and_a_tail_asks_for_two_sessions(folder):
    with both(folder) as (sim, backend):
        first = load(backend, "SYNA")
        check(first["added"] == first["count"] == first["received"] > 2000 and first["replaced"] == 0, str(first))
        check([first["first"][:10], first["last"][:10]] == DAYS, str(first))
        check(first["factors"] == "stored" and first["calendar"] == "nyse" and first["hours"] == "rth", str(first))
        gaps = backend.get("/data/SYNA/1d/gaps")
        check({kind["kind"] for kind in gaps["kinds"]} == {"closed", "holiday"}, str(gaps["kinds"]))
        before = len(asked(sim))
        check(before == first["requests"] and asked(sim)[-1]["what"] == "ADJUSTED_LAST", str(asked(sim)))
        again = load(backend, "SYNA")
        check(again["added"] == again["replaced"] == again["revised"] == 0 and again["received"] == 2, str(again))
        check(len(asked(sim, before)) == again["requests"] == 1, str(asked(sim, before)))
        check(again["data_hash"] == first["data_hash"] == backend.get("/data/SYNA/1d/range")["data_hash"])
        series = backend.get("/data")["items"][0]
        check(series["source"] == "ib" and series["what_to_show"] == "TRADES" and series["instrument_type"] == "STK")
        check(sim.counts()["violations"] == 0 and sim.counts()["connections_most"] == 1)


@test
def a_backfill_asks_for_what_is_before_and_full_for_holes(folder):
    with both(folder) as (sim, backend):
        part = load(backend, "SYNX", instrument_type="IND", start="2024-03-01", end="2024-04-30", timeframe="1h")
        check(part["first"][:10] == "2024-03-01" and part["last"][:10] == "2024-04-30", str(part))
        before = len(asked(sim))
        older = load(backend, "SYNX", instrument_type="IND", mode="backfill", start="2024-01-01", timeframe="1h")
        check(older["first"][:10] == "2024-01-02" and older["last"] == part["last"], str(older))
        check(all(seconds(line["end"]) <= seconds(part["first"]) for line in asked(sim, before)), str(asked(sim, before)))
        rows = backend.request("GET", "/api/v1/data/SYNX/1h", headers={"Accept": "text/csv"})[2].decode().splitlines()
        whole = load(backend, "SYNX", instrument_type="IND", mode="full", start="2024-01-01", timeframe="1h")
        check(whole["added"] > 0 and whole["last"] == "2024-06-03T14:00:00Z", str(whole))
        before = len(asked(sim))
        nothing = load(backend, "SYNX", instrument_type="IND", mode="full", start="2024-01-01", timeframe="1h")
        check(nothing["requests"] == 0 and len(asked(sim, before)) == 0 and nothing["count"] > len(rows), str(nothing))
        gaps = backend.get("/data/SYNX/1h/gaps")
        check("missing" not in {kind["kind"] for kind in gaps["kinds"]}, str(gaps["kinds"]))


@test
def killed_anywhere_it_goes_on_without_asking_for_what_is_stored(folder):
    with both(folder, "--delay", 60) as (sim, backend):
        id = start(backend, "SYNX", instrument_type="IND", timeframe="1m", start="2024-02-01")["id"]
        for enough in (4, 20):
            wait_until(lambda: backend.operation(id)["progress"].get("done", 0) >= enough, f"{enough} answers")
            backend.kill()
            backend.start()
            operation = backend.operation(id)
            check(operation["state"] == "failed" and operation["resumable"], str(operation))
            check(operation["error"]["code"] == "interrupted", str(operation["error"]))
            kept, before = times(backend, "SYNX", "1m"), len(asked(sim))
            check(len(kept) >= (enough - 2) * 390, len(kept))
            backend.expect(202, "POST", f"/operations/{id}/resume")
            wait_until(lambda: len(asked(sim, before)) >= 2 or backend.operation(id)["state"] == "failed", "it to go on")
            for line in asked(sim, before):
                check(seconds(line["end"]) <= seconds(kept[0]), f"{line} though {kept[0]} to {kept[-1]} are stored")
        check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
        result = backend.get(f"/operations/{id}/result")
        check(result["first"][:10] == "2024-02-01" and result["last"] >= "2024-06-03T15:08:00Z", str(result))
        gaps = backend.get("/data/SYNX/1m/gaps")
        check("missing" not in {kind["kind"] for kind in gaps["kinds"]}, str(gaps["kinds"]))
        check(sim.counts()["violations"] == 0 and sim.counts()["connections_most"] == 1, str(sim.counts()))


@test
def cancelled_it_keeps_what_came_and_can_be_resumed(folder):
    with both(folder, "--delay", 100) as (sim, backend):
        id = start(backend, "SYNX", instrument_type="IND", timeframe="1m", start="2024-03-01")["id"]
        wait_until(lambda: backend.operation(id)["progress"].get("done", 0) >= 5, "some answers")
        backend.cancel(id)
        operation = backend.wait_for(id)
        check(operation["state"] == "cancelled" and operation["resumable"], str(operation))
        kept = times(backend, "SYNX", "1m")
        check(len(kept) >= 4 * 390, len(kept))
        wait_until(lambda: sim.counts()["open_history_now"] == 0, "IB to be told")
        before = len(asked(sim))
        backend.expect(202, "POST", f"/operations/{id}/resume")
        check(backend.wait_for(id)["state"] == "completed")
        check(all(seconds(line["end"]) <= seconds(kept[0]) for line in asked(sim, before)[:-1]), str(asked(sim, before)))


@test
def ctrl_c_off_a_terminal_cancels(folder):
    with both(folder, "--delay", 100) as (sim, backend):
        line = subprocess.Popen([BUILD / "ktrdr", "--data-dir", backend.data, "data", "load", "SYNX", "--type", "IND", "-t", "1m",
                                 "--start", "2024-01-02"], env=backend.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        wait_until(lambda: sim.counts()["history_requests"] >= 3, "the load to run")
        line.send_signal(signal.SIGINT)
        out, err = line.communicate(timeout=60)
        check(line.returncode == 4 and "ktrdr resume op_" in err, f"{line.returncode} {out} {err}")


@test
def failed_segments_fail_the_load_and_are_listed(folder):
    with both(folder) as (sim, backend):
        sim.fault("error=366@kind=history,nth=2")
        id = start(backend, "SYNX", instrument_type="IND", timeframe="1h", start="2023-06-01")["id"]
        operation = backend.wait_for(id)
        check(operation["state"] == "failed" and operation["resumable"], str(operation))
        check("missing: 202" in operation["error"]["detail"] and "new bars were kept" in operation["error"]["detail"], str(operation["error"]))
        result = backend.get(f"/operations/{id}/result")
        check(result["failed"] == 1 and len(result["missing"]) == 1 and result["added"] == result["count"] > 500, str(result))
        sim.command("clear")
        backend.expect(202, "POST", f"/operations/{id}/resume")
        check(backend.wait_for(id)["state"] == "completed", str(backend.operation(id)))
        result = backend.get(f"/operations/{id}/result")
        check(result["missing"] == [] and result["requests"] <= 2, str(result))
        gaps = backend.get("/data/SYNX/1h/gaps")
        check("missing" not in {kind["kind"] for kind in gaps["kinds"]}, str(gaps["kinds"]))


@test
def without_permission_nothing_more_is_asked(folder):
    with both(folder) as (sim, backend):
        sim.fault("error-permission@kind=history")
        done = backend.ktrdr("data", "load", "SYNX", "--type", "IND", "-t", "1m", "--start", "2024-01-02")
        check(done.status == 1 and "not asked any more" in done.out, done.out + done.err)
        check(sim.counts()["history_requests"] < 20, str(sim.counts()))


@test
def several_symbols_are_one_batch(folder):
    with both(folder) as (sim, backend):
        done = backend.ktrdr("data", "load", "SYNA", "EUR/USD", "-t", "1h", "--start", "2024-04-01")
        check(done.status == 0 and "SYNA 1h tail" in done.out, done.out + done.err)
        check({(s["symbol"], s["calendar"], s["hours"]) for s in backend.get("/data")["items"]}
              == {("SYNA", "nyse", "rth"), ("EURUSD", "idealpro", "all")}, str(backend.get("/data")))
        batch = backend.get("/operations?type=batch")["items"][0]
        check(len(backend.get(f"/operations?parent={batch['id']}")["items"]) == 2)


@test
def no_data_is_remembered_until_it_is_asked_again(folder):
    with both(folder) as (sim, backend):
        load(backend, "SYNX", instrument_type="IND", start="2024-04-01", end="2024-04-30")
        sim.fault("error-no-data@kind=history")
        older = load(backend, "SYNX", instrument_type="IND", mode="backfill", start="2024-01-02")
        check(older["empty"] == older["requests"] > 0 and older["added"] == 0, str(older))
        sim.command("clear")
        again = load(backend, "SYNX", instrument_type="IND", mode="backfill", start="2024-01-02")
        check(again["requests"] == 0 and again["added"] == 0, str(again))
        asked_again = load(backend, "SYNX", instrument_type="IND", mode="backfill", start="2024-01-02", recheck=True)
        check(asked_again["added"] > 50 and asked_again["first"][:10] == "2024-01-02", str(asked_again))


@test
def corrections_replace_and_older_revisions_do_not(folder):
    with both(folder) as (sim, backend):
        load(backend, "SYNX", instrument_type="IND", start="2024-01-02", end="2024-05-20")
        sim.fault("bars-revised@kind=history,times=1")
        told = load(backend, "SYNX", instrument_type="IND")
        check(told["replaced"] >= 1 and told["replaced"] <= 2 and told["revised"] == 0 and told["added"] > 5, str(told))


@test
def a_split_fetches_all_anew_and_keeps_the_old(folder):
    def write(factor, n):
        day, rows = datetime.date(2023, 1, 3), ["timestamp,open,high,low,close,volume"]
        while len(rows) <= n:
            price = (100 + len(rows) % 17) * factor
            if day.weekday() < 5:
                rows.append(f"{day},{price},{price + factor},{price - factor},{price},1000")
            day += datetime.timedelta(days=1)
        (folder / "bars").mkdir(exist_ok=True)
        (folder / "bars" / "ABC_1d.csv").write_text("\n".join(rows) + "\n")
        return day

    last = write(1.0, 300)
    with both(folder, bars=folder / "bars", now=f"{last}T23:00:00Z") as (sim, backend):
        old = load(backend, "ABC")
        check(old["data_hash"] == backend.get("/data/ABC/1d/range")["data_hash"], str(old))
    last = write(0.5, 303)
    with both(folder, bars=folder / "bars", now=f"{last}T23:00:00Z") as (sim, backend):
        new = load(backend, "ABC")
        check(new["split"] == "2 for 1" and new["old_data_hash"] == old["data_hash"] != new["data_hash"], str(new))
        check(new["replaced"] == old["count"] and new["revised"] == 0, str(new))
        closes = backend.get("/data/ABC/1d")["close"]
        check(max(closes) < 60 and len(closes) == new["count"] > old["count"], str(closes[-5:]))
        check((folder / "data" / "backend" / "blobs" / f"{old['data_hash']}.kbar").exists())


@test
def what_cannot_be_is_refused_before_it_starts(folder):
    with both(folder) as (sim, backend):
        for wrong in ({"symbols": []}, {"symbols": ["A", "a"]}, {"symbols": ["SYNA"], "source": "yahoo"},
                      {"symbols": ["SYNA"], "mode": "all"}, {"symbols": ["SYNA"], "timeframe": "3m"},
                      {"symbols": ["SYNA"], "start": "yesterday"}, {"symbols": ["../x"]},
                      {"symbols": ["SYNA"], "rth": True, "all_hours": True}, {"symbols": ["SYNA"], "what_to_show": "GOSSIP"},
                      {"symbols": ["SYNA"], "start": "2024-02-01", "end": "2024-01-01"}):
            problem = backend.expect(422, "POST", "/data/load", wrong)
            check(problem["code"] == "invalid", str(problem))
        check(backend.ktrdr("data", "load", "SYNA", "--source", "yahoo").status == 2)
        check(backend.get("/operations")["total"] == 0 and sim.counts()["connects"] == 0)
        backend.import_bars("SYNA")
        problem = backend.wait_for(start(backend, "SYNA")["id"])["error"]
        check(problem["code"] == "conflict" and "data delete" in problem["suggestion"], str(problem))


main()
