#!/usr/bin/env python3
"""What is forgotten: old operations, by command and each day; a model, a series, but not while somebody uses it."""
import sqlite3

from programs import ENDLESS, check, main, strategy, test, wait_until


def trained(backend):
    id = backend.train(strategy())["id"]
    check(backend.wait_for(id)["state"] == "completed")
    return id, backend.get(f"/operations/{id}/result")["model_id"]


def ids(backend):
    return {item["id"] for item in backend.get("/operations")["items"]}


def database(backend):
    return sqlite3.connect(backend.data / "backend" / "ktrdr.db")


def rows(backend, sql):
    with database(backend) as connection:
        return connection.execute(sql).fetchall()


@test
def what_ended_goes_and_its_files_but_not_models_nor_the_ledger(backend):
    backend.import_bars()
    training, model = trained(backend)
    backtest = backend.expect(202, "POST", "/backtests", {"strategy_text": strategy(), "model": model, "symbol": "AAA", "timeframe": "1d"})["id"]
    backend.wait_for(backtest)
    stopped = backend.train(ENDLESS)["id"]
    backend.wait_for(stopped, "running")
    wait_until(lambda: backend.operation(stopped)["progress"].get("done", 0) > 1, "an epoch")
    backend.cancel(stopped)
    backend.wait_for(stopped)
    running = backend.train(ENDLESS)["id"]
    backend.wait_for(running, "running")
    folder, session = backend.data / "backend" / "backtests" / backtest, backend.data / "backend" / "sessions" / stopped
    wait_until(lambda: session.exists(), "a checkpoint that stays")
    ledger = rows(backend, "SELECT count(*) FROM trial")
    check(folder.exists() and ledger[0][0] >= 2, str(ledger))
    kept = backend.ktrdr("operations", "prune", "--json").json
    check(kept["count"] == 0 and kept["ids"] == [] and not kept["dry_run"], str(kept))
    tried = backend.ktrdr("operations", "prune", "--older-than", "0d", "--dry-run", "--json").json
    check(tried["ids"] == sorted([training, backtest, stopped]) and tried["dry_run"], str(tried))
    check(ids(backend) == {training, backtest, stopped, running} and folder.exists() and session.exists())
    done = backend.ktrdr("operations", "prune", "--older-than", "0")
    check(done.status == 0 and "3 operations" in done.out and "are gone" in done.out, done.out + done.err)
    check(ids(backend) == {running}, str(ids(backend)))
    check(not folder.exists() and not session.exists(), "files are left")
    check((backend.data / "backend" / "models" / model / "model.json").exists() and backend.get(f"/models/{model}")["id"] == model)
    check(rows(backend, "SELECT count(*) FROM trial") == ledger)
    check(rows(backend, f"SELECT count(*) FROM operation_event WHERE operation<>'{running}'") == [(0,)])
    check(backend.operation(running)["state"] == "running")
    backend.cancel(running)
    backend.wait_for(running)


@test
def each_day_those_that_ended_90_days_ago_go_by_themselves(backend):
    backend.import_bars()
    old, _ = trained(backend)
    new, _ = trained(backend)
    backend.stop()
    with database(backend) as connection:
        connection.execute("UPDATE operation SET finished_ms=finished_ms-91*86400000 WHERE id=?", (old,))
    backend.start()
    wait_until(lambda: ids(backend) == {new}, "the older one to go")
    line = wait_until(lambda: [l for l in backend.log_lines() if l["event"] == "old operations were removed"], "a line in the log")
    check(line[0]["count"] == 1 and line[0]["days"] == 90, str(line))


@test
def an_age_that_is_none_is_refused(backend):
    for age in ("soon", "-1", "3w", "99999"):
        check(backend.ktrdr("operations", "prune", "--older-than", age).status == 2, age)
    for days in (-1, 36501, 2**62):
        backend.expect(422, "POST", "/operations/prune", {"older_than_days": days})


@test
def bars_and_models_in_use_stay(backend):
    backend.import_bars()
    backend.import_bars("BBB")
    _, model = trained(backend)
    id = backend.train(ENDLESS)["id"]
    backend.wait_for(id, "running")
    refused = backend.ktrdr("data", "delete", "AAA", "-t", "1d", "--yes")
    check(refused.status == 1 and id in refused.err and "cancel" in refused.err, refused.err)
    check(backend.ktrdr("data", "delete", "BBB", "-t", "1d", "--yes").status == 0)
    backend.cancel(id)
    backend.wait_for(id)
    check(backend.ktrdr("models", "delete", model).status == 2, "nobody was asked")
    check(backend.ktrdr("models", "delete", model, "--yes").out == f"{model} is gone\n")
    check(backend.ktrdr("models", "delete", model, "--yes").status == 3)
    check(backend.ktrdr("data", "delete", "AAA", "-t", "1d", "--yes").status == 0)


main()
