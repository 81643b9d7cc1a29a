#!/usr/bin/env python3
"""The command line with a real backend: help, mistakes, exit statuses, documents, strategy files, ctrl-c, pipes."""
import contextlib, json, os, pty, re, signal, socket, subprocess

from programs import BUILD, ENDLESS, PATIENCE, bars_csv, check, ktrdr, main, strategy, test, wait_until

NOUNS = ("data", "strategies", "models", "backtest", "operations", "indicators", "fuzzy")


def needed(program):
    text = subprocess.run(["readelf", "-d", BUILD / program], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[lib([\w+]+)", text))


@test
def the_client_and_the_worker_need_no_heavy_library():
    check(not needed("ktrdr") & {"uv", "curl", "sqlite3", "gnutls", "ssl", "crypto"}, str(needed("ktrdr")))
    check(not needed("ktrdr-worker") & {"uv", "curl", "sqlite3", "http_parser", "gnutls", "ssl"}, str(needed("ktrdr-worker")))
    check({"uv", "sqlite3"} <= needed("ktrdrd"), "readelf tells nothing")
    check(not needed("ktrdrd") & {"curl", "gnutls", "ssl", "crypto"}, str(needed("ktrdrd")))


@test
def help_has_three_levels_that_lead_to_each_other():
    top = ktrdr("--help")
    check(top.status == 0 and not top.err and all(re.search(rf"\b{noun}\b", top.out) for noun in NOUNS), top.out)
    for noun in NOUNS:
        of_noun = ktrdr(noun, "--help")
        check(of_noun.status == 0 and f"ktrdr {noun}" in of_noun.out, of_noun.out)
        verbs = re.findall(rf"^ +(?:ktrdr )?{noun} (\w+)|^  (\w+)", of_noun.out, re.M)
        check(verbs, of_noun.out)
    for words in (("data", "import"), ("models", "train"), ("operations", "cancel"), ("train",)):
        done = ktrdr(*words, "--help")
        check(done.status == 0 and "usage" in done.out.lower() and "--" in done.out, done.out)
    check(ktrdr().status == 2 and ktrdr("data").status == 2)


@test
def what_is_mistyped_is_guessed_at_each_level():
    for words, guess in ((("dat", "list"), "ktrdr data"), (("data", "lits"), "ktrdr data list"), (("opertions", "list"), "ktrdr operations"),
                         (("models", "trian", "x"), "ktrdr models train"), (("data", "show", "A", "--fromat", "csv"), "--format"),
                         (("data", "list", "--jsno"), "--json"), (("trian", "x"), "train")):
        done = ktrdr(*words)
        check(done.status == 2 and "did you mean" in done.err and guess in done.err and not done.out, f"{words}: {done.status} {done.err}")
    for words in (("data", "list", "more"), ("data", "show"), ("data", "show", "A", "--rows"), ("data", "show", "A", "--rows", "x"),
                  ("train", "x", "--seed", "1.5"), ("--url",), ("data", "list", "--timeout", "soon")):
        done = ktrdr(*words)
        check(done.status == 2 and done.err.startswith("error: ") and not done.out, f"{words}: {done.status} {done.err}")


@test
def without_a_backend_one_line_says_how_to_start_one(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        done = ktrdr("ops", url=f"http://127.0.0.1:{taken.getsockname()[1]}")
    check(done.status == 5 and "ktrdrd" in done.err and len(done.err.splitlines()) <= 2, f"{done.status} {done.err}")
    done = ktrdr("health", env={"KTRDR_DATA_DIR": str(folder), "XDG_RUNTIME_DIR": str(folder), "KTRDR_URL": "http://127.0.0.1:1"})
    check(done.status == 5, f"{done.status} {done.err}")


@test
def the_exit_status_says_how_it_went(backend, folder):
    backend.import_bars()
    file = folder / "quick.yaml"
    file.write_text(strategy())
    check(backend.ktrdr("train", file).status == 0)
    backend.import_bars("FEW", n=60)
    done = backend.ktrdr("train", file, "--symbols", "FEW", "--set", "training_data.history_required=1")
    check(done.status == 1 and "no validation rows" in done.err, f"{done.status} {done.err}")
    check(backend.ktrdr("train", file, "--symbols", "FEW").status == 2)
    check(backend.ktrdr("train", file, "--symbols", "NONE").status == 3)
    check(backend.ktrdr("train", "nobody").status == 3)
    check(backend.ktrdr("models", "show", "none").status == 3)
    for words, status in ((["data", "show", "NONE"], 3), (["status", "op_none"], 3), (["data", "show", "AAA", "--start", "x"], 2)):
        done = backend.ktrdr(*words, "--json")
        check(done.status == status and not done.out, f"{words}: {done.status} {done.out}")
        check({"code", "detail"} <= json.loads(done.err).keys(), done.err)


@test
def everything_that_lists_or_shows_prints_one_document_under_json(backend, folder):
    backend.import_bars()
    file = folder / "quick.yaml"
    file.write_text(strategy())
    result = backend.ktrdr("train", file, "--json").json
    id = backend.get("/operations")["items"][0]["id"]
    for words in (["data", "list"], ["data", "show", "AAA"], ["data", "range", "AAA"], ["data", "gaps", "AAA"], ["data", "check", "AAA"],
                  ["models", "list"], ["models", "show", result["model_id"]], ["operations", "list"], ["operations", "status", id],
                  ["operations", "result", id], ["strategies", "list"], ["strategies", "validate", file],
                  ["strategies", "features", file], ["indicators", "list"], ["indicators", "show", "rsi"],
                  ["indicators", "compute", "AAA", "--indicator", "rsi:period=14"], ["fuzzy", "compute", "AAA", "--strategy", file],
                  ["health"], ["version"]):
        done = backend.ktrdr(*words, "--json")
        check(done.status == 0 and not done.err and isinstance(done.json, dict), f"{words}: {done.status} {done.err}")
        plain = backend.ktrdr(*words)
        check(plain.status == 0 and plain.out and "\033" not in plain.out, f"{words}: {plain.status} {plain.err}")


@test
def mistakes_in_a_strategy_come_with_file_line_and_column(backend, folder):
    good = strategy()
    file = folder / "bad.yaml"

    def refused(old, new, at, *words):
        """`new` in place of `old` is a mistake, seen where the text `at` begins."""
        check(old in good, old)
        text = good.replace(old, new, 1)
        file.write_text(text)
        before = text[:text.index(new) + new.rindex(at)]
        place = f"bad.yaml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
        done = backend.ktrdr("strategies", "validate", file)
        said = done.out + done.err
        check(done.status == 2 and place in said and all(word in said for word in words), f"{new}, {place}: {done.status} {said}")
        done = backend.ktrdr("train", file)
        check(done.status == 2 and place in done.err and all(word in done.err for word in words), f"train, {new}: {done.status} {done.err}")

    refused("  epochs: 3", "  epoks: 3", "epoks", "unknown key 'epoks'")
    refused("epochs: 3", "epochs: many", "many", "'many'", "whole")
    refused("epochs: 3", "epochs: 0", "0", "'0'", "from 1 to 10000")
    refused("hidden_layers: [8]", "hidden_layers: [1000000]", "1000000", "'1000000'", "to 1024")
    refused("indicator: fast", "indicator: fats", "fats", "'fats'", "did you mean 'fast'")
    refused("fuzzy_set: zone", "fuzzy_set: zoen", "zoen", "did you mean 'zone'")
    refused("type: rsi", "type: rsy", "rsy", "did you mean 'rsi'")
    refused("period: 7", "period: -7", "-7", "'-7'", "whole number from 2")
    refused("  epochs: 3", "  epochs: 3\n  epochs: 4", "epochs: 4", "already", "'epochs'")
    refused("  epochs: 3", "\tepochs: 3", "\t")
    refused("low: [0, 20, 45]", "low: [50, 20, 45]", "[50", "a <= b <= c")
    refused("source: forward_return", "source: tea_leaves", "tea_leaves", "'tea_leaves'", "zigzag")
    file.write_text(good)
    done = backend.ktrdr("strategies", "validate", file)
    check(done.status == 0, done.err)
    check(backend.ktrdr("strategies", "validate", folder / "none.yaml").status == 3)
    check(len(backend.ktrdr("strategies", "features", file, "--json").json["features"]) == 5)


# ---- ctrl-c, terminals and pipes ----

def is_running(backend):
    return wait_until(lambda: [o["id"] for o in backend.get("/operations?active=true")["items"] if o["state"] == "running"], "it to run")


@test
def ctrl_c_off_a_terminal_cancels_what_is_followed_and_exits_4(backend, folder):
    backend.import_bars()
    file = folder / "endless.yaml"
    file.write_text(ENDLESS)
    process = subprocess.Popen([BUILD / "ktrdr", "--url", backend.url, "train", file], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    started = process.stderr.readline()
    id = is_running(backend)[0]
    check(id in started, started)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    check(process.returncode == 4 and "\r" not in err, f"{process.returncode} {err}")
    check(backend.operation(id)["state"] == "cancelled")


@test
def ctrl_c_on_a_terminal_asks_first(backend, folder):
    backend.import_bars()
    file = folder / "endless.yaml"
    file.write_text(ENDLESS)
    for answer, status, state in ((b"c\n", 4, "cancelled"), (b"d\n", 0, "running")):
        pid, terminal = pty.fork()
        if not pid:
            os.environ["TERM"] = "xterm"
            os.execv(BUILD / "ktrdr", ["ktrdr", "--url", backend.url, "train", str(file)])
        shown, sent = b"", 0
        with contextlib.suppress(OSError):
            while piece := os.read(terminal, 4096):
                shown += piece
                if sent == 0 and b"epoch" in shown:
                    sent += os.write(terminal, b"\x03")
                elif sent == 1 and b"[d]etach" in shown:
                    sent += os.write(terminal, answer)
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        operation = backend.get("/operations")["items"][0]
        check(ended == status and operation["state"] == state, f"{ended} {operation['state']} {shown[-300:]!r}")
        if state == "running":
            check(operation["id"].encode() in shown.splitlines()[-1], repr(shown[-100:]))
            backend.cancel(operation["id"])
            backend.wait_for(operation["id"])


@test
def colour_is_for_terminals_that_want_it(backend):
    backend.import_bars()

    def shown(**env):
        pid, terminal = pty.fork()
        if not pid:
            os.environ.pop("NO_COLOR", None)
            os.environ.update({"TERM": "xterm", **env})
            os.execv(BUILD / "ktrdr", ["ktrdr", "--url", backend.url, "data", "list"])
        text = b""
        with contextlib.suppress(OSError):
            while piece := os.read(terminal, 4096):
                text += piece
        os.waitpid(pid, 0)
        return text

    check(b"\033[" in shown() and b"\033[" not in shown(NO_COLOR="1") and b"\033[" not in shown(TERM="dumb"))
    check("\033" not in backend.ktrdr("data", "list").out)


@test
def a_pipe_that_ends_early_is_no_complaint(backend):
    backend.import_bars(text=bars_csv(20000, start="1950-01-01"))
    for words in ("data show AAA --format csv", "data show AAA --json", "data export AAA"):
        done = subprocess.run(["bash", "-c", f"set -o pipefail; '{BUILD / 'ktrdr'}' --url {backend.url} {words} | head -c 10"],
                              capture_output=True, text=True, timeout=PATIENCE)
        check(len(done.stdout) == 10 and not done.stderr, f"{words}: {done.returncode} {done.stderr}")
    with open("/dev/full", "w") as full:
        done = subprocess.run([BUILD / "ktrdr", "--url", backend.url, "data", "list"], stdout=full, stderr=subprocess.PIPE, text=True)
        check(done.returncode == 1 and "error: " in done.stderr, f"{done.returncode} {done.stderr}")


main()
