#!/usr/bin/env python3
"""Sweeps: one strategy in many ways, compared by the median over seeds; killed, resumed, counted."""
import json, sqlite3, statistics

from programs import Backend, check, main, strategy, test, wait_until

SLOW = strategy("slow", epochs=40, hidden=(128, 64))


def sweep(backend, text, axes, **more):
    return backend.expect(202, "POST", "/sweeps", {
        "strategy_text": text, "strategy_label": "test.yaml",
        "axes": [{"key": key, "values": values} for key, values in axes.items()], **more})


def ledger(backend):
    """(config, seed) of every training in the ledger."""
    with sqlite3.connect(f"file:{backend.data}/backend/ktrdr.db?mode=ro", uri=True) as db:
        return db.execute("SELECT config_hash, seed, model FROM trial WHERE kind='train'").fetchall()


def children(backend, id):
    return backend.get(f"/operations?parent={id}&limit=1000")["items"]


@test
def the_leaderboard_has_the_medians_of_what_the_trainings_measured(backend):
    backend.import_bars(n=600)
    id = sweep(backend, strategy(), {"training.learning_rate": ["0.02", "0.01"], "training.epochs": ["6", "12"]}, seeds=3)["id"]
    check(backend.wait_for(id)["state"] == "completed")
    told = backend.get(f"/sweeps/{id}")
    check((told["trials"], told["completed"], told["failed"], told["metric"]) == (12, 12, 0, "log_loss"), str(told))
    measured = {}
    for child in children(backend, id):
        request, result = child["request"], backend.get(f"/operations/{child['id']}/result")
        measured.setdefault(tuple(request["overrides"]), []).append((request["seed"], result["validation"], result["model_id"]))
    check(sorted(len(m) for m in measured.values()) == [3, 3, 3, 3])
    check({seed for m in measured.values() for seed, _, _ in m} == {42, 43, 44})
    medians = [row["median"] for row in told["items"]]
    check(medians == sorted(medians) and len(medians) == 4)
    for row in told["items"]:
        trials = measured[tuple(row["values"])]
        for field, metric in (("median", "log_loss"), ("balanced_accuracy", "balanced_accuracy"), ("accuracy", "accuracy")):
            check(abs(row[field] - statistics.median(v[metric] for _, v, _ in trials)) < 1e-12, f"{field}: {row}")
        check(row["class_prior"] == trials[0][1]["class_prior"] and row["prior"] > 0)
        check(row["model_id"] == sorted((v["log_loss"], m) for _, v, m in trials)[1][1], str(row))
    check(told["ledger"] == [{"symbol": "AAA", "trials": 12}], str(told["ledger"]))
    check(told["overfitting"] is None and "not computed" in told["overfitting_note"])
    check("test" not in json.dumps(told["items"]).lower(), "something of the test part is shown")
    check(len(set(ledger(backend))) == 12)


@test
def killed_it_goes_on_with_the_missing_trials_alone(folder):
    backend = Backend(folder / "data", "--set", "training.max_running=2").start()
    backend.import_bars(n=1500)
    id = sweep(backend, SLOW, {"training.learning_rate": ["0.01", "0.003", "0.001"]}, seeds=4)["id"]
    for _ in range(2):
        have = backend.get(f"/sweeps/{id}")["completed"]
        wait_until(lambda: backend.get(f"/sweeps/{id}")["completed"] > have + 1, "two more trials")
        backend.kill()
        backend.start()
        done = {c["id"]: c["attempt"] for c in children(backend, id) if c["state"] == "completed"}
        check(backend.operation(id)["error"]["code"] == "interrupted" and done)
        backend.expect(202, "POST", f"/operations/{id}/resume")
    check(backend.wait_for(id)["state"] == "completed")
    now = {c["id"]: c["attempt"] for c in children(backend, id)}
    check(len(now) == 12, f"{len(now)} children for 12 trials")
    check(all(now[child] == attempt for child, attempt in done.items()), "a completed trial was run again")
    rows = ledger(backend)
    check(len({(config, seed) for config, seed, _ in rows}) == 12, str(rows))
    told = backend.get(f"/sweeps/{id}")
    check(told["completed"] == 12 and told["ledger"][0]["trials"] == 12)
    check(backend.stop() == 0)


@test
def a_trial_that_learns_nothing_is_shown_and_counted(backend):
    backend.import_bars(n=600)
    id = sweep(backend, strategy(epochs=1), {"training.learning_rate": ["0.02", "1"]}, seed=3)["id"]
    operation, told = backend.wait_for(id), backend.get(f"/sweeps/{id}")
    check(operation["state"] == "completed" and (told["completed"], told["failed"]) == (1, 1), str(told))
    last = told["items"][-1]
    check(last["values"] == ["training.learning_rate=1"] and "no model" in last["error"] and "median" not in last, str(last))
    check(len(ledger(backend)) == 2 and told["ledger"][0]["trials"] == 2, "the one that failed was tried, too")
    check([model for _, _, model in ledger(backend)].count("") == 1)


@test
def what_cannot_work_is_refused_before_anything_starts(backend):
    backend.import_bars(n=600)
    def refused(axes, **more):
        return backend.expect(422, "POST", "/sweeps", {"strategy_text": strategy(), "strategy_label": "s.yaml",
                                                       "axes": [{"key": k, "values": v} for k, v in axes], **more})["detail"]
    check("more than 1000 trials" in refused([("training.epochs", [str(i) for i in range(1, 102)])], seeds=10))
    check("items[1]" in refused([("training.epochs", ["5", "-5"])]))
    check("epochz" in refused([("training.epochz", ["5", "6"])]))
    check("one trial is no sweep" in refused([]))
    check("'ZZZ'" in backend.expect(404, "POST", "/sweeps", {
        "strategy_text": strategy(), "symbols": ["ZZZ"], "axes": [{"key": "training.epochs", "values": ["5", "6"]}]})["detail"])
    check(backend.get("/operations")["total"] == 0)
    check(backend.get("/sweeps/op_01M8A13ZBXYYPD2AX6295C4BFS", status=404)["code"] == "not_found")
    id = backend.train(strategy())["id"]
    check("no sweep" in backend.get(f"/sweeps/{id}", status=422)["detail"])
    backend.wait_for(id)


@test
def the_command_line_sweeps_and_shows(folder, backend):
    backend.import_bars(n=600)
    file = folder / "s.yaml"
    file.write_text(strategy())
    words = ["models", "sweep", file, "--set", "training.learning_rate=0.02,0.01", "--seeds", "2", "--set", "training.epochs=6"]
    done = backend.ktrdr(*words)
    check(done.status == 0 and "MEDIAN LOG LOSS" in done.out and "learning_rate=0.02" in done.out, done.out + done.err)
    check("4 of 4 trials completed" in done.out and "The test part was not looked at" in done.out, done.out)
    done = backend.ktrdr("--json", *words, "--seed", "9")
    check(done.status == 0 and done.json["completed"] == 4 and done.json["ledger"][0]["trials"] == 8, done.out + done.err)
    shown = backend.ktrdr("models", "leaderboard", done.json["id"])
    check(shown.status == 0 and done.json["id"] in shown.out, shown.err)
    id = backend.ktrdr(*words, "--seed", "20", "--no-follow").out.strip()
    check(backend.wait_for(id)["state"] == "completed")
    bad = backend.ktrdr("models", "sweep", file, "--set", "5")
    check(bad.status == 2 and "has no key" in bad.err, bad.err)


main()
