#!/usr/bin/env python3
"""The strategies that come with ktrdr: each is valid, explains itself, trains and is backtested, on made-up bars."""
import datetime, math, random, re

from programs import Skip, TESTS, check, main, test

FILES = sorted((TESTS / "../strategies").glob("*.yaml"))
BARS = 1600


def waves(n, seed, size=1.0, hours=None):
    """Bars of two waves and noise, so that there is something to learn."""
    draw, time = random.Random(seed), datetime.datetime(2010, 1, 4)
    rows, before = ["timestamp,open,high,low,close,volume"], 100.0
    for t in range(n):
        level = 0.10 * math.sin(2 * math.pi * t / 37) + 0.12 * math.sin(2 * math.pi * t / 181) + 0.0002 * t
        close = 100 * math.exp(size * (level + draw.gauss(0, 0.008)))
        open_ = before * (1 + size * draw.gauss(0, 0.002))
        high = max(open_, close) * (1 + size * draw.random() * 0.006)
        low = min(open_, close) * (1 - size * draw.random() * 0.006)
        rows.append(f"{time:%Y-%m-%dT%H:%M:%SZ},{open_:.5f},{high:.5f},{low:.5f},{close:.5f},{draw.randint(800, 1200) * (1 + (close > before))}")
        before, time = close, time + (hours or datetime.timedelta(days=1))
        while time.weekday() > 4:
            time += datetime.timedelta(days=1)
    return "\n".join(rows) + "\n"


def days_of(hourly):
    """The daily bars of hourly ones."""
    days = {}
    for row in hourly.splitlines()[1:]:
        time, *values = row.split(",")
        days.setdefault(time[:10], []).append([float(v) for v in values])
    rows = [f"{day},{b[0][0]},{max(x[1] for x in b)},{min(x[2] for x in b)},{b[-1][3]},{sum(x[4] for x in b)}" for day, b in days.items()]
    return "\n".join(["timestamp,open,high,low,close,volume", *rows]) + "\n"


def load(backend):
    for seed, symbol in enumerate(("SPX", "AAA", "BBB", "CCC", "DDD")):
        backend.import_bars(symbol, text=waves(BARS, seed))
    hourly = waves(4000, 7, size=0.1, hours=datetime.timedelta(hours=1))
    backend.import_bars("EURUSD", timeframe="1h", text=hourly)
    backend.import_bars("EURUSD", timeframe="1d", text=days_of(hourly))


@test
def there_are_eight_of_different_ideas_and_each_says_what_to_expect(backend):
    check(len(FILES) >= 8, str(FILES))
    texts = [f.read_text() for f in FILES]
    for file, text in zip(FILES, texts):
        head = text.split("\nname:")[0]
        check(len(head.splitlines()) >= 5 and all(line.startswith("#") for line in head.splitlines()), file.name)
        check(re.search(rf"^name: {file.stem}$", text, re.M), f"{file.name} is named otherwise")
        check("hypothesis:" in text and (file.stem == "spx_trend" or "Expect" in head), file.name)
        report = backend.expect(200, "POST", "/strategies/validate", {"text": text, "label": file.name})
        check(report["valid"] and report["n_warnings"] == 0, f"{file.name}: {report['findings']}")
    labels = {m for t in texts for m in re.findall(r"source: (zigzag_segments|zigzag|forward_return|triple_barrier)", t)}
    check(len(labels) == 4, str(labels))
    check(any("symbols: [" in t for t in texts) and any("timeframes: [1h, 1d]" in t for t in texts))


@test
def each_trains_and_is_backtested(folder, backend):
    load(backend)
    for file in FILES:
        told = {"strategy_text": file.read_text(), "strategy_label": file.name}
        id = backend.expect(202, "POST", "/trainings", {**told, "overrides": ["training.epochs=15"]})["id"]
        ended = backend.wait_for(id)
        check(ended["state"] == "completed", f"{file.name}: {ended.get('error')}")
        if ended["state"] != "completed":
            continue
        year = {"periods_per_year": 260} if file.stem == "tide_and_wave" else {}      # the others are daily
        id = backend.expect(202, "POST", "/backtests", {**told, **year})["id"]
        ended = backend.wait_for(id)
        check(ended["state"] == "completed", f"{file.name}: {ended.get('error')}")
        result = backend.get(f"/backtests/{id}")
        symbols = re.search(r"symbols: \[(.*?)\]", told["strategy_text"])
        if symbols:
            of = symbols[1].split(", ")
            check([s["symbol"] for s in result["by_symbol"]] == of, f"{file.name}: {result['by_symbol']}")
            check(backend.get(f"/models/{result['model_id']}")["symbols"] == of, f"{file.name}: it learned from others")
        check(result["in_sample_bars"] == 0 and result["verdict"]["text"], file.name)
        print(f"    {file.stem}: {result['performance']['trades']} trades, {100 * result['performance']['total_return']:+.1f} %", flush=True)


@test
def the_schema_for_editors_takes_the_examples_and_refuses_mistakes(backend):
    try:
        import jsonschema, yaml
    except ImportError:
        raise Skip("no python3-jsonschema or python3-yaml here")
    schema = backend.ktrdr("strategies", "schema").json
    checker = jsonschema.Draft7Validator(schema)
    checker.check_schema(schema)
    for file in FILES:
        tree = yaml.safe_load(file.read_text())
        found = [f"{list(e.absolute_path)}: {e.message}" for e in checker.iter_errors(tree)]
        check(not found, f"{file.name}: {found[:3]}")
    for path, value in (("training.epochs", 0), ("training.epoch", 5), ("model.type", "lstm"), ("indicators.week.period", 0),
                        ("indicators.week.type", "rci"), ("indicators.week.fast", 3), ("nn_inputs", []),
                        ("training.labels.source", "guess"), ("fuzzy_sets.state.whole", "high"),
                        ("training_data.timeframes.timeframe", "3d"), ("decisions.stop_loss", 6)):
        tree = yaml.safe_load((TESTS / "../strategies/dip_buyer.yaml").read_text())
        place, *_, last = [tree, *path.split(".")]
        for key in path.split(".")[:-1]:
            place = place[key]
        place[last] = value
        check(not checker.is_valid(tree), f"{path}: {value} is taken")


main()
