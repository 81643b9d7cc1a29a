"""What the measurements of this folder share: options, one look for all tables, JSON, medians, a backend.

    bench = Bench("cli", "the command line")
    bench.add("ktrdr --help", 1.2, "ms", goal=("<=", 1.5))
    bench.add("data show", 2.4, "ms", beside=("bare C", 1.1), goal=("<=", 3))
    bench.end()

Options of every one: --json prints JSON instead of the table, --build FOLDER (default build/release).
Python's standard library only."""
import argparse, datetime, json, os, pathlib, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def load():
    return [float(word) for word in pathlib.Path("/proc/loadavg").read_text().split()[:3]]


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return "unknown"


def median(values):
    return statistics.median(values)


def low(values):
    """The fastest tenth ends here: what it takes when nobody disturbs."""
    return sorted(values)[len(values) // 10]


def ratio(over, under):
    """The median of the rounds' own ratios: both sides of each were measured in the same moment."""
    return median([a / b for a, b in zip(over, under)])


def in_turn(rounds, *measures):
    """Each of them once per round, and the values of each."""
    values = [[] for _ in measures]
    for _ in range(rounds):
        for kept, measure in zip(values, measures):
            kept.append(measure())
    return values


def written(value):
    if isinstance(value, str):
        return value
    size = abs(value)
    return f"{value:,.0f}".replace(",", " ") if size >= 1000 else f"{value:.3g}"


class Bench:
    def __init__(self, name, title, **more):
        """`more`: options beyond the usual, name=(default, help)."""
        words = argparse.ArgumentParser(description=title)
        words.add_argument("--json", action="store_true", help="JSON instead of the table")
        words.add_argument("--build", default=str(ROOT / "build/release"), help="folder of the programs")
        for option, (default, text) in more.items():
            words.add_argument(f"--{option}", default=default, type=type(default), help=text)
        self.told = words.parse_args()
        self.name, self.title, self.rows, self.notes = name, title, [], []
        self.build = pathlib.Path(self.told.build).resolve()
        self.began = load()
        os.environ["KTRDR_BUILD"] = str(self.build)
        os.environ.setdefault("KTRDR_TESTS", str(ROOT / "tests"))
        sys.path.insert(0, str(ROOT / "tests/support"))

    def need(self, *targets):
        """Builds programs of this folder that are built on demand."""
        done = subprocess.run(["ninja", "-C", self.build, "--quiet", *(f"bench/{t}" for t in targets)],
                              capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)

    def program(self, name, *words):
        return [str(self.build / "bench" / name), *map(str, words)]

    def run_json(self, name, *words):
        return json.loads(subprocess.check_output(self.program(name, *words)))

    def backend(self, folder):
        """A ktrdrd of its own on a new data folder; a context that ends it."""
        return Running(folder)

    def add(self, what, value, unit, beside=None, ratio=None, goal=None, of="value", **more):
        """beside: (name, its value); ratio=False where it says nothing. goal: (comparison, limit), of the value or of the "ratio"."""
        row = {"what": what, "value": value, "unit": unit, **more}
        if beside:
            row |= {"beside": {"name": beside[0], "value": beside[1]}}
            row |= {} if ratio is False else {"ratio": ratio or value / beside[1]}
        if goal:
            got = row["ratio"] if of == "ratio" else value
            met = {"<=": got <= goal[1], "<": got < goal[1], ">=": got >= goal[1]}[goal[0]]
            row |= {"goal": {"of": of, "is": goal[0], "limit": goal[1]}, "met": met}
        self.rows.append(row)

    def note(self, text):
        self.notes.append(text)

    def end(self):
        result = {"bench": self.name, "title": self.title,
                  "date": datetime.datetime.now().isoformat(timespec="minutes"),
                  "machine": {"processor": processor(), "cores": os.cpu_count()},
                  "load": {"before": self.began, "after": load()}, "rows": self.rows, "notes": self.notes}
        if self.told.json:
            print(json.dumps(result, indent=1))
        else:
            print_table(result)


def print_table(result):
    head = ["", "measured", "beside", "ratio", "goal", "met"]
    lines = [[row["what"], f'{written(row["value"])} {row["unit"]}',
              f'{row["beside"]["name"]} {written(row["beside"]["value"])}' if "beside" in row else "",
              written(row["ratio"]) if "ratio" in row else "", goal_text(row),
              {True: "yes", False: "NO"}.get(row.get("met"), "")] for row in result["rows"]]
    widths = [max(len(line[i]) for line in [head, *lines]) for i in range(len(head))]
    machine, loads = result["machine"], result["load"]
    print(f'{result["title"]}\n{result["date"].replace("T", " ")}, {machine["processor"]}, {machine["cores"]} cores, '
          f'load {loads["before"][0]:.1f} before and {loads["after"][0]:.1f} after')
    for line in [head, *lines]:
        cells = [f"{cell:<{w}}" if i in (0, 2) else f"{cell:>{w}}" for i, (cell, w) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())
    for text in result["notes"]:
        print(f"note: {text}")


def goal_text(row):
    if "goal" not in row:
        return ""
    goal = row["goal"]
    unit = "x" if goal["of"] == "ratio" else f' {row["unit"]}'
    return f'{goal["is"]} {written(goal["limit"])}{unit}'


class Running:
    def __init__(self, folder=None):
        self.folder = tempfile.TemporaryDirectory(prefix="ktrdr-bench-", dir=folder)

    def __enter__(self):
        import programs
        self.backend = programs.Backend(pathlib.Path(self.folder.name) / "data").start()
        return self.backend

    def __exit__(self, *why):
        if self.backend.process.poll() is None:
            self.backend.stop()
        self.folder.cleanup()


def import_bars(backend, build, rows, timeframe, symbol):
    """Synthetic bars, through the command line."""
    file = backend.data.parent / f"{symbol}.csv"
    with open(file, "wb") as out:
        subprocess.run([build / "gen-bars", str(rows), "7", timeframe], stdout=out, check=True)
    done = backend.ktrdr("data", "import", file, "--symbol", symbol, "--timeframe", timeframe, timeout=600)
    if done.status:
        raise SystemExit(f"the import failed: {done.err}")
    return file


def memory(pid, what):
    """Of /proc/PID/status, in MB: "VmRSS" now, "VmHWM" at most so far."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what + ":"):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"no {what} of process {pid}")


def cpu_seconds(pid):
    """Of all threads it has now."""
    return sum(int(path.read_text().split()[0]) for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def socket_of(backend):
    return next(line["socket"] for line in backend.log_lines() if line.get("socket"))


if __name__ == "__main__":          # figures.py FILE.json...: the tables of earlier measurements
    for file in sys.argv[1:]:
        print_table(json.loads(pathlib.Path(file).read_text()))
