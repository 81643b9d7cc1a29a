#!/usr/bin/env python3
"""`ktrdr doctor`: what is wrong is found, and named with what to do."""
import shutil

from programs import BUILD, check, ktrdr, main, test
import programs


def found(done):
    return {c["name"]: c for c in done.json["checks"]}


@test
def all_is_well_with_a_backend(backend):
    done = backend.ktrdr("doctor", "--json")
    checks = found(done)
    check(done.status == 0 and done.json["status"] != "fail", done.out)
    for name in ("configuration", "data folder", "worker program", "backend", "store", "workers"):
        check(checks[name]["status"] == "ok", str(checks.get(name)))
    check(set(checks) > {"disk", "clock"})
    text = backend.ktrdr("doctor").out
    check(all(line[:4].strip() in ("ok", "warn", "fail", "") for line in text.splitlines()), text)


@test
def a_backend_that_does_not_answer_fails_with_how_to_start_one(folder):
    done = ktrdr("doctor", "--json", data=folder / "none")
    check(done.status == 1 and done.json["status"] == "fail", done.out)
    check(found(done)["backend"]["status"] == "fail" and "ktrdrd all" in found(done)["backend"]["fix"], done.out)
    check(found(done)["data folder"]["status"] == "warn", done.out)


@test
def a_folder_that_others_may_read_is_a_warning(backend):
    backend.data.chmod(0o755)
    done = backend.ktrdr("doctor", "--json")
    check(done.status == 0 and found(done)["data folder"]["status"] == "warn", done.out)
    check(found(done)["data folder"]["fix"] == f"chmod 700 '{backend.data}'", done.out)
    check("warn  data folder" in backend.ktrdr("doctor").out)


@test
def a_mistake_in_the_configuration_is_one_finding_and_the_rest_is_checked(folder):
    file = folder / "ktrdr.yaml"
    file.write_text("log: {level: loud}\n")
    done = ktrdr("doctor", "--json", env={"KTRDR_CONFIG": str(file)})
    check(done.status == 1, done.out)
    check(found(done)["configuration"]["status"] == "fail" and f"{file}:1:7" in found(done)["configuration"]["text"], done.out)
    check("worker program" in found(done) and "backend" in found(done))


@test
def a_host_that_is_turned_on_is_asked_itself_where_no_backend_says_how_it_is(backend, folder):
    on = {"USE_TRAINING_HOST_SERVICE": "yes", "TRAINING_HOST_SERVICE_URL": "http://127.0.0.1:1"}
    done = ktrdr("doctor", "--json", data=folder / "none", env=on)
    check(done.status == 1 and found(done)["training"]["status"] == "fail", done.out)
    check("does not answer" in found(done)["training"]["text"] and "training.use_host_service" in found(done)["training"]["fix"], done.out)
    check("ib" not in found(done), "one that is off was asked")
    on["TRAINING_HOST_SERVICE_URL"] = backend.url
    done = ktrdr("doctor", "--json", data=folder / "none", env=on)
    check(found(done)["training"]["status"] == "ok" and backend.url in found(done)["training"]["text"], done.out)


@test
def a_worker_that_is_missing_or_another_version_fails(folder):
    shutil.copy(BUILD / "ktrdr", folder / "ktrdr")
    programs.BUILD = folder
    try:
        worker = folder / "ktrdr-worker"
        worker.write_text("#!/bin/sh\necho ktrdr-worker 0.0.7\n")
        worker.chmod(0o755)
        done = ktrdr("doctor", "--json", data=folder / "none")
        check(found(done)["worker program"]["status"] == "fail" and "0.0.7" in found(done)["worker program"]["text"], done.out)
    finally:
        programs.BUILD = BUILD


main()
