#!/usr/bin/env python3
"""What is set, and where: `ktrdr config`; the manual page. Needs no backend."""
from programs import TESTS, check, ktrdr, main, test


def write(folder, text):
    file = folder / "ktrdr.yaml"
    file.write_text(text)
    return file


def value(done, key):
    return next(i for i in done.json["items"] if i["key"] == key)


@test
def each_value_says_where_it_was_set(folder):
    file = write(folder, "log:\n  level: debug\ntraining: {max_running: 3}\n")
    done = ktrdr("config", "show", "--config", file, "--json", data=folder / "d",
                 env={"KTRDR_TRAINING_MAX_RUNNING": "5", "XDG_DATA_HOME": str(folder)})
    check(done.status == 0, done.err)
    check(done.json["file"] == str(file) and done.json["total"] == len(done.json["items"]))
    level = value(done, "log.level")
    check((level["value"], level["origin"], level["place"]) == ("debug", "file", f"{file}:2:3"), str(level))
    running = value(done, "training.max_running")
    check((running["value"], running["origin"], running["place"]) ==
          ("5", "environment", "KTRDR_TRAINING_MAX_RUNNING"), str(running))
    check(value(done, "data_dir")["origin"] == "command line" and value(done, "data_dir")["value"] == str(folder / "d"))
    listen = value(done, "backend.listen")
    check(listen["origin"] == "default" and "place" not in listen and listen["variable"] == "KTRDR_BACKEND_LISTEN")
    done = ktrdr("config", "show", "--config", file)
    check(f"{file}:2:3" in done.out and "default" in done.out and f"file: {file}" in done.out, done.out)


@test
def a_key_is_explained(folder):
    file = write(folder, "training: {max_running: 3}\n")
    done = ktrdr("config", "explain", "training.max_running", "--config", file)
    check(done.status == 0, done.err)
    for text in ("= 3", "1 to 1024", f"{file}:1:12", "KTRDR_TRAINING_MAX_RUNNING", "worker processes"):
        check(text in done.out, f"no {text!r} in {done.out}")
    done = ktrdr("config", "explain", "training.max_running", "--config", file, "--json")
    check(done.json["value"] == "3" and done.json["expected"] == "a whole number, 1 to 1024", done.out)


@test
def a_key_that_is_not_there_is_refused_with_the_nearest(folder):
    for word, meant in (("trainin.max_runing", "training.max_running"), ("level", "log.level")):
        done = ktrdr("config", "explain", word)
        check(done.status == 2 and f"did you mean '{meant}'" in done.err, done.err)
    check(ktrdr("config", "explain", "qqqqqqqqq").status == 2)


@test
def a_mistake_in_the_file_is_told_with_its_place(folder):
    file = write(folder, "log: {level: loud}\n")
    done = ktrdr("config", "show", "--config", file)
    check(done.status == 2 and f"{file}:1:7" in done.err and "'loud'" in done.err, done.err)
    check(ktrdr("config", "show", "--config", folder / "none.yaml").status == 3)


@test
def the_example_sets_nothing_and_can_be_set_line_by_line(folder):
    text = ktrdr("config", "example").out
    file = write(folder, text)
    done = ktrdr("config", "show", "--config", file, "--json")
    check(done.status == 0 and all(i["origin"] == "default" for i in done.json["items"]), done.err + done.out)
    keys = [line[1:] for line in text.splitlines() if line.startswith("#") and not line.startswith("# ")]
    check([k.split(":")[0] for k in keys] == [i["key"] for i in done.json["items"]], text)
    file = write(folder, "\n".join(k for k in keys if not k.endswith(":")))
    again = ktrdr("config", "show", "--config", file, "--json")
    check(again.status == 0, again.err)
    for item in done.json["items"]:
        new = value(again, item["key"])
        check(new["value"] == item["value"] or item["key"].endswith("use_host_service"), str(new))
        check(not item.get("usual") or new["origin"] == "file", str(new))


@test
def a_host_switch_tells_the_url_that_turned_it_on(folder):
    done = ktrdr("config", "explain", "ib.use_host_service", env={"IB_HOST_SERVICE_URL": "http://there:5001"})
    check("= true" in done.out and "environment: IB_HOST_SERVICE_URL" in done.out, done.out)


@test
def the_manual_page_has_every_command(folder):
    page = ktrdr("man")
    check(page.status == 0 and page.out.startswith(".TH KTRDR 1"), page.err)
    for line in (TESTS / "../docs/cli.md").read_text().splitlines():
        if line.startswith("### `"):
            check(".SS " + line.strip("#` ").replace("-", "\\-") in page.out, line)
    check(all(not l.startswith((".", "'")) or l[1:3] in ("TH", "SH", "SS", "TP", "PP", "B ") for l in page.out.splitlines()))


main()
