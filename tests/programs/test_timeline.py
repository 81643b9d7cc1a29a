#!/usr/bin/env python3
"""Where the time of an operation went, from end to end: GET /operations/{id}/timeline, ktrdr operations show --timeline."""
import itertools

from programs import ENDLESS, check, main, strategy, test, wait_until

TRAINING = ["queued", "waiting for a place", "preparing", "starting", "loading", "features", "labels", "samples", "epochs",
            "saving", "committing"]


def timeline(backend, id):
    return backend.get(f"/operations/{id}/timeline")


@test
def a_training_has_a_row_per_phase_of_both_processes(backend):
    backend.import_bars()
    id = backend.train(strategy(epochs=30))["id"]
    backend.wait_for(id)
    told = timeline(backend, id)
    check([row["phase"] for row in told["rows"]] == TRAINING, str(told["rows"]))
    check([process for process, _ in itertools.groupby(row["process"] for row in told["rows"])] == ["backend", "worker", "backend"])
    check(abs(sum(row["share"] for row in told["rows"]) - 1) < 1e-9 and told["total_ms"] == sum(row["ms"] for row in told["rows"]))
    offsets = [row["offset_ms"] for row in told["rows"]]
    check(offsets == sorted(offsets) and offsets[0] == 0, str(offsets))
    check(told["is_open"] is False and told["state"] == "completed" and len(told["trace_id"]) == 32, str(told))
    check({row["attempt"] for row in told["rows"]} == {1})
    check(backend.get("/operations/op_none/timeline", 404)["code"] == "not_found")


@test
def it_is_there_while_it_runs_and_over_a_resume_and_a_restart(backend):
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    running = wait_until(lambda: (lambda t: t if t["rows"][-1]["phase"] == "epochs" else None)(timeline(backend, id)), "epochs")
    check(running["is_open"] and running["state"] == "running", str(running))
    backend.cancel(id)
    backend.wait_for(id)
    first = timeline(backend, id)
    check([row["phase"] for row in first["rows"]][-2:] == ["epochs", "stopping"], str(first["rows"]))
    backend.expect(202, "POST", f"/operations/{id}/resume")
    wait_until(lambda: timeline(backend, id)["rows"][-1]["phase"] == "epochs", "epochs again")
    backend.cancel(id)
    backend.wait_for(id)
    both = timeline(backend, id)
    check(both["rows"][:len(first["rows"])] != [] and [r["attempt"] for r in both["rows"]] == sorted(r["attempt"] for r in both["rows"]))
    check({row["attempt"] for row in both["rows"]} == {1, 2}, str(both["rows"]))
    backend.stop()
    backend.start()
    check(timeline(backend, id) == both, "a restart changed it")


@test
def a_killed_training_keeps_the_phases_of_its_past(backend):
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    wait_until(lambda: timeline(backend, id)["rows"][-1]["phase"] == "epochs", "epochs")
    wait_until(lambda: backend.operation(id)["progress"].get("done", 0) > 3, "some epochs, whose metrics take the phases along")
    backend.kill()
    backend.start()
    phases = [row["phase"] for row in timeline(backend, id)["rows"]]
    check(phases[:4] == TRAINING[:4], str(phases))


@test
def the_command_draws_a_bar_per_row(backend):
    backend.import_bars()
    id = backend.train(strategy(epochs=30))["id"]
    backend.wait_for(id)
    shown = backend.ktrdr("operations", "show", id, "--timeline")
    check(shown.status == 0 and all(phase in shown.out for phase in TRAINING), shown.out + shown.err)
    rows = [line for line in shown.out.splitlines() if "#" in line]
    check(len(rows) == len(TRAINING) and rows[-1].endswith("#"), shown.out)
    check(backend.ktrdr("operations", "show", id, "--timeline", "--json").json == timeline(backend, id))
    check(backend.ktrdr("operations", "show", id).out == backend.ktrdr("operations", "status", id).out)
    check(backend.ktrdr("operations", "show", "op_none", "--timeline").status == 3)


main()
