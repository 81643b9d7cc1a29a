#!/usr/bin/env python3
"""ktrdr-ibsim as a program: over real sockets, by a client of the bytes, and by a real client of npm."""
import json, os, pathlib, shutil, signal, socket, struct, subprocess, tempfile

from ib_client import Client, Closed, contract
from ib_simulator import Simulator
from programs import BUILD, PATIENCE, TESTS, Skip, bars_csv, check, main, test, wait_until

NOW = "2024-06-03T15:10:00Z"
STOQEY = "1.6.10"
EURUSD = contract("EUR", "CASH", "IDEALPRO")


def run(*words):
    return subprocess.run([BUILD / "ktrdr-ibsim", *words], capture_output=True, text=True, timeout=PATIENCE)


@test
def help_names_every_option_and_faults_help_every_fault():
    done = run("--help")
    check(done.returncode == 0 and done.stdout.startswith("usage: ktrdr-ibsim"))
    for option in ("--listen", "--bars", "--demo", "--contracts", "--now", "--server-version", "--fault", "--faults",
                   "--control", "--ready-fd", "--rate-mode", "--delay"):
        check(f"  {option} " in done.stdout, option)
    with Simulator("--demo", "--now", NOW) as sim:
        kinds = sim.command("kinds")["kinds"]
    listed = [line.split()[0] for line in run("--faults-help").stdout.splitlines()]
    check(listed == kinds and len(kinds) > 60, f"{len(kinds)} kinds")


@test
def the_page_for_users_has_every_option_fault_and_count():
    page = (TESTS / "../docs/try_without_an_account.md").read_text()
    for line in run("--help").stdout.splitlines()[2:]:
        check(line.rstrip() in page, line)
    faults = ["| `{}` | {} |".format(*line.split(maxsplit=1)) for line in run("--faults-help").stdout.splitlines()]
    table = page.split("| fault | what happens |\n|---|---|\n")[1].split("\n\n")[0]
    check(table.splitlines() == faults, "the table of faults")
    with Simulator("--demo", "--now", NOW) as sim:
        for name in sim.counts():
            check(f"| `{name}` | " in page, name)


@test
def wrong_words_are_refused_with_a_hint():
    for words in ([], ["--nonsense"], ["--demo", "more"], ["--demo", "--server-version", "201"],
                  ["--demo", "--fault", "nothing"], ["--bars", "/nowhere"], ["--demo", "--now", "yesterday"],
                  ["--demo", "--rate-mode", "slow"], ["--demo", "--listen", "here"]):
        done = run(*words)
        check(done.returncode not in (0, -6) and done.stderr.strip(), f"{words}: {done.returncode} {done.stderr!r}")


@test
def a_folder_of_bars_is_served():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "AAA_1d.csv").write_text(bars_csv(300))
        pathlib.Path(folder, "notes.txt").write_text("not bars")
        rows = pathlib.Path(folder, "AAA_1d.csv").read_text().splitlines()[1:]
        last = rows[-1].split(",")[0][:10]
        with Simulator("--bars", folder, "--now", last + "T23:30:00Z") as sim, Client(sim.port) as client:
            client.ask_history(1, contract("AAA"), "5 D")
            bars = client.bars(1)
            check(len(bars) >= 4, len(bars))
            check(bars[-1][0] == last.replace("-", ""), bars[-1])
            check(float(bars[-1][4]) == float(rows[-1].split(",")[4]), f"{bars[-1]} {rows[-1]}")
            client.ask_history(2, contract("BBB"))
            check(client.answer(2)[1][1] == 200)


@test
def bars_of_every_length_agree():
    with Simulator("--demo", "--now", NOW) as sim, Client(sim.port, versions="v187..187") as client:
        ask = iter(range(10, 100))

        def bars(size, duration):
            id = next(ask)
            client.ask_history(id, contract("SYNA"), duration, size, "20240601-00:00:00")
            return [[float(x) for x in row[1:6]] for row in client.bars(id)]

        day = bars("1 day", "1 D")[0]
        for size in ("1 hour", "30 mins", "15 mins", "5 mins", "1 min", "2 mins", "20 mins"):
            parts = bars(size, "1 D")
            check(parts[0][0] == day[0] and parts[-1][3] == day[3], size)
            check(max(p[1] for p in parts) == day[1] and min(p[2] for p in parts) == day[2], size)
            check(sum(p[4] for p in parts) == day[4], f"{size}: {sum(p[4] for p in parts)} {day[4]}")


@test
def a_contract_file_names_instruments():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "contracts.yaml")
        file.write_text("contracts:\n"
                        "  - {symbol: ES, type: FUT, exchange: CME, last_trade: '20240920', multiplier: '50', "
                        "zone: US/Central, calendar: none, tick: 0.25, con_id: 11, local_symbol: ESU4}\n"
                        "  - {symbol: SIE, exchange: IBIS, currency: EUR, zone: MET, isin: DE0007236101, name: Siemens}\n")
        with Simulator("--contracts", file, "--now", NOW, "--server-version", 200) as sim, Client(sim.port) as client:
            client.ask_details(1, contract("ES", "FUT", "CME"))
            fields = client.wait_for("10")
            check(fields[2:4] == ["ES", "FUT"] and "US/Central" in fields)
            client.ask_details(2, contract("SIE", "STK", "IBIS", "EUR"))
            check("DE0007236101" in client.wait_for("10"))
        file.write_text("contracts:\n  - {symbol: ES, colour: red}\n")
        done = run("--contracts", str(file))
        check(done.returncode == 2 and "contracts.yaml:2" in done.stderr and "colour" in done.stderr, done.stderr)


@test
def counts_are_true_and_faults_come_and_go():
    with Simulator("--demo", "--now", NOW) as sim:
        with Client(sim.port, 1) as one, Client(sim.port, 2) as two:
            check(sim.counts()["connections_most"] == 2)
            sim.fault("no-reply@client=1,kind=history")
            one.ask_history(1, contract("SYNA"))
            two.ask_history(1, contract("SYNA"))
            check(len(two.bars(1)) == 3)
            wait_until(lambda: sim.counts()["faults_fired"] == 1, "the fault to fire")
            check(sim.counts()["open_history_now"] == 1)
            sim.command("clear")
            one.ask(25, 1, 1)
            one.ask_history(2, contract("SYNA"))
            check(len(one.bars(2)) == 3)
            sim.fault("close-middle@client=2")
            two.ask_history(3, contract("SYNA"))
            try:
                two.bars(3)
                check(False, "it did not hang up")
            except Closed:
                pass
        broken = Client(sim.port, 3)
        broken.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        broken.close()                          # a reset
        wait_until(lambda: sim.counts()["ends_reset"] == 1, "the reset to be counted")
        probe = socket.create_connection(("127.0.0.1", sim.port))
        probe.close()
        wait_until(lambda: sim.counts()["handshakes_abandoned"] == 1, "the probe to be counted")
        counts = wait_until(lambda: sim.counts() if not sim.counts()["connections"] else None, "all to be gone")
        check(counts["connects"] == 4 and counts["sessions"] == 3 and counts["violations"] == 0, str(counts))


@test
def a_script_of_faults_is_read():
    with tempfile.NamedTemporaryFile("w", suffix=".faults") as file:
        file.write("# what goes wrong\nerror=354@kind=history   # no subscription\n\nslow-reply=10\n")
        file.flush()
        with Simulator("--demo", "--now", NOW, "--faults", file.name) as sim, Client(sim.port) as client:
            client.ask_history(1, contract("SYNA"))
            check(client.answer(1)[1][1] == 354)
            check(len(sim.command("faults")["faults"]) == 2)


@test
def a_restart_refuses_is_silent_and_serves_again_on_the_same_port():
    with Simulator("--demo", "--now", NOW) as sim:
        with Client(sim.port) as client:
            sim.fault("restart=1")
            try:
                while True:
                    client.next()
            except Closed:
                pass
        refused = []

        def connect():
            try:
                return Client(sim.port, timeout=0.3)
            except ConnectionRefusedError:
                refused.append(1)
            except (TimeoutError, Closed, ConnectionResetError):
                pass

        wait_until(connect, "the gateway to be back").close()
        check(refused, "it was never shut")


@test
def a_connect_that_nobody_accepts_waits_and_is_served_in_the_end():
    with Simulator("--demo", "--now", NOW) as sim:
        sim.fault("accept-never=1")
        client = Client(sim.port)               # the kernel takes it; its greeting lies there for a second
        check(sim.counts()["connects"] == 1)
        sim.fault("accept-never=600")
        with socket.create_connection(("127.0.0.1", sim.port)) as waiting:
            waiting.sendall(b"API\0\0\0\0\x09v157..200")
            check([sim.counts()["connects"] for _ in range(5)] == [1] * 5)
        client.close()


@test
def what_ib_insync_asks_at_its_start_is_answered():
    with Simulator("--demo", "--now", NOW, "--server-version", 178) as sim, Client(sim.port, versions="v157..178") as client:
        for ask, end in (((61, 1), "62"), ((5, 1), "53"), ((99, 0), "102"), ((6, 2, 1, "DU1000001"), "54"),
                         ((76, 1, 40, "DU1000001", "", 0), "74"), ((7, 3, 41, 0, "", "", "", "", "", ""), "55")):
            client.ask(*ask)
            client.wait_for(end)
        client.ask(3, 77, 0, "SYNA")
        check(client.wait_for_error(77)[1] == 321)
        check(sim.counts()["orders_refused"] == 1 and sim.counts()["messages_bad"] == 0)


@test
def the_control_socket_is_its_owners():
    with Simulator("--demo", "--now", NOW) as sim:
        check(oct(sim.control.stat().st_mode & 0o777) == "0o600")
        with socket.socket(socket.AF_UNIX) as talk:
            talk.connect(str(sim.control))
            talk.sendall(b"counts\ncounts\r\nnonsense\n")
            lines = talk.makefile()
            answers = [json.loads(lines.readline()) for _ in range(3)]
        check([a["ok"] for a in answers] == [True, True, False])


@test
def it_ends_in_order_with_clients_connected():
    sim = Simulator("--demo", "--now", NOW)
    with Client(sim.port) as client:
        client.ask_history(1, contract("SYNA"), keep=1, end="")
        check(len(client.bars(1)) == 3)
        check(sim.stop() == 0)
        try:
            while True:
                client.next()
        except (Closed, ConnectionResetError):
            pass


@test
def a_real_client_is_served():
    if not shutil.which("npm") or not shutil.which("node"):
        raise Skip("no npm here")
    folder = BUILD / "npm"
    if not (folder / "node_modules/@stoqey/ib").exists():
        done = subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--prefix", folder, f"@stoqey/ib@{STOQEY}"],
                              capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise Skip("npm could not install the client: " + done.stderr.strip().splitlines()[-1][:200])
    for version in (157, 163, 176, 187, 193):
        with Simulator("--demo", "--now", NOW, "--server-version", version) as sim:
            done = subprocess.run(["node", TESTS / "support/ib_stoqey.js", folder / "node_modules", str(sim.port), "SYNA"],
                                  capture_output=True, text=True, timeout=PATIENCE)
            check(done.returncode == 0, f"{version}: {done.stdout[-500:]} {done.stderr[-500:]}")
            seen = json.loads(done.stdout.splitlines()[-1])
            check(seen["accounts"].startswith("DU1000001") and seen["nextId"] == 1, version)
            check(len(seen["details"]) == 1 and seen["details"][0][1] == "SYNA", f"{version}: {seen['details']}")
            check("SYNTHETIC" in seen["details"][0][4])
            check(seen["head"] in ("20150102-14:30:00", "20150102  09:30:00"), seen["head"])
            check([row[0] for row in seen["daily"]] == ["20240528", "20240529", "20240530", "20240531", "20240603"],
                  f"{version}: {seen['daily']}")
            check(len(seen["hourly"]) == 10 and all(row[3] <= row[4] <= row[2] for row in seen["hourly"]),
                  f"{version}: {len(seen['hourly'])}")
            check(sim.counts()["violations"] == 0 and sim.counts()["messages_bad"] == 0)


main()
