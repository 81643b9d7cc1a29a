#!/usr/bin/env python3
"""A training that was stopped, in whatever way and at whatever moment, goes on where it was and ends with the same model."""
import hashlib, os, random, signal

from programs import IS_SANITIZED, Backend, check, main, strategy, test, wait_until

# Some seconds of work; with everything that has a state of its own: moments, dropout, schedule, early stopping.
HIDDEN = (64, 32) if IS_SANITIZED else (256, 128)       # the sanitizers make work enough of less
STATEFUL = strategy("stateful", epochs=60, hidden=HIDDEN, training="""  optimizer: adamw
  lr_scheduler: {type: reduce_on_plateau, patience: 3, factor: 0.7}
  early_stopping: {patience: 50}
""").replace(f"hidden_layers: {list(HIDDEN)}", f"hidden_layers: {list(HIDDEN)}, dropout: 0.2")
OFTEN = ("--set", "training.max_running=2", "--set", "training.checkpoint_seconds=0")


def start(folder, *settings):
    backend = Backend(folder / "data", *OFTEN, *settings).start()
    backend.import_bars(n=3000)
    return backend


def model_of(backend, id):
    """(id of the model, SHA-256 of its weights) of a training that must have completed."""
    operation = backend.wait_for(id)
    if operation["state"] != "completed":
        raise AssertionError(str(operation))
    model = backend.get(f"/operations/{id}/result")["model_id"]
    return model, hashlib.sha256(backend.get(f"/models/{model}/files/model.safetensors")).hexdigest()


def sessions(folder):
    return folder / "data/backend/sessions"


def checkpoints(folder, id):
    return sorted((sessions(folder) / id).glob("*/checkpoint-*"))


def has_left_one(folder, id, more_than=()):
    return wait_until(lambda: [p for p in checkpoints(folder, id) if "." not in p.name and p.name not in more_than],
                      f"a checkpoint of {id}")


def undisturbed(backend, seed):
    return model_of(backend, backend.train(STATEFUL, seed=seed)["id"])


def resume(backend, id):
    return backend.expect(202, "POST", f"/operations/{id}/resume")


@test
def killed_and_stopped_workers_go_on_to_the_same_model(folder):
    backend, rng = start(folder), random.Random(1)
    wanted = undisturbed(backend, 5)
    id, pids = backend.train(STATEFUL, seed=5)["id"], []
    for attempt, how in enumerate((signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV), 1):
        before = [p.name for p in checkpoints(folder, id)]
        pid = wait_until(lambda: next((p for p in [backend.worker_of(id)] if p not in pids), None), "the next worker")
        pids.append(pid)
        has_left_one(folder, id, before)
        wait_until(lambda: rng.random() < 0.1, "a moment of chance")
        os.kill(pid, how)
        operation = backend.wait_for(id)
        if operation["state"] == "completed":
            break
        check(operation["resumable"] and f"resume {id}" in operation["error"]["suggestion"], str(operation))
        check(len(checkpoints(folder, id)) <= 2, "more than two checkpoints are kept")
        resume(backend, id)
    check(attempt > 1, "it was never stopped")
    check(model_of(backend, id) == wanted, "another model than the undisturbed one")
    result = backend.get(f"/operations/{id}/result")
    check(result["resumed_from_epoch"] >= 0 and "resumed after epoch" in result["resume_note"], str(result))
    wait_until(lambda: not list(sessions(folder).glob("*")), "the checkpoints to be removed")
    check(backend.stop() == 0)


@test
def ktrdrd_killed_and_stopped_its_trainings_go_on_to_the_same_models(folder):
    backend = start(folder)
    seeds = (1, 2)
    wanted = [undisturbed(backend, seed) for seed in seeds]
    ids = [backend.train(STATEFUL, seed=seed)["id"] for seed in seeds]
    stopped = 0
    for how in ("kill", "stop", "kill"):
        before = [p.name for id in ids for p in checkpoints(folder, id)]
        for id in ids:
            wait_until(lambda: backend.operation(id)["state"] == "completed"
                       or any(p.name not in before for p in checkpoints(folder, id)), "a checkpoint")
        getattr(backend, how)()
        backend.start()
        for id in ids:
            operation = backend.operation(id)
            if operation["state"] != "completed":
                stopped += 1
                check(operation["error"]["code"] == "interrupted" and operation["resumable"], str(operation))
                resume(backend, id)
    check(stopped, "nothing was stopped")
    check([model_of(backend, id) for id in ids] == wanted, "other models than the undisturbed ones")
    check("resumed after epoch" in backend.get(f"/operations/{ids[0]}/result")["resume_note"])
    check(backend.stop() == 0)


@test
def a_cancelled_training_goes_on_from_the_batch_it_was_cancelled_in(folder):
    backend = start(folder, "--set", "training.checkpoint_seconds=3600")
    wanted = undisturbed(backend, 3)
    id = backend.train(STATEFUL, seed=3)["id"]
    wait_until(lambda: (backend.operation(id)["progress"]["percent"] or 0) > 5, "it to be at work")
    backend.cancel(id)
    check(backend.wait_for(id)["state"] == "cancelled")
    check(len(checkpoints(folder, id)) == 1, "it left no checkpoint when it was asked to stop")
    resume(backend, id)
    check(model_of(backend, id) == wanted)
    check(backend.get(f"/operations/{id}/result")["resumed_from_epoch"] > 0)
    check(backend.stop() == 0)


def stop_with_two(backend, folder, seed):
    """A training that was killed after it left two checkpoints; its id and these, the older first."""
    id = backend.train(STATEFUL, seed=seed)["id"]
    pid = backend.worker_of(id)
    wait_until(lambda: len([p for p in checkpoints(folder, id) if "." not in p.name]) >= 2, "two checkpoints")
    os.kill(pid, signal.SIGKILL)
    check(backend.wait_for(id)["state"] == "failed")
    left = checkpoints(folder, id)
    check(len(left) >= 2, str(left))
    return id, left


@test
def a_damaged_checkpoint_is_skipped_and_that_is_said(folder):
    backend = start(folder)
    wanted = undisturbed(backend, 4)
    id, left = stop_with_two(backend, folder, 4)
    left[-1].write_bytes(left[-1].read_bytes()[:-1000])
    resume(backend, id)
    check(model_of(backend, id) == wanted)
    result = backend.get(f"/operations/{id}/result")
    check(f"skipped {left[-1].name}" in result["resume_note"] and "resumed after" in result["resume_note"], str(result))
    check(any(line["event"] == "a checkpoint is damaged" and line["operation"] == id for line in backend.log_lines()))

    id, left = stop_with_two(backend, folder, 4)
    for file in left:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    resume(backend, id)
    check(model_of(backend, id) == wanted)
    result = backend.get(f"/operations/{id}/result")
    check("resumed_from_epoch" not in result or result["resumed_from_epoch"] is None, str(result))
    check("skipped" in result["resume_note"], str(result))
    check(backend.stop() == 0)


@test
def after_other_bars_came_it_starts_over_and_says_why(folder):
    backend = start(folder)
    id, _ = stop_with_two(backend, folder, 6)
    backend.import_bars(n=3300)
    resume(backend, id)
    wanted = undisturbed(backend, 6)
    check(model_of(backend, id)[1] == wanted[1])
    check("started over: the checkpoint is of other bars" in backend.get(f"/operations/{id}/result")["resume_note"])
    check(backend.stop() == 0)


@test
def what_nobody_can_resume_is_swept_at_the_next_start(folder):
    backend = start(folder)
    id, left = stop_with_two(backend, folder, 7)
    dead = sessions(folder) / "op_01M8A13ZBXYYPD2AX6295C4BFS/1"
    dead.mkdir(parents=True)
    (dead / "checkpoint-000000001-000000000").write_bytes(b"x")
    backend.kill()
    backend.start()
    check(not dead.parent.exists(), "a dead session was kept")
    check(left[-1].exists(), "a checkpoint that can be resumed was removed")
    check(backend.stop() == 0)


main()
