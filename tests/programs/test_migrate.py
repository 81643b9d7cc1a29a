#!/usr/bin/env python3
"""Strategies of the older grammars, carried over: the text, the report, the exit status."""
from programs import OLDER, check, main, test

HOPELESS = OLDER.replace("type: RSI", "type: CRYSTAL_BALL")


def write(folder, text, name="old.yaml"):
    file = folder / name
    file.write_text(text)
    return file


@test
def an_older_strategy_comes_out_as_one_that_validates(folder, backend):
    old, new = write(folder, OLDER), folder / "new.yaml"
    done = backend.ktrdr("strategies", "migrate", old, "--output", new)
    check(done.status == 0, done.err)
    check(done.out == "", done.out)
    check("old.yaml:" in done.err and "warning" in done.err and "migrated" in done.err, done.err)
    check("version" in done.err, "a key that was dropped is in the report: " + done.err)
    check(backend.ktrdr("strategies", "validate", new).status == 0)
    check(backend.ktrdr("strategies", "features", new).status == 0)


@test
def without_a_file_to_write_it_goes_to_stdout_alone(folder, backend):
    old, new = write(folder, OLDER), folder / "new.yaml"
    check(backend.ktrdr("strategies", "migrate", old, "-o", new).status == 0)
    check(backend.ktrdr("strategies", "migrate", old).out == new.read_text())
    check(backend.ktrdr("strategies", "migrate", "-", input=OLDER).out == new.read_text())


@test
def nothing_is_overwritten(folder, backend):
    old = write(folder, OLDER)
    done = backend.ktrdr("strategies", "migrate", old, "--output", old)
    check(done.status == 2 and "already" in done.err, done.err)
    check(old.read_text() == OLDER)


@test
def what_cannot_be_carried_over_is_refused_whole(folder, backend):
    old, new = write(folder, HOPELESS), folder / "new.yaml"
    done = backend.ktrdr("strategies", "migrate", old, "--output", new)
    check(done.status == 2, f"exit {done.status}")
    check("error" in done.err and "crystal_ball" in done.err, done.err)
    check(done.out == "" and not new.exists())
    done = backend.ktrdr("strategies", "migrate", old, "--json")
    check(done.status == 2 and not done.json["migrated"] and "text" not in done.json, done.out)
    check(any("crystal_ball" in f["text"] for f in done.json["findings"]), done.out)


@test
def the_route_takes_a_text_and_refuses_what_it_does_not_know(backend):
    path = "/api/v1/strategies/migrate"
    status, _, reply = backend.request("POST", path, {"text": OLDER, "label": "a"})
    check(status == 200 and reply["migrated"] and reply["label"] == "a" and "name:" in reply["text"], str(reply))
    check(backend.request("POST", path, {"label": "a"})[0] == 422)
    check(backend.request("POST", path, {"text": "x", "paht": "y"})[0] == 422)
    status, _, reply = backend.request("POST", path, {"text": "name: [", "label": "a"})
    check(status == 200 and not reply["migrated"] and reply["n_errors"] == 1, str(reply))


main()
