#!/usr/bin/env python3
"""oracle_indicators: writes tests/golden/indicators/ - bars.csv, and NAME.txt per indicator, straight
from the definitions and apart from the program: windows are summed anew for each bar, averages are
written out, and all that needs no root or logarithm is in exact fractions.

NAME.txt: blocks of a line `param ...` and a line `OUTPUT value ...` per output, `nan` in the warm-up.
Usage: tools/oracle_indicators.py [NAME ...]; with --check it writes nothing and fails on a difference."""
import math
import pathlib
import random
import sys
from fractions import Fraction as F

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/indicators"
COUNT, DAY = 140, 86400


def make_bars():
    """Seven hourly bars a session from 14:30Z, on weekdays; with a jump, flat bars, a run without
    volume, doubled closes, and one long bar."""
    rng, price, rows, day = random.Random(20240607), 10000, [], 19720 * DAY   # 2023-12-29, a Friday
    while len(rows) < COUNT:
        for hour in range(7):
            if len(rows) == COUNT:
                break
            i, jump = len(rows), 700 if len(rows) == 66 else 0
            open_ = price + rng.randint(-30, 30) + jump
            close = open_ + rng.randint(-150, 150)
            if i % 11 == 10:
                close = price                       # closes as the bar before did
            high = max(open_, close) + rng.randint(0, 80)
            low = min(open_, close) - rng.randint(0, 80)
            volume = 0 if i in (50, 90, 91, 92) else rng.randint(1000, 90000)
            if 80 <= i < 86:
                open_ = high = low = close = price  # nothing moves
            if i == 100:
                high, low = high + 900, low - 900
            rows.append((day + hour * 3600 + 52200, open_, high, low, close, volume))
            price = close
        day += DAY * (3 if (day // DAY) % 7 == 1 else 1)    # 1970-01-02 was a Friday
    return rows


ROWS = make_bars()
T = [r[0] for r in ROWS]
O, H, L, C = ([F(r[k], 100) for r in ROWS] for k in (1, 2, 3, 4))
V = [F(r[5]) for r in ROWS]
N = len(ROWS)
HL2 = [(h + l) / 2 for h, l in zip(H, L)]
HLC3 = [(h + l + c) / 3 for h, l, c in zip(H, L, C)]
TR = [None] + [max(H[i] - L[i], abs(H[i] - C[i - 1]), abs(L[i] - C[i - 1])) for i in range(1, N)]


# Building blocks. A column is a list with None where there is no value; those come first.

def over(x, p, f):
    """f of the last p values, where all are there."""
    return [None if i < p - 1 or x[i - p + 1] is None else f(x[i - p + 1:i + 1]) for i in range(len(x))]

def per_bar(f, *columns):
    return [None if any(v is None for v in row) else f(*row) for row in zip(*columns)]

def mean(w): return sum(w) / F(len(w)) if isinstance(w[0], F) else math.fsum(w) / len(w)
def weighted(w): return sum(x * (k + 1) for k, x in enumerate(w)) / (F(len(w) * (len(w) + 1), 2) if isinstance(w[0], F) else len(w) * (len(w) + 1) / 2)
def variance(w): return sum((x - mean(w)) ** 2 for x in w) / len(w)
def deviation(w): return math.sqrt(variance(w))

def sma(x, p): return over(x, p, mean)
def wma(x, p): return over(x, p, weighted)
def highest(x, p): return over(x, p, max)
def lowest(x, p): return over(x, p, min)

def smooth(x, p, weight):
    """x counts weight; starts with the mean of the first p there are."""
    out, start = [None] * len(x), next((i for i, v in enumerate(x) if v is not None), len(x))
    for i in range(start + p - 1, len(x)):
        out[i] = mean(x[start:start + p]) if i == start + p - 1 else x[i] * weight + out[i - 1] * (1 - weight)
    return out

def ema(x, p): return smooth(x, p, F(2, p + 1))
def rma(x, p): return smooth(x, p, F(1, p))
def change(x, k=1): return [None if i < k or x[i - k] is None else x[i] - x[i - k] for i in range(len(x))]
def back(x, k): return [None] * k + x[:len(x) - k]
def ratio(a, b, none): return per_bar(lambda u, v: u / v if v else none, a, b)
def minus(a, b): return per_bar(lambda u, v: u - v, a, b)
def times(k, a): return [None if v is None else k * v for v in a]
def floats(x): return [None if v is None else float(v) for v in x]

def since(start, x):
    """x, but nothing before start."""
    return [v if i >= start else None for i, v in enumerate(x)]


INDICATORS = {}     # name -> (function, outputs, parameter sets)

def indicator(outputs, *param_sets):
    def add(f):
        INDICATORS[f.__name__.removeprefix("the_")] = (f, outputs.split(), param_sets or ((),))
        return f
    return add


@indicator("sma", (20,), (3,), (1,))
def the_sma(p): return sma(C, p)

@indicator("ema", (20,), (1,))
def the_ema(p): return ema(C, p)

@indicator("wma", (20,), (1,), (2,))
def the_wma(p): return wma(C, p)

def rsi(x, p):
    up = rma(per_bar(lambda d: max(d, F(0)), change(x)), p)
    down = rma(per_bar(lambda d: max(-d, F(0)), change(x)), p)
    return per_bar(lambda u, d: 100 * u / (u + d) if u + d else F(50), up, down)

@indicator("rsi", (14,), (3,))
def the_rsi(p): return rsi(C, p)

@indicator("line signal histogram", (12, 26, 9), (3, 4, 1))
def macd(fast, slow, signal):
    line = minus(ema(C, fast), ema(C, slow))
    return line, ema(line, signal), minus(line, ema(line, signal))

@indicator("upper middle lower width percent_b", (20, 2), (4, 1.5))
def bbands(p, k):
    middle, reach = floats(sma(C, p)), times(k, over(C, p, deviation))
    upper, lower = per_bar(lambda m, r: m + r, middle, reach), per_bar(lambda m, r: m - r, middle, reach)
    return (upper, middle, lower, per_bar(lambda u, l, m: (u - l) / m, upper, lower, middle),
            per_bar(lambda c, u, l: (float(c) - l) / (u - l) if u > l else 0.5, C, upper, lower))

@indicator("atr", (14,), (1,))
def atr(p): return rma(TR, p)

@indicator("adx plus_di minus_di", (14,), (4,))
def adx(p):
    up, down = change(H), times(-1, change(L))
    plus = rma(per_bar(lambda u, d: u if u > d and u > 0 else F(0), up, down), p)
    minus_ = rma(per_bar(lambda u, d: d if d > u and d > 0 else F(0), up, down), p)
    range_ = rma(TR, p)
    pdi, mdi = times(100, ratio(plus, range_, F(0))), times(100, ratio(minus_, range_, F(0)))
    dx = per_bar(lambda a, b: 100 * abs(a - b) / (a + b) if a + b else F(0), pdi, mdi)
    return rma(floats(dx), p), pdi, mdi         # dx's fractions grow without end

def place(x, high, low, p):
    return per_bar(lambda c, h, l: 100 * (c - l) / (h - l) if h > l else F(50), x, highest(high, p), lowest(low, p))

@indicator("k d", (14, 3, 3), (5, 1, 4), (1, 1, 1))
def stochastic(p, smooth_k, d):
    k = sma(place(C, H, L, p), smooth_k)
    return k, sma(k, d)

@indicator("williams_r", (14,), (2,))
def williams_r(p):
    return per_bar(lambda c, h, l: -100 * (h - c) / (h - l) if h > l else F(0), C, highest(H, p), lowest(L, p))

@indicator("cci", (20,), (2,))
def cci(p):
    mad = over(HLC3, p, lambda w: mean([abs(v - mean(w)) for v in w]))
    return per_bar(lambda t, m, d: (t - m) / (F(15, 1000) * d) if d else F(0), HLC3, sma(HLC3, p), mad)

@indicator("roc", (10,), (1,))
def roc(p): return times(100, ratio(change(C, p), back(C, p), F(0)))

@indicator("obv")
def obv():
    sums = [V[0]]
    for i in range(1, N):
        sums.append(sums[-1] + (V[i] if C[i] > C[i - 1] else -V[i] if C[i] < C[i - 1] else 0))
    return sums

#MORE

def text_of_bars():
    row = lambda r: f"{r[0]}," + ",".join(f"{v / 100:.2f}" for v in r[1:5]) + f",{r[5]}\n"
    return "time,open,high,low,close,volume\n" + "".join(map(row, ROWS))

def text_of(name):
    f, outputs, param_sets = INDICATORS[name]
    text = ""
    for params in param_sets:
        columns = f(*params)
        columns = columns if isinstance(columns, tuple) else (columns,)
        text += " ".join(["param", *map(str, params)]) + "\n"
        for output, column in zip(outputs, columns, strict=True):
            text += output + " " + " ".join("nan" if v is None else repr(float(v)) for v in column) + "\n"
    return text

def main(words):
    check, names = "--check" in words, [w for w in words if w != "--check"] or sorted(INDICATORS)
    files = {"bars.csv": text_of_bars(), **{name + ".txt": text_of(name) for name in names}}
    wrong = 0
    for file, text in files.items():
        path = GOLDEN / file
        if not check:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            print(f"{path} differs")
            wrong = 1
    return wrong

sys.exit(main(sys.argv[1:]))
