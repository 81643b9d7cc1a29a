#!/usr/bin/env python3
"""oracle_backtest.py FOLDER: a second backtest engine, slow and plain, that writes the golden files of
tests/golden/backtest. It keeps an account of cash and units in exact fractions, where the program keeps
profits in doubles; what both agree on was reached in two ways."""
import pathlib, random, sys
from fractions import Fraction as F

DAY = 86400
FEES = [("2012-02-21", 1329782400, "18.00", "0.000090", "4.50"),
        ("2013-05-25", 1369440000, "17.40", "0.000119", "5.95"), ("2014-03-18", 1395100800, "22.10", "0.000119", "5.95"),
        ("2015-02-14", 1423872000, "18.40", "0.000119", "5.95"), ("2016-02-16", 1455580800, "21.80", "0.000119", "5.95")]


def floor_to(x, step):
    return x if step == 0 else (x // step) * step


class Engine:
    def __init__(self, case, bars):
        self.c, self.bars = case, bars
        self.cash = F(case["capital"])      # what lies in the account; a short's proceeds too
        self.units = F(0)                   # < 0 short
        self.entry = None
        self.trades, self.unfilled, self.equity, self.position = [], [], [], []
        self.order = None
        self.earliest = 0

    def bill(self, units, price, selling, time, adds):
        n, value, model = abs(units), abs(units) * abs(price), self.c["costs"]
        fees = F(0)
        if model == "none":
            paid = F(0)
        elif model.endswith("bp"):
            paid = value * F(model[:-2]) / 10000
        elif model.endswith("/share"):
            paid = n * F(model[:-6])
        elif model == "ib_fx":
            paid = min(max(value * F("0.00002"), F(2)), value / 100)
        else:
            rate, least, extra = {"ib_fixed": (F("0.005"), F(1), F(0)),
                                  "ib_tiered": (F("0.0035"), F("0.35"), F("0.0002"))}[model]
            paid = min(max(n * rate, least), value / 100) + n * extra
            if model == "ib_tiered" and not adds:
                paid += n * F("0.003")
            if selling:
                row = [f for f in FEES if f[1] <= time or f is FEES[0]][-1]
                fees = value * F(row[2]) / 1000000 + min(n * F(row[3]), F(row[4]))
        return paid * self.c["multiple"], fees * self.c["multiple"]

    def slip(self, price):
        text, tick = self.c["slippage"], F(self.c["tick"])
        if text == "none":
            return F(0)
        amount = price * F(text[:-2]) / 10000 if text.endswith("bp") else F(text[:-4]) * tick
        return amount * self.c["multiple"]

    def wanted(self, worth, price):
        kind, size = self.c["size"]
        step = F(self.c["increment"])
        if kind == "units":
            return floor_to(F(size), step)
        money = F(size) * worth if kind == "fraction" else F(size)
        return floor_to(money / price, step) if money > 0 else F(0)

    def enter(self, side, units, price, bar):
        slipped = self.slip(price)
        at = price + side * slipped
        step, time = F(self.c["increment"]), self.bars[bar]["time"]
        cost = lambda n: n * at + sum(self.bill(n, at, side < 0, time, False)) if n else F(0)
        while units > 0 and cost(units) > self.cash:
            units -= step
        if units <= 0:
            return False
        paid, fees = self.bill(units, at, side < 0, time, False)
        self.cash -= side * units * at + paid + fees
        self.units = side * units
        self.entry = dict(side=side, bar=bar, price=at, units=units, commission=paid, fees=fees, borrow=F(0),
                          slippage=slipped * units, dividends=F(0), seen=[at])
        stop, target = F(self.c["stop"]), F(self.c["target"])
        self.entry["stop"] = at * (1 - side * stop / 100) if stop else None
        self.entry["target"] = at * (1 + side * target / 100) if target else None
        return True

    def leave(self, price, bar, reason):
        e = self.entry
        slipped = F(0) if reason == "target" else self.slip(price)
        at = price - e["side"] * slipped
        paid, fees = self.bill(e["units"], at, e["side"] > 0, self.bars[bar]["time"], reason == "target")
        self.cash += self.units * at - paid - fees
        self.units = F(0)
        gross = e["side"] * e["units"] * (at - e["price"])
        c, f = e["commission"] + paid, e["fees"] + fees
        seen = [s / e["price"] - 1 for s in e["seen"] + [at]]
        self.trades.append((e["side"], reason, e["bar"], bar, e["units"], e["price"], at, gross, c, f, e["borrow"],
                            e["slippage"] + slipped * e["units"], e["dividends"],
                            gross - c - f - e["borrow"] + e["dividends"],
                            min(seen) if e["side"] > 0 else -max(seen), max(seen) if e["side"] > 0 else -min(seen)))
        self.entry = None

    def night(self, t):
        now, before = self.bars[t], self.bars[t - 1]
        ratio = F(before["adjust"]) / F(now["adjust"])
        dividend = F(before["close"]) * (1 - ratio) * self.units
        self.cash += dividend
        self.entry["dividends"] += dividend
        if self.units < 0:
            nights = now["time"] // DAY - before["time"] // DAY
            fee = -self.units * F(before["close"]) * F(self.c["borrow"]) * nights / 360 * self.c["multiple"]
            self.cash -= fee
            self.entry["borrow"] += fee

    def fill(self, t, price):
        order, self.order = self.order, None
        if order["close"] and self.units:
            self.leave(price, t, "signal")
            self.earliest = order["bar"] + self.c["separation"]
        if order["open"]:
            if self.enter(order["open"], order["units"], price, t):
                self.earliest = order["bar"] + self.c["separation"]
            else:
                self.unfilled.append((order["bar"], order["open"], 0, order["units"], "no cash"))

    def levels(self, t, stale):
        b, e, side = self.bars[t], self.entry, self.entry["side"]
        o, h, l, c = (F(b[k]) for k in ("open", "high", "low", "close"))
        stop, target, tick = e["stop"], e["target"], F(self.c["tick"])
        worse = min if side > 0 else max
        passed = lambda price: stop is not None and worse(price, stop) == price
        through = lambda price: target is not None and side * (price - target) >= tick
        if not stale and passed(o):
            self.leave(o, t, "stop")
        elif not stale and through(o):
            self.leave(o, t, "target")
        elif passed(l if side > 0 else h):
            self.leave(worse(stop, c) if stale else stop, t, "stop")
        elif through(h if side > 0 else l):
            self.leave(target, t, "target")

    def decide(self, t, worth):
        b = self.bars[t]
        if b["signal"] == "HOLD" or b["confidence"] < self.c["threshold"]:
            return
        want, have = (1 if b["signal"] == "BUY" else -1), (self.units > 0) - (self.units < 0)
        if want == have:
            return
        order = dict(close=have != 0, open=0, units=F(0), bar=t)
        may = (want > 0 or self.c["short"]) and t >= self.earliest and (have == 0 or self.c["reverse"])
        if may:
            order["units"] = self.wanted(worth, F(b["close"]))
            if order["units"] > 0:
                order["open"] = want
            else:
                self.unfilled.append((t, want, 0, F(0), "too small"))
        if order["close"] or order["open"]:
            self.order = order

    def run(self):
        for t, b in enumerate(self.bars):
            stale = any(a <= t < z for a, z in self.c["stale"])
            if self.units:
                self.night(t)
            if self.order and not stale:
                self.fill(t, F(b["open"]))
            if self.entry:
                self.levels(t, stale)
            if self.entry:
                self.entry["seen"] += [F(b["low"]), F(b["high"])]
            if self.order and stale:
                self.fill(t, F(b["close"]))
            worth = self.cash + self.units * F(b["close"])
            self.equity.append(worth)
            self.position.append(self.units)
            self.decide(t, worth)
        last = len(self.bars) - 1
        if self.order:
            if self.order["close"]:
                self.unfilled.append((last, -1 if self.units > 0 else 1, 1, abs(self.units), "after the end"))
            if self.order["open"]:
                self.unfilled.append((last, self.order["open"], 0, self.order["units"], "after the end"))
        if self.entry:
            self.leave(F(self.bars[last]["close"]), last, "end")
            self.equity[last], self.position[last] = self.cash, F(0)


def make_bars(seed, n, price, digits, swing, holds):
    rnd = random.Random(seed)
    bars, time, adjust = [], 1388966400, 1.0     # 2014-01-06
    tick = 10.0 ** -digits
    for t in range(n):
        opened = price * (1 + rnd.gauss(0, swing / 2))
        close = opened * (1 + rnd.gauss(0, swing))
        high = max(opened, close) * (1 + abs(rnd.gauss(0, swing / 2)))
        low = min(opened, close) * (1 - abs(rnd.gauss(0, swing / 2)))
        o, h, l, c = (max(tick, round(x, digits)) for x in (opened, high, low, close))
        signal = rnd.choice(["BUY", "SELL"] + ["HOLD"] * holds)
        bars.append(dict(time=time, open=repr(o), high=repr(max(o, h, l, c)), low=repr(min(o, h, l, c)),
                         close=repr(c), adjust="1", signal=signal, confidence=rnd.randrange(64) / 64))
        price, time = c, time + DAY * (3 if t % 5 == 4 else 1)
    return bars


def add_dividends(bars, every, share):
    adjust = F(1)
    for t in range(len(bars) - 1, -1, -1):
        bars[t]["adjust"] = repr(float(adjust))
        if t % every == 0:
            adjust *= 1 - F(share)


DEFAULT = dict(capital="10000", size=("fraction", "0.25"), increment="1", costs="none", slippage="none", borrow="0",
               multiple=1, tick="0.01", short=False, reverse=False, separation=0, threshold=0, stop="0", target="0",
               stale=[], bars=(1, 90, 100, 2, 0.02, 4), dividends=None)
CASES = dict(
    plain={},
    costs_bp=dict(costs="5bp", slippage="2bp"),
    all_in=dict(size=("fraction", "1"), costs="20bp", slippage="1tick", bars=(2, 90, 37, 2, 0.03, 2)),
    short_borrow=dict(short=True, borrow="0.05", costs="0.005/share", bars=(3, 90, 60, 2, 0.02, 3)),
    reverse_all_in=dict(short=True, reverse=True, size=("fraction", "1"), costs="10bp", bars=(4, 90, 50, 2, 0.02, 3)),
    stops=dict(stop="2", target="3", slippage="5bp", bars=(5, 150, 100, 2, 0.02, 2)),
    stops_short=dict(stop="1.5", target="2", short=True, reverse=True, slippage="1tick", costs="ib_tiered",
                     bars=(6, 150, 80, 2, 0.02, 2)),
    ib_fixed=dict(costs="ib_fixed", slippage="2bp", capital="2000", bars=(7, 90, 12, 2, 0.03, 2)),
    ib_tiered=dict(costs="ib_tiered", short=True, borrow="0.005", capital="250000", bars=(8, 90, 9, 2, 0.03, 2)),
    ib_fx=dict(costs="ib_fx", slippage="1tick", tick="0.00005", short=True, bars=(9, 90, 1.1, 5, 0.005, 2)),
    dividends=dict(short=True, costs="2bp", dividends=(13, "0.01"), bars=(10, 90, 40, 2, 0.01, 3)),
    separation=dict(separation=7, short=True, threshold=0.25, bars=(11, 120, 100, 2, 0.02, 1)),
    stale=dict(stale=[(20, 60)], stop="3", target="4", short=True, reverse=True, slippage="1bp",
               bars=(12, 100, 100, 2, 0.02, 1)),
    amount=dict(size=("amount", "4000"), increment="0.001", capital="5000", costs="18bp", multiple=2,
                bars=(13, 90, 3000, 1, 0.05, 2)),
    units=dict(size=("units", "30"), capital="3000", costs="5bp", bars=(14, 90, 98, 2, 0.04, 2)),
    too_small=dict(size=("fraction", "0.25"), capital="500", bars=(15, 60, 120, 2, 0.03, 2)),
)


def write(path, case, bars, e):
    with open(path, "w") as out:
        put = lambda *words: print(*words, file=out)
        num = lambda x: format(float(x), ".17g")
        put("capital", case["capital"])
        put("size", *case["size"])
        for key in ("increment", "costs", "slippage", "borrow", "multiple", "tick", "separation", "threshold", "stop", "target"):
            put(key, case[key])
        put("short", int(case["short"]))
        put("reverse", int(case["reverse"]))
        for a, z in case["stale"]:
            put("stale", a, z)
        put("bars", len(bars))
        for t, b in enumerate(bars):
            put(b["time"], b["open"], b["high"], b["low"], b["close"], b["adjust"], b["signal"], b["confidence"],
                num(e.equity[t]), num(e.position[t]))
        put("trades", len(e.trades))
        for t in e.trades:
            put(t[0], t[1], t[2], t[3], *map(num, t[4:]))
        put("unfilled", len(e.unfilled))
        for bar, side, is_exit, units, why in e.unfilled:
            put(bar, side, is_exit, num(units), why.replace(" ", "_"))


folder = pathlib.Path(sys.argv[1])
for name, changes in CASES.items():
    case = {**DEFAULT, **changes}
    bars = make_bars(*case["bars"])
    if case["dividends"]:
        add_dividends(bars, *case["dividends"])
    engine = Engine(case, bars)
    engine.run()
    assert sum(t[13] for t in engine.trades) == engine.equity[-1] - F(case["capital"]), name
    write(folder / f"{name}.txt", case, bars, engine)
    kinds = sorted({t[1] for t in engine.trades})
    print(f"{name}: {len(engine.trades)} trades ({', '.join(kinds)}), {len(engine.unfilled)} unfilled")
