#!/usr/bin/env python3
"""ktrdrd ib-host before a simulated gateway: what it answers, what it does when the gateway does not."""
import hashlib, json, struct, threading

from ib_host import Host, bars_ask
from ib_simulator import Simulator
from programs import Backend, check, main, test, wait_until

NOW = "2024-06-03T15:10:00Z"
KBAR = {"Accept": "application/vnd.ktrdr.bars"}


def with_host(function):
    """A host on a simulator of its own; both end in order."""
    def run(folder):
        with Simulator("--demo", "--now", NOW) as sim:
            host = Host(folder / "host", sim).start()
            try:
                function(sim, host)
                check(host.stop() == 0, host.log.read_text()[-2000:])
                counts = sim.counts()
                check(counts["violations"] == 0 and counts["handshakes_abandoned"] == 0, str(counts))
                check(counts["ends_reset"] == 0 and counts["connections_most"] <= 1, str(counts))
            finally:
                host.stop()
    run.__name__ = function.__name__
    return test(run)


def times(kbar):
    """The first column of KBAR bytes, whose hash must hold."""
    magic, version, columns, begin, _, count, digest = struct.unpack_from("<4sHHIIQ32s", kbar)
    check(magic == b"KBAR" and version == 1 and digest == hashlib.sha256(kbar[64:]).digest(), "header")
    return list(struct.unpack_from(f"<{count}q", kbar, begin))


@with_host
def nothing_is_connected_before_somebody_asks(sim, host):
    check(host.health()["status"] == "ok" and host.health()["gateway"]["state"] == "closed")
    host.ask("/data/plan", asks=[bars_ask("SYNA")])
    check(sim.counts()["connects"] == 0)
    contract = host.ask("/data/validate", symbol="SYNA")
    check(contract["contract"]["primary_exchange"] == "NASDAQ" and contract["contract"]["liquid"], str(contract))
    check(contract["heads"] == [{"what_to_show": "TRADES", "hours": "rth", "first": "2015-01-02T14:30:00Z"}], str(contract))
    health = host.health()
    check(health["gateway"]["state"] == "ready" and health["gateway"]["is_paper"] and health["gateway"]["server_version"] > 163)
    check({farm["name"] for farm in health["gateway"]["farms"]} >= {"usfarm", "ushmds"}, str(health))
    check(health["pacing"]["window_limit"] == 60 and health["pacing"]["window_used"] == 1, str(health["pacing"]))
    check(b"ktrdr_ib_up 1" in host.request("GET", "/metrics")[2] and sim.counts()["connects"] == 1)


@with_host
def bars_come_as_json_csv_and_kbar_and_lie_in_the_range(sim, host):
    day = host.ask("/data/historical", **bars_ask("SYNA", end="2024-05-29T00:00:00Z"))
    check(day["timestamp"][0] == "2024-05-01T00:00:00Z" and day["timestamp"][-1] == "2024-05-28T00:00:00Z", str(day["timestamp"]))
    check("2024-05-27T00:00:00Z" not in day["timestamp"] and len(day["timestamp"]) == 19, "Memorial Day is no session")
    packed = host.ask("/data/historical", headers=KBAR, **bars_ask("SYNA", end="2024-05-29T00:00:00Z"))
    check(len(times(packed)) == 19)
    text = host.ask("/data/historical", headers={"Accept": "text/csv"}, **bars_ask("SYNA", end="2024-05-29T00:00:00Z"))
    check(text.decode().splitlines()[0].startswith("timestamp,open,high,low,close,volume") and len(text.splitlines()) == 20)
    hour = host.ask("/data/historical", **bars_ask("EURUSD", "1h", "2024-05-29T00:00:00Z", "2024-05-29T06:00:00Z"))
    check(hour["timestamp"] == [f"2024-05-29T{h:02}:00:00Z" for h in range(6)], str(hour["timestamp"]))
    adjusted = host.ask("/data/historical", **bars_ask("SYNA", what_to_show="ADJUSTED_LAST", end="2024-05-29T00:00:00Z"))
    check(adjusted["timestamp"] == day["timestamp"])


@with_host
def a_long_range_is_cut_as_planned_and_joined_without_a_seam(sim, host):
    wide = bars_ask("SYNA", "1m", "2024-05-20T00:00:00Z", "2024-05-25T00:00:00Z")
    plan = host.ask("/data/plan", asks=[wide])
    segments = plan["segments"]
    check(len(segments) == 5 and all(a["end"] == b["start"] for a, b in zip(segments, segments[1:])), str(segments))
    whole = times(host.ask("/data/historical", headers=KBAR, **wide))
    parts = [times(host.ask("/data/historical", headers=KBAR, **{**wide, "start": s["start"], "end": s["end"]})) for s in segments]
    check(whole == sum(parts, []) and len(whole) == 5 * 390, f"{len(whole)} {[len(p) for p in parts]}")
    check(len(set(whole)) == len(whole) and whole == sorted(whole))


@with_host
def a_batch_is_one_stream_in_which_one_failure_stops_nothing(sim, host):
    requests = [bars_ask("SYNA"), bars_ask("NOPE"), bars_ask("SYNB"), bars_ask("EURUSD", "1h", start="2024-05-30T00:00:00Z")]
    stream, seen = host.ask("/data/batch", requests=requests), {}
    while stream:
        line, _, stream = stream.partition(b"\n")
        item = json.loads(line)
        seen[item["index"]] = (item, stream[:item["bytes"]])
        stream = stream[item["bytes"]:]
    check(sorted(seen) == [0, 1, 2, 3], str(sorted(seen)))
    check(seen[1][0]["error"]["code"] == "not_found" and not seen[1][1], str(seen[1][0]))
    check(all(len(times(seen[i][1])) == seen[i][0]["count"] > 20 for i in (0, 2, 3)))


@with_host
def sessions_and_first_bars_are_told(sim, host):
    told = host.ask("/data/schedule", symbol="SYNA", start="2024-05-24T00:00:00Z", end="2024-05-30T00:00:00Z")
    days = [session["date"][:10] for session in told["sessions"]]
    check(days == ["2024-05-24", "2024-05-28", "2024-05-29"] and told["sessions"][0]["open"] == "2024-05-24T13:30:00Z", str(told))
    status, _, head = host.request("GET", "/data/head-timestamp?symbol=EURUSD")
    check(status == 200 and head["what_to_show"] == "MIDPOINT" and head["hours"] == "all", str(head))


@with_host
def what_cannot_be_asked_is_refused_with_the_next_step(sim, host):
    for body, code in ((bars_ask("SYNA", "4h"), "invalid"), (bars_ask("SYNA", "7m"), "invalid"), (bars_ask("USDEUR"), "invalid"),
                       (bars_ask("SYNA", start="2024-06-02T00:00:00Z"), "invalid"), (bars_ask("SYNA", rth=True, all_hours=True), "invalid"),
                       (bars_ask("SYNA", what_to_show="GOSSIP"), "invalid"), (bars_ask("SYNA", colour="red"), "invalid")):
        said = host.ask("/data/historical", 422, **body)
        check(said["code"] == code and said["detail"], str(said))
    check(host.ask("/data/historical", 404, **bars_ask("NOPE"))["suggestion"])
    ahead = host.ask("/data/historical", **bars_ask("SYNA", start="2024-07-01T00:00:00Z", end="2024-07-05T00:00:00Z"))
    check(ahead["timestamp"] == [])


@with_host
def a_black_hole_ends_at_its_deadline_and_others_go_on(sim, host):
    host.when_connected()
    sim.fault("no-reply@kind=history,symbol=SYNA")
    lost, others = [], []
    held = threading.Thread(target=lambda: lost.append(host.request("POST", "/data/historical", bars_ask("SYNA"),
                                                                    {"X-Timeout-Ms": "3000"})))
    held.start()
    wait_until(lambda: host.health()["pacing"]["in_flight"] == 1, "the question to be asked")
    for _ in range(3):
        others.append(host.ask("/data/historical", **bars_ask("SYNB")))
    check(held.is_alive() and all(len(bars["timestamp"]) == 22 for bars in others), "others waited for it")
    held.join()
    check(lost[0][0] == 504 and lost[0][2]["code"] == "timeout", str(lost))
    wait_until(lambda: sim.counts()["open_history_now"] == 0, "the gateway to be told")


@with_host
def a_person_is_told_when_to_come_again_and_a_backfill_waits(sim, host):
    host.when_connected()
    sim.fault("close-before@kind=history,times=1")
    status, headers, body = host.request("POST", "/data/historical", bars_ask("SYNA"))
    check(status == 503 and body["code"] == "unavailable" and 1 <= int(headers["Retry-After"]) <= 10, f"{status} {body}")
    bars = host.ask("/data/historical", **bars_ask("SYNA", lane="backfill"))
    check(len(bars["timestamp"]) == 22 and host.health()["gateway"]["reconnects"] == 1)


@with_host
def the_connection_can_be_made_anew(sim, host):
    host.when_connected()
    host.ask("/gateway/reconnect", 202)
    host.when_connected()
    check(sim.counts()["connects"] == 2 and sim.counts()["ends_orderly"] == 1, str(sim.counts()))


@with_host
def one_gateway_has_one_host(sim, host):
    again = Host(host.data, sim, "--set", "ib.host=localhost")
    try:
        again.start()
        check(False, "a second one started")
    except AssertionError as said:
        check("process" in str(said) and str(host.process.pid) in str(said), str(said))
    finally:
        again.stop()


@test
def the_backend_asks_a_host_as_it_asks_the_gateway_itself(folder):
    with Simulator("--demo", "--now", NOW) as sim, Simulator("--demo", "--now", NOW) as twin:
        host = Host(folder / "host", sim).start()
        remote = Backend(folder / "remote", "--ib-host-service", host.url).start()
        local = None
        try:
            seen = [ask_all(remote)]
            check(remote.get("/ib/status")["mode"] == "host" and not (folder / "remote/ib").exists())
            check(host.stop() == 0)
            said = remote.expect(503, "POST", "/ib/resolve", {"symbol": "SYNB"})
            check("ib-host at" in said["detail"] and said["suggestion"], str(said))
            local = Backend(folder / "local", "--set", f"ib.port={twin.port}").start()
            seen.append(ask_all(local))
            check(local.get("/ib/status")["mode"] == "local")
            check(seen[0] == seen[1], f"{seen}")
            check(sim.counts()["violations"] == twin.counts()["violations"] == 0)
        finally:
            for service in (host, remote, local):
                check(not service or service.stop() == 0)


def ask_all(backend):
    resolved = backend.expect(200, "POST", "/ib/resolve", {"symbol": "SYNA"})
    ranges = backend.get("/ib/ranges?symbol=SYNA")
    steps = backend.expect(200, "POST", "/ib/check", {"symbol": "SYNX", "instrument_type": "IND", "exchange": "CBOE"})
    return [resolved, ranges["items"], [(step["name"], step["outcome"]) for step in steps["steps"]]]


main()
