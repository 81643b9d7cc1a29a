#!/usr/bin/env python3
"""ktrdr data backup: a whole copy of the database while work goes on, which can be used again."""
import hashlib, http.client, os, sqlite3

from programs import ENDLESS, Backend, check, main, strategy, test, wait_until


def temporary(backend):
    return list((backend.data / "backend" / "temporary").iterdir())


@test
def a_backup_is_a_database_that_a_backend_can_go_on_with(backend, folder):
    backend.import_bars()
    id = backend.train(ENDLESS)["id"]
    backend.wait_for(id, "running")
    file = folder / "copy.db"
    done = backend.ktrdr("data", "backup", file, "--json")
    check(done.status == 0 and done.json["file"] == str(file), done.out + done.err)
    check(done.json["bytes"] == file.stat().st_size, done.out)
    check(done.json["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest())
    with sqlite3.connect(file) as copy:
        check(copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
        check(copy.execute("SELECT state FROM operation WHERE id=?", (id,)).fetchall() == [("running",)])
    check(file.stat().st_mode & 0o777 == 0o600 and not temporary(backend), str(temporary(backend)))
    bars = backend.get("/data/AAA/1d/range")["data_hash"]
    (folder / "other" / "backend").mkdir(parents=True)
    os.rename(file, folder / "other" / "backend" / "ktrdr.db")
    other = Backend(folder / "other").start()
    check(other.get("/data/AAA/1d/range")["data_hash"] == bars)
    check(other.operation(id)["state"] == "failed" and other.operation(id)["error"]["code"] == "interrupted")
    other.stop()
    backend.cancel(id)
    backend.wait_for(id)


@test
def nothing_is_overwritten_and_a_folder_gets_a_name_of_its_own(backend, folder):
    there = folder / "there.db"
    there.write_text("mine")
    refused = backend.ktrdr("data", "backup", there)
    check(refused.status == 1 and "there already" in refused.err and there.read_text() == "mine", refused.err)
    target = folder / "backups"
    target.mkdir()
    done = backend.ktrdr("data", "backup", target)
    names = [file.name for file in target.iterdir()]
    check(done.status == 0 and len(names) == 1 and names[0].startswith("ktrdr-") and names[0].endswith(".db"), f"{names} {done.err}")
    check(backend.ktrdr("data", "backup", folder / "none" / "copy.db").status != 0)


@test
def a_client_that_leaves_in_the_middle_leaves_nothing_behind(backend):
    backend.import_bars(n=4000)
    connection = http.client.HTTPConnection("127.0.0.1", backend.port)
    connection.request("GET", "/api/v1/backup")
    reply = connection.getresponse()
    check(reply.status == 200 and int(reply.headers["X-Ktrdr-Bytes"]) > 0)
    reply.close()
    connection.close()
    wait_until(lambda: not temporary(backend), "its copy to go")


main()
