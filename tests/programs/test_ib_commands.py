#!/usr/bin/env python3
"""`ktrdr ib status|check|resolve|ranges` against a simulated gateway, and against none."""
from ib_simulator import Simulator
from programs import TESTS, Backend, check, main, test, wait_until

SAP = """contracts:
  - {symbol: SAP, local_symbol: SAP, primary: IBIS, zone: MET, bars: SYNA, name: SAP in Frankfurt}
  - {symbol: SAP, local_symbol: SAP, primary: NYSE, bars: SYNA, name: SAP in New York}
"""


def backend_on(folder, port):
    return Backend(folder / "data", "--set", f"ib.port={port}").start()


@test
def where_nobody_listens_the_four_usual_ports_are_named(folder):
    with Simulator("--demo") as sim:
        port = sim.port
    backend = backend_on(folder, port)
    try:
        before = backend.ktrdr("ib", "status")
        check(before.status == 0 and "closed" in before.out and "the first request will" in before.out, before.out)
        done = backend.ktrdr("ib", "check", "SYNA")
        check(done.status == 5 and "FAILED" in done.out and "refused" in done.out, done.out + done.err)
        check(all(number in done.out for number in ("4001", "4002", "7496", "7497")), done.out)
        check("SYNA" not in done.out, "a symbol was asked for without a connection")
        done = backend.ktrdr("ib", "resolve", "SYNA")
        check(done.status == 5 and "next attempt in" in done.err, done.err)
        check("next attempt" in backend.ktrdr("ib", "status").out)
    finally:
        check(backend.stop() == 0)


@test
def check_walks_from_the_socket_to_bars(folder):
    with Simulator("--demo") as sim:
        backend = backend_on(folder, sim.port)
        try:
            done = backend.ktrdr("ib", "check", "SYNA", "EURUSD")
            lines = [line.split()[:2] for line in done.out.splitlines()]
            check(done.status == 0 and ["connection"] in lines and ["SYNA"] in lines and ["EURUSD"] in lines, done.out)
            for step in ("connection", "account", "client", "clock", "data", "EURUSD", "contract", "first", "bars"):
                check(["ok", step] in lines, step + "\n" + done.out)
            check("paper account" in done.out and "FAILED" not in done.out, done.out)
            ranges = backend.ktrdr("ib", "ranges", "SYNA")
            check(ranges.status == 0 and ranges.out.count("2015-01-02") == 2, ranges.out + ranges.err)
            done = backend.ktrdr("--json", "ib", "check", "SYNA", "NOPE")
            items = done.json["items"]
            check(done.status == 1 and [item["outcome"] for item in items] == ["good", "good", "failed"], done.out)
            check(items[2]["steps"][-1]["name"] == "contract" and items[2]["steps"][-1]["next"], str(items[2]))
            done = backend.ktrdr("--json", "ib", "check", "SYNA", "S" * 80)
            check(done.status == 2 and done.out == "" and "too long" in done.err, done.out + done.err)
        finally:
            check(backend.stop() == 0)


@test
def what_ib_refuses_is_told_with_its_own_next_step(folder):
    with Simulator("--demo") as sim:
        backend = backend_on(folder, sim.port)
        try:
            check(backend.ktrdr("ib", "check").status == 0)
            for fault, words in (("error-permission", ("Market Data Subscriptions", "delayed")),
                                 ("error=354", ("paper account",)), ("error=10197", ("second user name",)),
                                 ("error-elsewhere", ("second user name",))):
                sim.fault(f"{fault}@kind=history,symbol=SYNA,times=1")
                done = backend.ktrdr("ib", "check", "SYNA")
                said = done.out
                check(done.status == 1 and "FAILED" in said and all(word in said for word in words), f"{fault}: {said}")
        finally:
            check(backend.stop() == 0)


@test
def a_taken_client_id_is_a_warning(folder):
    with Simulator("--demo", "--fault", "id-taken@client=17") as sim:
        backend = backend_on(folder, sim.port)
        try:
            backend.ktrdr("ib", "check")        # who asks first connects, and 17 is tried twice, 5 s apart
            wait_until(lambda: backend.get("/ib/status")["gateway"]["state"] == "ready", "a connection with the next id")
            done = backend.ktrdr("ib", "check")
            check("18: another program has 17" in done.out and "warning client id" in " ".join(done.out.split()) and "ib.client_id" in done.out, done.out)
        finally:
            check(backend.stop() == 0)


@test
def an_ambiguous_symbol_lists_those_that_fit(folder):
    (folder / "contracts.yaml").write_text(SAP)
    with Simulator("--demo", "--contracts", folder / "contracts.yaml") as sim:
        backend = backend_on(folder, sim.port)
        try:
            done = backend.ktrdr("ib", "resolve", "SAP")
            check(done.status == 2 and "IBIS" in done.out and "NYSE" in done.out and "SYMBOL@EXCHANGE" in done.err, done.out + done.err)
            one = backend.ktrdr("ib", "resolve", "SAP@IBIS")
            check(one.status == 0 and "SAP in Frankfurt" in one.out, one.out + one.err)
            number = backend.ktrdr("--json", "ib", "resolve", "SAP@NYSE").json["contract"]["contract_id"]
            check("SAP in New York" in backend.ktrdr("ib", "resolve", "SAP", "--contract", number).out)
            turned = backend.ktrdr("ib", "resolve", "USDEUR")
            check(turned.status == 2 and "EURUSD" in turned.err, turned.err)
        finally:
            check(backend.stop() == 0)


@test
def the_page_for_the_first_day_has_the_commands_and_every_port():
    page = (TESTS / "../docs/first_day_with_ib.md").read_text()
    for word in ("ktrdr ib check", "ktrdr ib status", "4001", "4002", "7496", "7497", "10197", "326", "354"):
        check(word in page, word)


main()
