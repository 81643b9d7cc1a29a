#!/usr/bin/env python3
"""Replies with bars come from memory until any bars change, and are never old ones."""
import re

from programs import bars_csv, check, main, test

TARGET = "/api/v1/data/AAPL/1d?limit=5"


def put(backend, rows, symbol="AAPL", start="2015-01-01"):
    file = backend.data.parent / "bars.csv"
    file.write_text(bars_csv(rows, start=start))
    done = backend.ktrdr("data", "import", file, "--symbol", symbol, "-t", "1d")
    check(done.status == 0, done.err)


def counts(backend):
    text = backend.request("GET", "/metrics")[2].decode()
    return [int(re.search(rf"^ktrdr_reply_cache_{name}_total (\d+)$", text, re.M).group(1)) for name in ("hits", "misses")]


def get(backend, **headers):
    status, got, body = backend.request("GET", TARGET, headers={k.replace("_", "-"): v for k, v in headers.items()})
    check(status == 200, str(body))
    return got["Content-Type"], body


@test
def the_same_question_is_answered_from_memory_in_each_form(backend):
    put(backend, 30)
    first = [get(backend, Accept=form) for form in ("application/json", "text/csv", "application/vnd.ktrdr.bars")]
    check(counts(backend) == [0, 3])
    again = [get(backend, Accept=form) for form in ("application/json", "text/csv", "application/vnd.ktrdr.bars")]
    check(counts(backend) == [3, 3])
    check(first == again)
    check(len({kind for kind, _ in first}) == 3)


@test
def new_bars_are_seen_by_the_next_question(backend):
    put(backend, 30)
    before = get(backend)[1]
    put(backend, 40)
    after = get(backend)[1]
    check(before["timestamp"][-1] == "2015-01-30T00:00:00Z")
    check(after["timestamp"][-1] == "2015-02-09T00:00:00Z")
    check(counts(backend)[0] == 0)


@test
def deleted_bars_are_not_answered_from_memory(backend):
    put(backend, 30)
    get(backend)
    check(backend.request("DELETE", "/api/v1/data/AAPL/1d")[0] == 200)
    check(backend.request("GET", TARGET)[0] == 404)
    put(backend, 20)
    check(get(backend)[1]["timestamp"][-1] == "2015-01-20T00:00:00Z")


@test
def who_says_no_cache_gets_past_it(backend):
    put(backend, 30)
    kept = get(backend)
    check(get(backend, Cache_Control="no-cache") == kept)
    check(counts(backend) == [0, 1])


@test
def errors_are_not_kept(backend):
    check(backend.request("GET", TARGET)[0] == 404)
    put(backend, 30)
    check(get(backend)[1]["timestamp"][-1] == "2015-01-30T00:00:00Z")


main()
