#!/usr/bin/env python3
"""One trace through all who take part in a command: ktrdr, ktrdrd, its operations and their workers."""
import re

from programs import ENDLESS, TESTS, Backend, check, main, strategy, test, wait_until

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
GIVEN = {"TRACEPARENT": f"00-{TRACE}-00f067aa0ba902b7-01"}


def train(backend, folder, text=strategy(), *words, **how):
    file = folder / "quick.yaml"
    file.write_text(text)
    return backend.ktrdr("models", "train", file, *words, **how)


def traces_of(backend, event):
    return [line.get("trace_id") for line in backend.log_lines() if line["event"] == event]


@test
def one_trace_is_in_the_log_of_all_who_take_part_in_a_training(backend, folder):
    backend.import_bars()
    done = train(backend, folder, env=GIVEN)
    check(done.status == 0, done.err)
    for event, least in (("operation", 2), ("worker started", 1), ("worker ended", 1)):
        lines = wait_until(lambda: traces_of(backend, event), event)
        check(len(lines) >= least and set(lines) == {TRACE}, f"{event}: {lines}")
    posted = [line["trace_id"] for line in backend.log_lines() if line.get("target") == "/api/v1/trainings"]
    check(posted == [TRACE], str(posted))


@test
def it_goes_on_through_a_training_host(folder):
    host = Backend(folder / "host", program=("training-host",)).start()
    backend = Backend(folder / "data", "--training-host-service", host.url).start()
    backend.import_bars()
    done = train(backend, folder, env=GIVEN)
    check(done.status == 0, done.err)
    wait_until(lambda: traces_of(host, "worker ended"), "the end of the worker")
    for event in ("operation", "worker started", "worker ended"):
        check(set(traces_of(host, event)) == {TRACE}, f"{event}: {traces_of(host, event)}")
    check(set(traces_of(backend, "operation")) == {TRACE} and not traces_of(backend, "worker started"))
    asked = [line for line in host.log_lines() if line["event"] == "request" and line["target"] == "/training/start"]
    check(asked and {line["trace_id"] for line in asked} == {TRACE}, str(asked))
    id = backend.get("/operations")["items"][0]["id"]
    rows = backend.get(f"/operations/{id}/timeline")["rows"]
    phases = [row["phase"] for row in rows]
    check(phases[0] == "queued" and {"waiting for the training host", "fetching the model"} <= set(phases), str(phases))
    backend.stop()
    host.stop()


@test
def every_command_has_a_trace_of_its_own(backend, folder):
    backend.import_bars()
    check(train(backend, folder).status == 0 and train(backend, folder, strategy(epochs=4)).status == 0)
    ended = wait_until(lambda: (lambda t: t if len(t) == 2 else None)(traces_of(backend, "worker ended")), "two workers")
    check(len(set(ended)) == 2 and all(re.fullmatch("[0-9a-f]{32}", one) for one in ended), str(ended))
    check(set(traces_of(backend, "operation")) == set(ended), str(ended))


@test
def what_waited_for_a_new_start_goes_on_with_its_trace(folder):
    backend = Backend(folder / "data", "--set", "training.max_running=1").start()
    backend.import_bars()
    backend.wait_for(backend.train(ENDLESS)["id"], "running")
    done = train(backend, folder, strategy(), "--no-follow", env=GIVEN)
    id = done.out.strip()
    check(backend.operation(id)["state"] == "queued", done.err)
    backend.kill()
    backend.start()
    check(backend.wait_for(id)["state"] == "completed")
    named = [line.get("trace_id") for line in backend.log_lines() if line["event"] == "worker ended" and line["operation"] == id]
    check(named == [TRACE], str(named))
    backend.stop()


@test
def a_resume_belongs_to_the_trace_of_who_asked_for_it(backend, folder):
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    backend.wait_for(id, "running")
    backend.worker_of(id)
    backend.cancel(id)
    backend.wait_for(id)
    check(backend.ktrdr("operations", "resume", id, "--no-follow", env=GIVEN).status == 0)
    backend.wait_for(id, "running")
    wait_until(lambda: TRACE in traces_of(backend, "worker started"), "its second worker")
    backend.cancel(id)
    backend.wait_for(id)


@test
def every_metric_is_in_the_page_about_them(backend):
    _, _, text = backend.request("GET", "/metrics")
    names = set(re.findall(r"^# TYPE (\S+)", text.decode(), re.M))
    page = (TESTS / "../docs/observability.md").read_text()
    missing = [name for name in names if f"`{name}`" not in page and not name.startswith("ktrdr_ib_")]
    check(len(names) > 10 and not missing, str(missing))


main()
