#!/usr/bin/env python3
"""A gateway is wedged by clients that come and go. So: a thousand commands and fifty kills of the host, and the gateway
has seen one connection at a time, few connects, no broken rule and no handshake given up; a plain client is served after.

KTRDR_KILLS, KTRDR_COMMANDS and KTRDR_LIFE, the mean seconds between two kills, make it longer: `scripts/bench ib_host`
does. At the end there may be no connect left for ten minutes: then that is waited for. A kill spares the half second of a handshake,
which no program can finish after its death; at any other moment it comes as it comes."""
import concurrent.futures, os, random, time

from ib_client import Client, contract
from ib_host import COMING, Host, bars_ask, ledger_connects
from ib_simulator import Simulator
from programs import IS_SANITIZED, Backend, check, main, test, wait_until

KILLS = int(os.environ.get("KTRDR_KILLS", 50))
COMMANDS = int(os.environ.get("KTRDR_COMMANDS", 200 if IS_SANITIZED else 1000))      # a sanitized one starts slowly
LIFE = float(os.environ.get("KTRDR_LIFE", 0))
PAUSE_MS, WINDOW_MS, MOST = 5000, 600_000, 6
NOW = "2024-06-03T15:10:00Z"


def poke(host, seen):
    """A person's request at once after the start; answered, or told when to come again."""
    status, headers, body = host.request("POST", "/data/historical", bars_ask("SYNA"))
    seen[status] = seen.get(status, 0) + 1
    check(status in (200, 503), f"{status} {body}")
    if status == 503:
        check(body["code"] == "unavailable" and int(headers["Retry-After"]) >= 1, f"{headers['Retry-After']} {body}")


def live(host, seconds, seen):
    """Asked now and then for so long: only who is asked connects."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        poke(host, seen)
        time.sleep(min(0.5, max(0, end - time.monotonic())))    # how long a host lives, not a wait for something


def kill(host):
    wait_until(lambda: host.health()["gateway"]["state"] not in COMING, "the handshake to end")
    host.kill()


def run_commands(backend):
    """Many at a time, of all kinds; each answers, or says when to come again."""
    words = (("ib", "status"), ("ib", "resolve", "SYNA"), ("ib", "resolve", "SYNB"), ("ib", "ranges", "EURUSD"), ("health",),
             ("data", "list"), ("ib", "status", "--json"), ("ib", "resolve", "USDEUR"))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for done in pool.map(lambda i: backend.ktrdr(*words[i % len(words)]), range(COMMANDS)):
            check(done.status in (0, 2, 5), f"{done.status} {done.err}")


@test
def commands_and_kills_leave_the_gateway_as_it_was(folder):
    rng, seen, started = random.Random(7), {}, time.time()
    with Simulator("--demo", "--now", NOW) as sim:
        host = Host(folder / "host", sim).start()
        backend = Backend(folder / "data", "--ib-host-service", host.url).start()
        try:
            host.when_connected()
            run_commands(backend)
            for _ in range(KILLS):
                if rng.random() < 0.8:
                    poke(host, seen)
                live(host, rng.expovariate(1 / LIFE) if LIFE else 0, seen)
                kill(host)
                host.start()
            host.when_its_turn_comes()
            check(host.ask("/data/historical", **bars_ask("SYNB"))["timestamp"], "the last one serves")
            check(host.stop() == 0 and backend.stop() == 0)
            check(seen.get(503, 0) > 0, "no request met the rule")
            look_at_counts(sim.counts())
            look_at_ledger(ledger_connects(host.data, sim.port), sim.counts()["connects"])
            with Client(sim.port, client_id=99) as client:
                client.ask_history(5, contract("SYNA"))
                check(client.bars(5), "a plain client gets no bars")
            print(f"  {COMMANDS} commands, {KILLS} kills, {sim.counts()['connects'] - 1} connects, answers {seen}, "
                  f"{time.time() - started:.0f} s")
        finally:
            host.stop()
            backend.stop()


def look_at_counts(counts):
    check(counts["connections_most"] == 1, f"{counts['connections_most']} connections at once")
    check(counts["connects_10min_most"] <= MOST, f"{counts['connects_10min_most']} connects in ten minutes")
    check(counts["violations"] == 0 and counts["disconnects_paced"] == 0, str(counts))
    check(counts["handshakes_abandoned"] == 0 and counts["greetings_bad"] == 0, str(counts))
    check(counts["orders_refused"] == 0 and counts["messages_bad"] == 0, str(counts))


def look_at_ledger(connects, seen_by_gateway):
    """What the processes wrote down is what the gateway saw, and keeps the rule by itself."""
    check(len(connects) == seen_by_gateway, f"{len(connects)} written, {seen_by_gateway} seen")
    for (_, ended), (begun, _) in zip(connects, connects[1:]):
        check(not ended or begun - ended >= PAUSE_MS, f"{begun - ended} ms after the last one's end")
    for i, (begun, _) in enumerate(connects):
        check(sum(begun <= at < begun + WINDOW_MS for at, _ in connects) <= MOST, f"connects from {i} on")


main()
