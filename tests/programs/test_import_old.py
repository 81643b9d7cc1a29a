#!/usr/bin/env python3
"""An old Python ktrdr's folder is taken over: what comes, what fails, what cannot come, and that nothing is invented."""
import os

from programs import OLDER, Skip, check, extra, main, test

HOPELESS = OLDER.replace("type: RSI", "type: CRYSTAL_BALL")

ROWS = "".join(f"2024-01-{d:02d}T00:00:00Z,10,12,9,11,{d}00\n" for d in range(2, 12))
HEAD = "timestamp,open,high,low,close,volume\n"


def make(folder):
    """An old system's folder, with what lay about in such."""
    old = folder / "old"
    files = {
        "data/aapl_1d.csv": HEAD + ROWS,
        "data/MSFT_1d.csv": HEAD + ROWS.replace("2024-01-05T00:00:00Z,10,12,9,11", "2024-01-05T00:00:00Z,10,1,9,11"),
        "data/BRK_B_1d.csv": "," + HEAD.split(",", 1)[1] + ROWS,      # an index without a name; '_' in the symbol
        "data/EMPTY_1h.csv": "",
        "data/notes.csv": "a,b\n",
        "data/TSLA_9q.csv": HEAD + ROWS,
        "data/symbol_discovery_cache.json": "{}",
        "strategies/good.yaml": OLDER,
        "strategies/bad.yaml": HOPELESS,
        "strategies/broken.yaml": "a: [1\n",
        "config/settings.yaml": "data: {}\n",
        "models/rsi/AAPL_1h_v1/model.pt": "\x80",
        "models/rsi/AAPL_1h_v1/scaler.pkl": "\x80",
        ".git/HEAD": "x",
        "ktrdr/__pycache__/x.pyc": "x",
    }
    for name, text in files.items():
        (old / name).parent.mkdir(parents=True, exist_ok=True)
        (old / name).write_text(text)
    os.symlink("AAPL_1h_v1", old / "models/rsi/AAPL_1h_latest")
    return old


def by_file(done):
    return {item["file"]: item for item in done.json["items"]}


@test
def what_can_come_comes_and_the_rest_is_listed_with_a_reason(backend, folder):
    old, new = make(folder), folder / "new"
    done = backend.ktrdr("import-old", old, "--strategies", new, "--json")
    check(done.status == 1, f"{done.status} {done.err}")
    items = by_file(done)
    check(len(items) == done.json["total"] == 16, str(sorted(items)))
    outcomes = {file: item["outcome"] for file, item in items.items()}
    check([f for f, o in outcomes.items() if o == "taken"] ==
          ["data/BRK_B_1d.csv", "data/aapl_1d.csv", "strategies/good.yaml"], str(outcomes))
    check([f for f, o in outcomes.items() if o == "failed"] ==
          ["data/EMPTY_1h.csv", "data/MSFT_1d.csv", "strategies/bad.yaml", "strategies/broken.yaml"], str(outcomes))
    check(items["data/BRK_B_1d.csv"]["symbol"] == "BRK_B" and items["data/aapl_1d.csv"]["symbol"] == "AAPL")
    check("crystal_ball" in items["strategies/bad.yaml"]["text"], str(items["strategies/bad.yaml"]))
    for file, why in (("models/rsi/AAPL_1h_v1/model.pt", "pickled model"), ("data/notes.csv", "SYMBOL_timeframe"),
                      ("data/TSLA_9q.csv", "SYMBOL_timeframe"), ("models/rsi/AAPL_1h_latest", "link"),
                      (".git", "not looked into"), ("config/settings.yaml", "config example")):
        check(items[file]["outcome"] == "left" and why in items[file]["text"], str(items[file]))
    counts = [done.json[k] for k in ("taken", "would", "failed", "left")]
    check(counts == [3, 0, 4, 9], str(counts))
    stored = {s["symbol"] for s in backend.get("/data")["items"]}
    check(stored == {"AAPL", "BRK_B"}, str(stored))
    check(backend.get("/data/AAPL/1d")["volume"] == [d * 100 for d in range(2, 12)])
    check(os.listdir(new) == ["good.yaml"])
    check(backend.ktrdr("strategies", "validate", new / "good.yaml").status == 0)


@test
def a_second_time_changes_nothing_and_a_file_of_ours_stays(backend, folder):
    old, new = make(folder), folder / "new"
    backend.ktrdr("import-old", old, "--strategies", new)
    again = by_file(backend.ktrdr("import-old", old, "--strategies", new, "--json"))
    check(again["data/aapl_1d.csv"]["text"].startswith("0 new, 10 were"), str(again["data/aapl_1d.csv"]))
    check(again["strategies/good.yaml"]["outcome"] == "taken")
    (new / "good.yaml").write_text("mine")
    again = by_file(backend.ktrdr("import-old", old, "--strategies", new, "--json"))
    check(again["strategies/good.yaml"]["outcome"] == "failed" and (new / "good.yaml").read_text() == "mine")


@test
def a_dry_run_stores_nothing_and_says_what_would_come(backend, folder):
    old, new = make(folder), folder / "new"
    done = backend.ktrdr("import-old", old, "--strategies", new, "--dry-run")
    check(done.status == 0 and "7 would be" in done.out and "9 cannot come" in done.out, done.out + done.err)
    check(backend.get("/data")["total"] == 0 and not new.exists())


@test
def mistakes_and_a_missing_backend_are_told(backend, folder):
    check(backend.ktrdr("import-old", folder / "none").status == 3)
    check(backend.ktrdr("import-old").status == 2)
    old = make(folder)
    url = backend.url
    backend.stop()
    done = backend.ktrdr("--url", url, "import-old", old)
    check(done.status == 5 and "1 failed" in done.out, f"{done.status} {done.out} {done.err}")


@test
def real_files_of_the_old_system_come_whole(backend, folder):
    file = next(iter(sorted(extra("data").rglob("*_1h.csv"))), None)
    if not file:
        raise Skip("no SYMBOL_1h.csv there")
    old = folder / "real"
    old.mkdir()
    os.symlink(file, old / "linked_1h.csv")
    (old / file.name).write_bytes(file.read_bytes())
    done = backend.ktrdr("import-old", old, "--json")
    item = by_file(done)[file.name]
    check(done.status == 0 and item["outcome"] == "taken", str(item))
    check(item["accepted"] + item["rejected"] == len(file.read_text().splitlines()) - 1, str(item))


main()
