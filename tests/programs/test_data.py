#!/usr/bin/env python3
"""Bars from end to end: files in, reports, merges, refusals, and every way to look at what is stored."""
import csv, io, json, math, struct, urllib.parse

from programs import Backend, bars_csv, check, extra, main, test

HEADER = "timestamp,open,high,low,close,volume\n"
KBAR = "application/vnd.ktrdr.bars"


def post(backend, text, symbol="AAA", timeframe="1d", **query):
    """(status, the report or the problem)"""
    query = urllib.parse.urlencode({"symbol": symbol, "timeframe": timeframe, **query})
    status, _, body = backend.request("POST", "/api/v1/data/import?" + query, text)
    return status, body


def rows(text):
    return [{k: v if k == "timestamp" else float(v) for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


def fetch(backend, path, kind):
    status, headers, body = backend.request("GET", "/api/v1/data/" + path, headers={"Accept": kind})
    check(status == 200 and headers["Content-Type"].startswith(kind), f"{status} {headers}")
    return body


@test
def an_import_reports_what_became_of_every_row(backend, folder):
    file = folder / "bars.csv"
    lines = bars_csv(100).splitlines(keepends=True)
    lines[10] = lines[10].replace("Z,", "Z,x", 1)
    lines.insert(50, lines[49])
    lines.insert(60, "\n")
    file.write_text("".join(lines))
    done = backend.ktrdr("data", "import", file, "--symbol", "aaa", "-t", "1d", "--json")
    report = done.json
    check(done.status == 0 and report["symbol"] == "AAA" and report["timeframe"] == "1d" and report["label"] == str(file), done.err)
    check((report["rows"], report["accepted"], report["rejected_count"], report["added"]) == (100, 99, 1, 99), done.out)
    check(report["rejected"] == [{"line": 11, "reason": report["rejected"][0]["reason"]}]
          and "not a number" in report["rejected"][0]["reason"], str(report["rejected"]))
    check({repair["rule"] for repair in report["repaired"]} == {"row repeated: dropped", "blank line: skipped"}, str(report["repaired"]))
    check(report["first"] == "2015-01-01T00:00:00Z" and report["last"] == "2015-04-10T00:00:00Z", done.out)
    check(report["data_hash"] == backend.get("/data/AAA/1d/range")["data_hash"] and len(report["data_hash"]) == 64)
    done = backend.ktrdr("data", "import", file, "--symbol", "AAA", "-t", "1d")
    check(done.status == 0 and "99 accepted, 1 rejected" in done.out and "11  open 'x" in done.out, done.out)


@test
def what_is_stored_already_is_the_same_and_what_differs_at_the_end_is_replaced(backend):
    text = bars_csv(60)
    check(post(backend, text)[1]["added"] == 60)
    before = backend.get("/data/AAA/1d/range")["data_hash"]
    report = post(backend, text)[1]
    check((report["added"], report["same"], report["replaced"]) == (0, 60, 0), str(report))
    check(backend.get("/data/AAA/1d/range")["data_hash"] == before)
    more = bars_csv(80)
    report = post(backend, more)[1]
    check((report["added"], report["same"], report["replaced"]) == (20, 60, 0), str(report))
    lines = more.splitlines(keepends=True)
    last = lines[-1].rsplit(",", 1)[0] + ",77\n"
    report = post(backend, HEADER + last)[1]
    check((report["added"], report["same"], report["replaced"]) == (0, 0, 1), str(report))
    check(rows(fetch(backend, "AAA/1d", "text/csv").decode())[-1]["volume"] == 77)
    check(backend.get("/data/AAA/1d/range")["count"] == 80)


@test
def another_source_extends_a_series_only_where_it_agrees(backend, folder):
    lines = bars_csv(80).splitlines(keepends=True)
    check(post(backend, "".join(lines[:61]))[1]["source"] == "csv")
    before = backend.get("/data/AAA/1d/range")
    status, problem = post(backend, lines[0] + "".join(lines[50:]), source="stooq.com")
    check(status == 409 and problem["code"] == "conflict" and "11 bars overlap and 0 of them disagree" in problem["detail"], str(problem))
    check("ktrdr data import" in problem["suggestion"] and "--source stooq.com" in problem["suggestion"], str(problem))
    shifted = [line if n % 2 else ",".join([line.split(",")[0], "5", "6", "4", "5", "1"]) + "\n"
               for n, line in enumerate(lines[20:])]
    status, problem = post(backend, lines[0] + "".join(shifted), source="stooq.com")
    check(status == 409 and "41 bars overlap and 21 of them disagree" in problem["detail"], str(problem))
    check(backend.get("/data/AAA/1d/range") == before, "a refused import changed something")
    file = folder / "other.csv"
    file.write_text(lines[0] + "".join(lines[30:]))
    done = backend.ktrdr("data", "import", file, "-s", "AAA", "-t", "1d", "--source", "stooq.com", "--json")
    check((done.json["added"], done.json["same"], done.json["kept"], done.json["source"]) == (20, 31, 0, "stooq.com"), done.out + done.err)
    other = lines[30:79] + [",".join([lines[79].split(",")[0], "5", "6", "4", "5", "1"]) + "\n"]
    file.write_text(lines[0] + "".join(other))
    kept = backend.get("/data/AAA/1d/range")["data_hash"]
    done = backend.ktrdr("data", "import", file, "-s", "AAA", "-t", "1d", "--source", "stooq.com")
    check(done.status == 0 and "1 differ from stored ones of another source, which stay" in done.out, done.out + done.err)
    check(backend.get("/data/AAA/1d/range")["data_hash"] == kept)
    done = backend.ktrdr("data", "import", file, "-s", "AAA", "-t", "1d")       # its own source may
    check(done.status == 0 and "1 replaced another value" in done.out, done.out + done.err)
    check(backend.ktrdr("data", "import", file, "-s", "AAA", "-t", "1d", "--source", "Some one").status == 2)


@test
def what_was_stored_comes_back_exactly_in_every_form(backend):
    text = bars_csv(500)
    post(backend, text)
    given = rows(text)
    check(rows(fetch(backend, "AAA/1d", "text/csv").decode()) == given, "csv differs")
    body = fetch(backend, "AAA/1d", "application/json")
    check(body["symbol"] == "AAA" and body["timeframe"] == "1d")
    check(all(body[name] == [row[name] for row in given] for name in given[0]), "json differs")
    packed = fetch(backend, "AAA/1d", KBAR)
    magic, version, columns, start, _, count = struct.unpack_from("<4sHHIIQ", packed)
    check((magic, version, count) == (b"KBAR", 1, 500) and columns >= 6 and start % 64 == 0, str(packed[:24]))
    closes = start + 4 * ((count * 8 + 63) // 64 * 64)
    check(list(struct.unpack_from("<500d", packed, closes)) == [row["close"] for row in given], "packed bars differ")
    check(backend.request("GET", "/api/v1/data/AAA/1d")[1]["Content-Type"].startswith("application/json"))


@test
def show_prints_a_table_json_and_csv(backend, folder):
    text = bars_csv(500)
    post(backend, text)
    given = rows(text)
    done = backend.ktrdr("data", "show", "aaa")
    lines = done.out.splitlines()
    check(done.status == 0 and len(lines) == 22 and "20 bars" in lines[-1] and "TIME (UTC)" in lines[0], done.out + done.err)
    done = backend.ktrdr("data", "show", "AAA", "-t", "1d", "--format", "csv")
    check(rows(done.out) == given)
    done = backend.ktrdr("data", "show", "AAA", "--format", "json")
    check(done.json["close"] == [row["close"] for row in given])
    check(backend.ktrdr("data", "show", "AAA", "--json").out == done.out)
    done = backend.ktrdr("data", "show", "AAA", "--rows", "3", "--format", "csv")
    check(rows(done.out) == given[-3:])
    done = backend.ktrdr("data", "show", "AAA", "--start", "2015-02-01", "--end", "2015-02-10", "--format", "csv")
    check([row["timestamp"][:10] for row in rows(done.out)] == [f"2015-02-{day:02}" for day in range(1, 11)], done.out)
    file = folder / "out.csv"
    done = backend.ktrdr("data", "export", "AAA", "-o", file)
    check(done.status == 0 and rows(file.read_text()) == given, done.err)
    check(backend.ktrdr("data", "import", file, "-s", "BBB", "-t", "1d").status == 0)
    check(fetch(backend, "AAA/1d", KBAR)[64:] == fetch(backend, "BBB/1d", KBAR)[64:], "an export does not come back as it was")
    for words in (["--rows", "0"], ["--start", "soon"], ["--format", "xml"], ["-t", "1x"], ["--start", "2015-13-01"]):
        check(backend.ktrdr("data", "show", "AAA", *words).status == 2, str(words))
    check(backend.ktrdr("data", "export", "AAA", "-o", folder / "none" / "x").status != 0)


@test
def list_range_gaps_check_and_delete(backend):
    lines = bars_csv(120).splitlines(keepends=True)
    post(backend, "".join(lines[:50] + lines[70:]))
    post(backend, bars_csv(60, step=3600), symbol="BBB", timeframe="1h")
    listed = backend.ktrdr("data", "list", "--json").json
    check([(one["symbol"], one["timeframe"], one["count"]) for one in listed["items"]] == [("AAA", "1d", 100), ("BBB", "1h", 60)])
    check(listed["total"] == 2 and "AAA" in backend.ktrdr("data", "list").out)
    ranged = backend.ktrdr("data", "range", "AAA", "--json").json
    check((ranged["first"], ranged["last"]) == ("2015-01-01T00:00:00Z", "2015-04-30T00:00:00Z"), str(ranged))
    gaps = backend.ktrdr("data", "gaps", "AAA", "--json").json
    check(len(gaps["gaps"]) == 1 and gaps["gaps"][0]["bars"] == 20 and gaps["gaps"][0]["kind"] == "unclassified", str(gaps))
    check("unclassified" in backend.ktrdr("data", "gaps", "AAA").out)
    quality = backend.ktrdr("data", "check", "AAA", "--json").json
    check(quality["count"] == 100 and isinstance(quality["findings"], list), str(quality))
    check(backend.ktrdr("data", "check", "AAA").status == 0)
    check(backend.ktrdr("data", "delete", "AAA").status == 2, "it did not want to be confirmed")
    check(backend.ktrdr("data", "delete", "AAA", "--yes").status == 0)
    for words in (["show", "AAA"], ["range", "AAA", "-t", "1d"], ["gaps", "AAA", "-t", "1d"], ["check", "AAA", "-t", "1d"],
                  ["export", "AAA", "-t", "1d"], ["delete", "AAA", "-t", "1d", "--yes"]):
        check(backend.ktrdr("data", *words).status == 3, str(words))
    check(backend.get("/data")["total"] == 1)


@test
def gaps_have_a_kind_a_name_and_totals_and_dates_choose_among_them(backend):
    days = [f"2024-07-{day:02}" for day in (1, 2, 3, 5, 8, 12)] + ["2024-09-03"]
    post(backend, HEADER + "".join(f"{day},1,2,1,2,3\n" for day in days), calendar="nyse")
    gaps = backend.get("/data/AAA/1d/gaps")
    check([(gap["from"][:10], gap["bars"], gap["kind"], gap.get("note")) for gap in gaps["gaps"]] ==
          [("2024-07-04", 0, "holiday", "Independence Day"), ("2024-07-09", 3, "missing", None),
           ("2024-07-15", 35, "missing", None), ("2024-09-02", 0, "holiday", "Labor Day")], str(gaps))
    check({kind["kind"]: (kind["gaps"], kind["bars"]) for kind in gaps["kinds"]} ==
          {"closed": (1, 0), "holiday": (2, 0), "missing": (2, 38)} and gaps["more"] == 0, str(gaps["kinds"]))
    done = backend.ktrdr("data", "gaps", "AAA", "-t", "1d")
    check(done.status == 0 and "Labor Day" in done.out and "38 bars" in done.out, done.out)
    done = backend.ktrdr("data", "gaps", "AAA", "--start", "2024-08-01", "--end", "2024-08-07", "--json")
    check([(gap["from"][:10], gap["bars"]) for gap in done.json["gaps"]] == [("2024-08-01", 5)], done.out + done.err)


@test
def a_file_that_is_no_table_of_bars_is_refused_whole(backend, folder):
    good = bars_csv(100)
    third = "\n".join(line if n % 3 else line.replace(",", ",x") for n, line in enumerate(good.splitlines(), 1))
    for name, text, word in (("empty", b"", "empty"), ("binary", bytes(range(256)) * 16, ""), ("header", HEADER, "no rows"),
                             ("utf16", good.encode("utf-16"), "UTF-16"), ("no close", good.replace("close", "clxse"), "close"),
                             ("bad rows", third, "rejected"), ("words", "a\nb\nc\n", ""),
                             ("nul", good.replace("2015-01-03", "2015-\0-03", 1)[:500], "rejected"),
                             ("long line", HEADER + "2015-01-01,1,2,1,2," + "9" * 100000 + "\n", "no good row"),
                             ("other timeframe", bars_csv(50, step=60), ""), ("html", "<html><body>no</body></html>", "")):
        status, problem = post(backend, text)
        check(status == 422 and problem["code"] == "invalid" and word in problem["detail"], f"{name}: {status} {problem}")
        file = folder / "bad.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        done = backend.ktrdr("data", "import", file, "-s", "AAA", "-t", "1d")
        check(done.status == 2 and done.err.startswith("error: ") and not done.out, f"{name}: {done.status} {done.err}")
    check(backend.get("/data")["total"] == 0, "something of it was stored")
    check(not list((backend.data / "backend/temporary").glob("*")), "something temporary is left")


@test
def nonsense_around_a_file_is_refused_by_name(backend, folder):
    text = bars_csv(30)
    for word, query in (("../x", {"symbol": "../x"}), ("a\\b", {"symbol": "a\\b"}), ("", {"symbol": ""}), ("3d", {"timeframe": "3d"}),
                        ("Mars", {"tz": "Mars/Olympus"}), ("../../etc/passwd", {"tz": "../../etc/passwd"}),
                        ("moon", {"calendar": "moon"}), ("TEA", {"instrument_type": "TEA"}), ("max_rejected", {"max_rejected": "2"}),
                        ("max_rejected", {"max_rejected": "-0.1"}), ("max_rejected", {"max_rejected": "many"}), ("Mine!", {"source": "Mine!"}),
                        ("ymd", {"dates": "ymd"}), ("dot", {"decimal": "dot"}), ("colums", {"colums": "a"}),
                        ("timestamp", {"columns": "timestamp,open"})):
        status, problem = post(backend, text, **query)
        check(status == (404 if word == "Mars" else 422) and word in problem["detail"], f"{query}: {status} {problem}")
    file = folder / "bars.csv"
    file.write_text(text)
    for words, exit_status in (([file], 2), ([file, "-s", "A"], 2), ([file, "-t", "1d"], 2), ([folder / "no", "-s", "A", "-t", "1d"], 3),
                               ([folder, "-s", "A", "-t", "1d"], None), ([file, "-s", "../x", "-t", "1d"], 2),
                               ([file, "-s", "A", "-t", "1d", "--tz", "Mars/Olympus"], 3)):
        done = backend.ktrdr("data", "import", *words)
        check(done.status == exit_status or exit_status is None and done.status != 0, f"{words}: {done.status} {done.err}")
    check(backend.get("/data")["total"] == 0)


@test
def what_no_row_tells_can_be_said(backend):
    ambiguous = HEADER + "01/02/2024,1,2,1,2,3\n02/03/2024,1,2,1,2,3\n"
    status, problem = post(backend, ambiguous)
    check(status == 422 and "--dates" in problem["suggestion"], str(problem))
    check(post(backend, ambiguous, dates="mdy", symbol="M")[1]["first"] == "2024-01-02T00:00:00Z")
    check(post(backend, ambiguous, dates="dmy", symbol="D")[1]["first"] == "2024-02-01T00:00:00Z")
    comma = HEADER.replace(",", ";") + "2024-01-02;1,234;2,345;1,123;2,000;3\n"
    status, problem = post(backend, comma)
    check(status == 422 and "--decimal" in problem["suggestion"], str(problem))
    check(post(backend, comma, decimal="comma", symbol="C")[0] == 200)
    check(backend.get("/data/C/1d")["open"] == [1.234])
    check(post(backend, comma, decimal="point", symbol="P")[0] == 200)
    check(backend.get("/data/P/1d")["open"] == [1234])
    named = "2024-01-02,x,1,2,1,2,3\n"
    check(post(backend, named, columns="timestamp,-,open,high,low,close,volume", symbol="N")[0] == 200)
    bad = HEADER + "2024-01-02,1,2,1,2,3\n2024-01-03,x,2,1,2,3\n"
    check(post(backend, bad, symbol="R")[0] == 422 and post(backend, bad, symbol="R", max_rejected="0.5")[1]["accepted"] == 1)
    check(post(backend, bad, symbol="S", max_rejected="0")[0] == 422)


@test
def newest_first_is_sorted_and_a_time_beyond_the_dates_is_told(backend):
    lines = bars_csv(50).splitlines(keepends=True)
    status, report = post(backend, lines[0] + "".join(lines[:0:-1]))
    check(status == 200 and any("newest first" in note for note in report["notes"]), str(report))
    times = backend.get("/data/AAA/1d")["timestamp"]
    check(times == sorted(times) and len(times) == 50)
    status, _, problem = backend.request("GET", "/api/v1/data/AAA/1d?start=2015-02-01&end=2015-01-01")
    check(status == 422 and "2015-0" in problem["detail"], f"reversed dates: {status} {problem}")
    check(backend.get("/data/AAA/1d?start=2030-01-01")["timestamp"] == [])


@test
def a_large_file_is_imported_while_it_comes(backend):
    text = bars_csv(60000, start="1850-01-01")
    report = post(backend, text)[1]
    check(report["added"] == 60000, str(report))
    ranged = backend.get("/data/AAA/1d/range")
    check(ranged["count"] == 60000 and ranged["first"] == "1850-01-01T00:00:00Z", str(ranged))
    check(len(backend.get("/data/AAA/1d?limit=7")["timestamp"]) == 7)


# What the collection says about its files, where what was decided (docs/import.md) is something else.
DECIDED = {"dup_exact.csv": (200, 0), "negative_price.csv": (199, 1), "repeated_header.csv": (200, 0),
           "bad_dates.csv": (4, 8)}      # the year 9999 is in the future
REFUSED = {"date_only_and_time.csv", "utf16le_bom.csv", "binary.csv", "empty.csv", "header_only.csv", "missing_close.csv", "csv_injection.csv"}


@test
def the_collection_of_dirty_files_has_the_counts_it_is_said_to_have(backend):
    for n, case in enumerate(json.loads(extra("data/dirty/cases.json").read_text())):
        name = case["file"]
        hourly = name.startswith("dst_") or "_1h" in name
        local = {"tz": "America/New_York"} if "local" in name else {}
        status, body = post(backend, extra("data/dirty/" + name).read_bytes(), symbol=f"S{n}", max_rejected="1",
                            timeframe="1m" if name == "mixed_tz.csv" else "1h" if hourly else "1d", **local)
        if name in REFUSED:
            check(status == 422, f"{name}: {status} {body}")
            check(backend.get(f"/data/S{n}/1d", 404)["code"] == "not_found")
            continue
        wanted = DECIDED.get(name, (case["good_rows"], case["bad_rows"]))
        check(status == 200 and (body["accepted"], body["rejected_count"]) == wanted, f"{name}: {status} {wanted} {body}")


main()
