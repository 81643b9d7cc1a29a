#!/usr/bin/env python3
"""Operations from end to end, by training on made-up bars: progress, events, results, cancel, resume, retry, keys."""
import http.client, json, threading

from programs import ENDLESS, PATIENCE, Backend, check, main, strategy, test, wait_until

QUICK = strategy()
FINAL = ("completed", "failed", "cancelled")


class Events:
    """A stream of an operation's events: iterates over (name, id or None, data) until the server ends it."""

    def __init__(self, backend, id, last=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", backend.port, timeout=PATIENCE)
        self.connection.request("GET", f"/api/v1/operations/{id}/events", headers={"Last-Event-ID": str(last)} if last else {})
        self.reply = self.connection.getresponse()
        check(self.reply.status == 200 and self.reply.headers["Content-Type"].startswith("text/event-stream"),
              f"{self.reply.status} {self.reply.headers}")

    def __iter__(self):
        fields = {}
        for line in self.reply:
            line = line.decode().rstrip("\n")
            if not line and "data" in fields:
                yield fields.get("event"), int(fields["id"]) if "id" in fields else None, json.loads(fields["data"])
            if not line:
                fields = {}
            elif not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
        self.connection.close()


@test
def a_training_goes_from_queued_to_a_model(backend):
    backend.import_bars()
    operation = backend.train(QUICK)
    check(operation["type"] == "training" and operation["state"] in ("queued", "running") and operation["attempt"] == 1)
    check(operation["id"].startswith("op_") and len(operation["id"]) == 29, operation["id"])
    check(operation["finished_at"] is None and operation["error"] is None)
    ended = backend.wait_for(operation["id"])
    check(ended["state"] == "completed" and ended["created_at"] <= ended["started_at"] <= ended["finished_at"], str(ended))
    request = ended["request"] if isinstance(ended["request"], dict) else json.loads(ended["request"])
    check(request["symbols"] == ["AAA"] and request["seed"] == 42, str(request))
    result = backend.get(f"/operations/{operation['id']}/result")
    check(result["model_id"].startswith("quick-") and result["epochs_run"] == 3 and result["features"] == 5, str(result))
    model = backend.get(f"/models/{result['model_id']}")
    check(model["operation_id"] == operation["id"] and len(model["history"]) == 3 and model["test_looks"] == 0)
    parts = [model[part] for part in ("train_part", "validation_part", "test_part")]
    check(all(a["end"] < b["start"] for a, b in zip(parts, parts[1:])), "the parts overlap")
    check(model["data"][0]["data_hash"] == backend.get("/data/AAA/1d/range")["data_hash"])
    check(len(backend.get("/models")["items"]) == 1)


@test
def its_events_are_states_metrics_and_progress_and_end_by_themselves(backend):
    backend.import_bars()
    id = backend.train(strategy(epochs=30))["id"]
    live = list(Events(backend, id))
    check([data["state"] for name, _, data in live if name == "state"][-1] == "completed", str(live[-1:]))
    replayed = list(Events(backend, id))
    states = [data["state"] for name, _, data in replayed if name == "state"]
    check(states == ["queued", "running", "completed"], str(states))
    check([data["epoch"] for name, _, data in replayed if name == "metric"] == list(range(1, 31)))
    ids = [number for name, number, _ in replayed if name != "progress"]
    check(None not in ids and ids == sorted(set(ids)), str(ids))
    check([(n, i) for n, i, _ in live if n != "progress"] == [(n, i) for n, i, _ in replayed if n != "progress"],
          "what was followed and what is replayed differ")
    check(all(number is None for name, number, _ in live if name == "progress"))
    check(all("percent" in data and "phase" in data for name, _, data in live if name == "progress"))
    middle = ids[10]
    check([number for _, number, _ in Events(backend, id, middle)] == ids[11:])
    check(not list(Events(backend, id, ids[-1])), "something came after the last event")


@test
def two_who_follow_see_the_same_and_one_who_leaves_disturbs_nobody(backend):
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    backend.wait_for(id, "running")
    first, second, third = Events(backend, id), Events(backend, id), Events(backend, id)
    seen = [[], []]
    threads = [threading.Thread(target=lambda n=n, one=one: seen[n].extend(one)) for n, one in enumerate((first, second))]
    next(iter(third))
    third.reply.close()
    third.connection.close()
    for thread in threads:
        thread.start()
    backend.cancel(id)
    for thread in threads:
        thread.join(PATIENCE)
    ends = [[(name, data) for name, _, data in one if name == "state"] for one in seen]
    check(ends[0] == ends[1] and ends[0][-1][1]["state"] == "cancelled", str(ends))


@test
def progress_is_told_while_it_runs(backend):
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    running = wait_until(lambda: (lambda o: o if (o["progress"] or {}).get("percent") and
                                  o["progress"]["phase"].startswith("epoch") else None)(backend.operation(id)), "progress")
    progress = running["progress"]
    check(running["state"] == "running" and 0 < progress["percent"] < 100 and progress["unit"] == "epochs", str(progress))
    check(progress["total"] == 10000 and progress["done"] > 0 and progress["rate"] > 0, str(progress))
    listed = backend.get("/operations?active=true")["items"]
    check([one["id"] for one in listed] == [id] and listed[0]["progress"]["percent"] > 0)
    check(backend.get("/health")["operations_running"] == 1)
    backend.cancel(id)
    check(backend.wait_for(id)["state"] == "cancelled")
    check(backend.get("/health")["operations_running"] == 0)


@test
def a_cancel_is_acknowledged_and_ends_as_cancelled(backend):
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    backend.wait_for(id, "running")
    status, _, operation = backend.request("DELETE", f"/api/v1/operations/{id}", {"reason": "no \"more\" of it"})
    check(status == 202 and operation["state"] in ("cancelling", "cancelled"), f"{status} {operation}")
    backend.request("DELETE", f"/api/v1/operations/{id}")
    ended = backend.wait_for(id)
    check(ended["state"] == "cancelled" and ended["resumable"] and ended["error"] is None, str(ended))
    last = [data for name, _, data in Events(backend, id) if name == "state"][-1]
    check(last["reason"] == "no \"more\" of it", str(last))
    check(backend.expect(409, "DELETE", f"/operations/{id}")["code"] == "conflict")
    check("no result" in backend.get(f"/operations/{id}/result", 404)["detail"])
    check(not backend.get("/models")["items"])


@test
def one_that_waits_is_cancelled_too_and_never_runs(folder):
    backend = Backend(folder / "data", "--set", "training.max_running=1").start()
    backend.import_bars()
    running = backend.train(ENDLESS)["id"]
    backend.wait_for(running, "running")
    waiting = backend.train(QUICK)["id"]
    check(backend.operation(waiting)["state"] == "queued")
    backend.cancel(waiting)
    ended = backend.wait_for(waiting)
    check(ended["state"] == "cancelled" and ended["started_at"] is None, str(ended))
    check(backend.operation(running)["state"] == "running")
    backend.cancel(running)
    backend.wait_for(running)
    backend.expect(202, "POST", f"/operations/{waiting}/resume")
    resumed = backend.wait_for(waiting)
    check(resumed["state"] == "completed" and resumed["attempt"] == 2, str(resumed))
    states = [data["state"] for name, _, data in Events(backend, waiting) if name == "state"]
    check(states[-3:] == ["queued", "running", "completed"] and "cancelled" in states, str(states))
    check(backend.stop() == 0)


@test
def only_what_can_go_on_is_resumed_and_only_what_ended_is_retried(backend):
    backend.import_bars()
    id = backend.train(QUICK)["id"]
    backend.wait_for(id)
    check(backend.expect(409, "POST", f"/operations/{id}/resume")["code"] == "conflict")
    endless = backend.train(ENDLESS)["id"]
    check(backend.expect(409, "POST", f"/operations/{endless}/retry")["code"] == "conflict")
    check(backend.expect(409, "POST", f"/operations/{endless}/resume")["code"] == "conflict")
    backend.cancel(endless)
    again = backend.expect(202, "POST", f"/operations/{id}/retry")
    check(again["id"] != id and again["attempt"] == 1)
    check(backend.wait_for(again["id"])["state"] == "completed")
    for method, path in (("GET", ""), ("GET", "/result"), ("GET", "/events"), ("POST", "/resume"), ("POST", "/retry"), ("DELETE", "")):
        check(backend.expect(404, method, "/operations/op_00000000000000000000000000" + path)["code"] == "not_found", path)
    backend.wait_for(endless)


@test
def the_same_training_makes_the_same_model_bit_for_bit(backend):
    backend.import_bars()

    def model(**more):
        id = backend.train(strategy(epochs=5), **more)["id"]
        ended = backend.wait_for(id)
        if ended["state"] != "completed":
            raise AssertionError(str(ended))
        result = backend.get(f"/operations/{id}/result")
        return result["model_id"], backend.get(f"/models/{result['model_id']}/files/model.safetensors"), result["seed"]

    first, second = model(), model()
    check(first == second and first[2] == 42, f"{first[0]} {second[0]}")
    seeded, again = model(seed=7), model(seed=7)
    check(seeded == again and seeded[0] != first[0] and seeded[1] != first[1] and seeded[2] == 7)
    check(model(overrides=["training.seed=7"])[1:] == seeded[1:], "the strategy's seed is not the seed")
    backend.import_bars("BBB")
    check(model(symbols=["BBB"])[0] != first[0], "another symbol makes another model")
    check(len(backend.get("/models")["items"]) == 3)


@test
def the_seed_in_the_strategy_is_the_one_that_is_used(backend):
    backend.import_bars()
    id = backend.train(strategy(training="  seed: 11\n"))["id"]
    backend.wait_for(id)
    check(backend.get(f"/operations/{id}/result")["seed"] == 11)
    id = backend.train(strategy(training="  seed: 11\n"), seed=5)["id"]
    backend.wait_for(id)
    check(backend.get(f"/operations/{id}/result")["seed"] == 5)


@test
def eight_at_once_all_finish(backend):
    for symbol in ("AAA", "BBB"):
        backend.import_bars(symbol, seed=ord(symbol[0]) - 64)
    ids, threads = [], []
    for n in range(8):
        def ask(n=n):
            ids.append(backend.train(QUICK, symbols=["AAA" if n % 2 else "BBB"], seed=n)["id"])
        threads.append(threading.Thread(target=ask))
        threads[-1].start()
    for thread in threads:
        thread.join()
    check(len(set(ids)) == 8)
    check([backend.wait_for(id)["state"] for id in ids] == ["completed"] * 8)
    check(len({backend.get(f"/operations/{id}/result")["model_id"] for id in ids}) == 8)
    check(backend.get("/models")["total"] == 8 and not backend.workers())


@test
def they_run_one_after_the_other_in_the_order_they_came(folder):
    backend = Backend(folder / "data", "--set", "training.max_running=1", "--set", "training.max_sessions=4").start()
    backend.import_bars()
    blocker = backend.train(ENDLESS)["id"]
    backend.wait_for(blocker, "running")
    ids = []
    for n in range(4):
        ids.append(backend.train(QUICK, seed=n)["id"])
        wait_until(lambda: backend.get("/health")["services"]["workers"]["detail"]["waiting"] == n + 1, "it to stand in line")
    status, headers, body = backend.request("POST", "/api/v1/trainings", {"strategy_text": QUICK})
    check(status == 429 and body["code"] == "limit" and int(headers["Retry-After"]) > 0, f"{status} {body}")
    check(backend.get("/health")["operations_queued"] == 4)
    backend.cancel(blocker)
    for id in ids:
        backend.wait_for(id)
    order = sorted(ids, key=lambda id: [i for n, i, d in Events(backend, id) if n == "state" and d["state"] == "running"])
    check(order == ids, f"{order} {ids}")
    check(backend.stop() == 0)


@test
def a_key_makes_one_operation_of_a_request_that_is_sent_twice(backend):
    backend.import_bars()

    def ask(text, key):
        return backend.request("POST", "/api/v1/trainings", {"strategy_text": text}, {"Idempotency-Key": key})

    _, _, first = ask(QUICK, "one")
    status, _, second = ask(QUICK, "one")
    check(status == 202 and second["id"] == first["id"], f"{status} {second}")
    status, _, other = ask(strategy(epochs=4), "one")
    check(status == 409 and other["code"] == "conflict", f"{status} {other}")
    check(ask(QUICK, "two")[2]["id"] != first["id"])
    for key in ("", " ", "a b", "x" * 1000):
        check(ask(QUICK, key)[0] == 422, repr(key))
    backend.wait_for(first["id"])
    check(ask(QUICK, "one")[2]["id"] == first["id"], "its key is forgotten at the end")
    check(backend.get("/operations")["total"] == 2)


@test
def the_list_is_filtered_and_comes_in_pages(backend):
    backend.import_bars()
    ids = [backend.train(QUICK, seed=n)["id"] for n in range(5)]
    for id in ids:
        backend.wait_for(id)
    listed = backend.get("/operations")
    check([one["id"] for one in listed["items"]] == ids[::-1] and listed["total"] == 5 and listed["next"] is None, str(listed))
    pages, after = [], ""
    while after is not None:
        page = backend.get(f"/operations?limit=2{'&after=' + after if after else ''}")
        pages.append([one["id"] for one in page["items"]])
        after = page["next"]
    check([len(page) for page in pages] == [2, 2, 1] and sum(pages, []) == ids[::-1], str(pages))
    check(backend.get("/operations?status=completed&type=training")["total"] == 5)
    check(backend.get("/operations?status=failed")["items"] == [])
    check(backend.get("/operations?active=true")["items"] == [])
    for query in ("status=done", "type=tea", "limit=0", "limit=1001", "limit=x", "active=maybe", "nonsense=1"):
        check(backend.get("/operations?" + query, 422)["code"] == "invalid", query)


@test
def a_training_that_cannot_work_is_refused_before_it_is_an_operation(backend):
    backend.import_bars()

    def refused(status, code, *words, **request):
        answered, _, body = backend.request("POST", "/api/v1/trainings", request)
        check(answered == status and body["code"] == code, f"{request}: {answered} {body}")
        text = json.dumps(body)
        check(all(word in text for word in words), text)

    refused(404, "not_found", "NONE", strategy_text=QUICK, symbols=["NONE"])
    refused(404, "not_found", "nobody", strategy="nobody")
    refused(422, "invalid", "../../etc", strategy_text=QUICK, symbols=["../../etc"])
    refused(422, "invalid", "epochs", strategy_text=QUICK, overrides=["training.epochs=0"])
    refused(422, "invalid", "nothing", strategy_text=QUICK, overrides=["nothing=1"])
    refused(422, "invalid", "strategi", strategi="x")
    refused(422, "invalid", strategy_text="name: [")
    refused(422, "invalid", strategy_text=QUICK, start_date="yesterday")
    refused(422, "invalid", "seed", strategy_text=QUICK, seed=-1)
    check(backend.get("/operations")["total"] == 0)


@test
def a_training_with_fewer_bars_than_it_requires_is_refused_with_both_numbers(backend):
    backend.import_bars(n=60)
    refused = backend.expect(422, "POST", "/trainings", {"strategy_text": QUICK})
    check("60 bars" in refused["detail"] and "history_required is 200" in refused["detail"], refused["detail"])
    backend.import_bars(n=400)
    refused = backend.expect(422, "POST", "/trainings", {"strategy_text": QUICK, "end_date": "2015-02-01"})
    check("32 bars" in refused["detail"], refused["detail"])


@test
def a_training_that_learns_nothing_fails_and_says_so(backend):
    backend.import_bars(n=60)
    ended = backend.wait_for(backend.train(QUICK, overrides=["training_data.history_required=1"])["id"])
    check(ended["state"] == "failed" and ended["error"]["code"] == "bad_data", str(ended))
    check("no validation rows" in ended["error"]["detail"] and ended["error"]["suggestion"], str(ended["error"]))
    check(not backend.get("/models")["items"])


@test
def the_command_line_does_it_all(backend, folder):
    backend.import_bars()
    file = folder / "quick.yaml"
    file.write_text(QUICK)
    done = backend.ktrdr("train", file, "--seed", "3")
    check(done.status == 0 and "quick-" in done.out, done.err)
    done = backend.ktrdr("train", file, "--seed", "3", "--json")
    check(done.status == 0 and done.json["seed"] == 3, done.err)
    check(len(backend.ktrdr("models", "list", "--json").json["items"]) == 1)
    endless = folder / "endless.yaml"
    endless.write_text(ENDLESS)
    id = backend.ktrdr("train", endless, "--no-follow").out.strip()
    check(backend.ktrdr("status", id, "--json").json["id"] == id)
    check(id in backend.ktrdr("ops", "--active").out)
    check(backend.ktrdr("operations", "result", id).status == 3)
    done = backend.ktrdr("cancel", id, "--reason", "enough", "--json")
    check(done.status == 0 and done.json["state"] in ("cancelling", "cancelled"), done.err)
    check(backend.ktrdr("follow", id).status == 4)
    done = backend.ktrdr("resume", id, "--no-follow")
    check(done.status == 0 and done.out.strip() == id, done.err)
    backend.ktrdr("cancel", id)
    check(backend.wait_for(id)["attempt"] == 2)
    check(backend.ktrdr("cancel", id).status == 1)
    check(backend.ktrdr("status", "op_nothing").status == 3)
    first = backend.get("/operations")["items"][-1]["id"]
    check(backend.ktrdr("operations", "result", first, "--json").json["seed"] == 3)
    done = backend.ktrdr("operations", "retry", first)
    check(done.status == 0 and "quick-" in done.out, done.err)


# ---- batches ----

def start_batch(backend, items, **more):
    return backend.expect(202, "POST", "/trainings", {"strategy_label": "test.yaml", "items": items, **more})


@test
def a_batch_of_trainings_is_one_operation_with_children(backend):
    backend.import_bars()
    backend.import_bars("BBB", seed=2)
    items = [{"seed": 1}, {"seed": 2, "overrides": ["training.epochs=2"]}, {"symbols": ["BBB"]}]
    batch = start_batch(backend, items, strategy_text=QUICK, overrides=["training.epochs=4"])
    check(batch["type"] == "batch" and len(batch["request"]["items"]) == 3, batch)
    events = list(Events(backend, batch["id"]))
    ended = backend.operation(batch["id"])
    check(ended["state"] == "completed" and ended["progress"]["percent"] == 100, ended)
    progress = [data["percent"] for name, _, data in events if name == "progress"]
    check(progress and progress == sorted(progress), progress)
    result = backend.get(f"/operations/{batch['id']}/result")
    check(result["total"] == 3 and [item["state"] for item in result["items"]] == ["completed"] * 3, result)
    check([item["label"] for item in result["items"]] == ["quick seed 1", "quick training.epochs=2 seed 2", "quick seed 42"], result)
    children = backend.get(f"/operations?parent={batch['id']}")
    check(children["total"] == 3 and {child["parent_id"] for child in children["items"]} == {batch["id"]}, children)
    results = [backend.get(f"/operations/{item['id']}/result") for item in result["items"]]
    check([r["epochs_run"] for r in results] == [4, 2, 4] and [r["seed"] for r in results] == [1, 2, 42], results)
    check(results[2]["symbols"] == ["BBB"])
    listed = backend.ktrdr("operations", "list", "--parent", batch["id"], "--json").json
    check({child["id"] for child in listed["items"]} == {item["id"] for item in result["items"]})


@test
def an_item_that_cannot_work_refuses_the_whole_batch(backend):
    backend.import_bars()
    problem = backend.expect(422, "POST", "/trainings", {"strategy_text": QUICK, "items": [{"seed": 1}, {"overrides": ["training.epoch=2"]}]})
    check("items[1]" in problem["detail"], problem)
    check(backend.expect(422, "POST", "/trainings", {"items": [{"items": [{}]}]})["code"] == "invalid")
    check(backend.get("/operations")["total"] == 0)


@test
def a_cancelled_batch_cancels_its_children_and_goes_on_with_those(backend):
    backend.import_bars()
    batch = start_batch(backend, [{"strategy_text": QUICK}, {"strategy_text": ENDLESS}, {"strategy_text": ENDLESS, "seed": 7}])
    states = lambda: sorted(child["state"] for child in backend.get(f"/operations?parent={batch['id']}")["items"])
    wait_until(lambda: "completed" in states() and "running" in states(), "one to be done and one to run")
    backend.cancel(batch["id"])
    check(backend.wait_for(batch["id"])["state"] == "cancelled" and states() == ["cancelled", "cancelled", "completed"], states())
    backend.expect(202, "POST", f"/operations/{batch['id']}/resume")
    wait_until(lambda: "running" in states(), "them to go on")
    check(len(states()) == 3 and "completed" in states())
    backend.cancel(batch["id"])
    backend.wait_for(batch["id"])


@test
def a_batch_outlives_a_kill(backend):
    backend.import_bars()
    items = [{"seed": n, "strategy_text": strategy(epochs=300)} for n in range(8)]
    batch = start_batch(backend, items)
    wait_until(lambda: backend.get(f"/operations?parent={batch['id']}&status=completed")["total"], "a child to be done")
    backend.kill()
    backend.start()
    check(backend.operation(batch["id"])["state"] == "failed" and backend.operation(batch["id"])["resumable"])
    before = {child["id"] for child in backend.get(f"/operations?parent={batch['id']}&status=completed")["items"]}
    backend.expect(202, "POST", f"/operations/{batch['id']}/resume")
    check(backend.wait_for(batch["id"])["state"] == "completed")
    children = backend.get(f"/operations?parent={batch['id']}")
    check(children["total"] == 8 and all(child["state"] == "completed" for child in children["items"]), children)
    check(before and all(child["attempt"] == 1 for child in children["items"] if child["id"] in before))
    check(backend.get("/models")["total"] == 8)


main()
