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

@indicator("dema", (20,), (1,))
def dema(p):
    e = ema(C, p)
    return minus(times(2, e), ema(e, p))

def three(x, p):
    a = ema(x, p)
    b = ema(a, p)
    return a, b, ema(b, p)

@indicator("tema", (20,), (3,))
def tema(p): return per_bar(lambda a, b, c: 3 * a - 3 * b + c, *three(C, p))

@indicator("hma", (20,), (9,), (2,))
def hma(p): return wma(minus(times(2, wma(C, p // 2)), wma(C, p)), math.isqrt(p))

def volume_weighted(x, p):
    plain = sma(x, p)
    return per_bar(lambda t, v, m: t / v if v else m, over(per_bar(lambda a, b: a * b, x, V), p, sum), over(V, p, sum), plain)

@indicator("vwma", (20,), (2,))
def vwma(p): return volume_weighted(C, p)

@indicator("vwap", (20,), (3,))
def vwap(p): return volume_weighted(HLC3, p)

@indicator("session_vwap", (0,), (1,), (3,))
def session_vwap(calendar):
    """In January, when 17:00 New York, where currencies change their day, is 22:00Z; none of the bars is that late."""
    out = []
    for i in range(N):
        now = [k for k in range(i + 1) if T[k] // DAY == T[i] // DAY]
        volume = sum(V[k] for k in now)
        out.append(sum(HLC3[k] * V[k] for k in now) / volume if volume else mean([HLC3[k] for k in now]))
    return out

@indicator("kama", (10, 2, 30), (2, 3, 5))
def kama(p, fast, slow):
    x, f, s = floats(C), 2 / (fast + 1), 2 / (slow + 1)
    out = [None] * N
    for i in range(p, N):
        net, path = abs(C[i] - C[i - p]), sum(abs(C[k] - C[k - 1]) for k in range(i - p + 1, i + 1))
        weight = (float(net / path if path else 1) * (f - s) + s) ** 2
        before = out[i - 1] if i > p else x[i - 1]
        out[i] = before + weight * (x[i] - before)
    return out

@indicator("line signal histogram", (12, 26, 9), (3, 4, 2))
def ppo(fast, slow, signal):
    line = times(100, ratio(minus(ema(C, fast), ema(C, slow)), ema(C, slow), F(0)))
    line = floats(line)
    return line, ema(line, signal), minus(line, ema(line, signal))

@indicator("apo", (12, 26), (1, 2))
def apo(fast, slow): return minus(ema(C, fast), ema(C, slow))

@indicator("k d", (14, 14, 3, 3), (5, 8, 1, 2))
def stochrsi(p, q, smooth_k, d):
    r = rsi(C, p)
    raw = per_bar(lambda v, h, l: 100 * (v - l) / (h - l) if h > l else F(0), r, highest(r, q), lowest(r, q))
    k = sma(raw, smooth_k)
    return k, sma(k, d)

def sides(x, weight):
    """What rises and what falls, from bar 1 on."""
    up = [None] + [weight[i] if x[i] > x[i - 1] else F(0) for i in range(1, N)]
    down = [None] + [weight[i] if x[i] < x[i - 1] else F(0) for i in range(1, N)]
    return up, down

@indicator("mfi", (14,), (1,))
def mfi(p):
    up, down = (over(side, p, sum) for side in sides(HLC3, per_bar(lambda t, v: t * v, HLC3, V)))
    return per_bar(lambda u, d: 100 * u / (u + d) if u + d else F(50), up, down)

@indicator("cmo", (14,), (1,))
def cmo(p):
    size = [F(0)] + [abs(v) for v in change(C)[1:]]
    up, down = (over(side, p, sum) for side in sides(C, size))
    return per_bar(lambda u, d: 100 * (u - d) / (u + d) if u + d else F(0), up, down)

@indicator("true_range")
def true_range(): return TR

@indicator("choppiness", (14,), (2,))
def choppiness(p):
    path, ground = over(TR, p, sum), minus(highest(H, p), lowest(L, p))
    return per_bar(lambda a, b: 100 * math.log10(a / b) / math.log10(p) if b else 100.0, path, ground)

@indicator("natr", (14,), (2,))
def natr(p): return times(100, ratio(rma(TR, p), C, F(0)))

@indicator("momentum", (10,), (1,))
def momentum(p): return change(C, p)

@indicator("up down oscillator", (14,), (1,), (3,))
def aroon(p):
    up = over(H, p + 1, lambda w: F(100 * max(k for k in range(p + 1) if w[k] == max(w)), p))
    down = over(L, p + 1, lambda w: F(100 * max(k for k in range(p + 1) if w[k] == min(w)), p))
    return up, down, minus(up, down)

def middle(p): return per_bar(lambda h, l: (h + l) / 2, highest(H, p), lowest(L, p))

@indicator("upper middle lower", (20,), (1,))
def donchian(p): return highest(H, p), middle(p), lowest(L, p)

@indicator("upper middle lower", (20, 10, 2), (3, 5, 1.5))
def keltner(p, q, k):
    mid, reach = ema(C, p), times(F(k), rma(TR, q))
    return per_bar(lambda m, r: m + r, mid, reach), mid, minus(mid, reach)

@indicator("trend direction", (10, 3), (3, 1), (2, 0.5))
def supertrend(p, k):
    trend, direction, upper, lower = [None] * N, [None] * N, None, None
    for i, r in enumerate(rma(TR, p)):
        if r is None:
            continue
        top, bottom = HL2[i] + F(k) * r, HL2[i] - F(k) * r
        if upper is None:
            upper, lower, way = top, bottom, 1
        else:
            upper = top if C[i - 1] > upper else min(top, upper)
            lower = bottom if C[i - 1] < lower else max(bottom, lower)
            if way == 1 and C[i] < lower:
                way = -1
            elif way == -1 and C[i] > upper:
                way = 1
        trend[i], direction[i] = (lower if way == 1 else upper), F(way)
    return trend, direction

@indicator("psar", (0.02, 0.2), (0.1, 0.15))
def psar(step, most):
    """Wilder's rules, rising and falling written out apart."""
    step, most = F(step), F(most)
    down = L[0] - L[1]
    rising = not (down > 0 and down > H[1] - H[0])
    out, sar, ep, af = [None], L[0] if rising else H[0], H[1] if rising else L[1], step
    for i in range(1, N):
        near = max(i - 1, 1)
        if rising and L[i] <= sar:
            rising, sar, ep, af = False, max(ep, H[near], H[i]), L[i], step
            out.append(sar)
        elif not rising and H[i] >= sar:
            rising, sar, ep, af = True, min(ep, L[near], L[i]), H[i], step
            out.append(sar)
        else:
            out.append(sar)
            if rising and H[i] > ep:
                ep, af = H[i], min(af + step, most)
            if not rising and L[i] < ep:
                ep, af = L[i], min(af + step, most)
        sar = sar + af * (ep - sar)
        sar = min(sar, L[near], L[i]) if rising else max(sar, H[near], H[i])
    return out

@indicator("tenkan kijun senkou_a senkou_b", (9, 26, 52), (4, 2, 3))
def ichimoku(a, b, c):
    return middle(a), middle(b), per_bar(lambda t, k: (t + k) / 2, middle(a), middle(b)), middle(c)

FLOW = [((C[i] - L[i]) - (H[i] - C[i])) / (H[i] - L[i]) * V[i] if H[i] > L[i] else F(0) for i in range(N)]

@indicator("ad")
def ad(): return [sum(FLOW[:i + 1]) for i in range(N)]

def ema_from_first(x, p):
    out = [x[0]]
    for v in x[1:]:
        out.append(out[-1] + (v - out[-1]) * F(2, p + 1))
    return out

@indicator("adosc", (3, 10), (2, 3))
def adosc(fast, slow):
    return since(slow - 1, minus(ema_from_first(ad(), fast), ema_from_first(ad(), slow)))

@indicator("cmf", (20,), (1,), (2,))
def cmf(p): return ratio(over(FLOW, p, sum), over(V, p, sum), F(0))

@indicator("force", (13,), (1,))
def force(p): return ema(per_bar(lambda d, v: d * v, change(C), V), p)

@indicator("ultosc", (7, 14, 28), (1, 2, 3))
def ultosc(*periods):
    buying = [None] + [C[i] - min(L[i], C[i - 1]) for i in range(1, N)]
    parts = [ratio(over(buying, p, sum), over(TR, p, sum), F(1, 2)) for p in periods]
    return per_bar(lambda a, b, c: 100 * (4 * a + 2 * b + c) / 7, *parts)

@indicator("trix", (15,), (1,), (4,))
def trix(p):
    e = three(C, p)[2]
    return times(100, ratio(change(e), back(e, 1), F(0)))

@indicator("plus minus", (14,), (1,))
def vortex(p):
    plus = [None] + [abs(H[i] - L[i - 1]) for i in range(1, N)]
    less = [None] + [abs(L[i] - H[i - 1]) for i in range(1, N)]
    return tuple(ratio(over(x, p, sum), over(TR, p, sum), F(1)) for x in (plus, less))

@indicator("mass", (25, 9), (3, 1), (2, 4))
def mass(p, q):
    a = ema(minus(H, L), q)
    return over(floats(ratio(a, ema(a, q), F(1))), p, math.fsum)

def line(w):
    """Least squares: value at the newest, slope, value at the oldest, r2."""
    n, m = len(w), mean(w)
    xs = [F(k) - F(n - 1, 2) for k in range(n)]
    slope = sum(x * (v - m) for x, v in zip(xs, w)) / sum(x * x for x in xs)
    total = sum((v - m) ** 2 for v in w)
    rest = sum((v - m - slope * x) ** 2 for x, v in zip(xs, w))
    return m + slope * xs[-1], slope, m + slope * xs[0], 1 - rest / total if total else F(0)

@indicator("value slope angle intercept r2", (14,), (3,))
def linreg(p):
    lines = over(C, p, line)
    part = lambda k: [None if v is None else v[k] for v in lines]
    return part(0), part(1), [None if v is None else math.degrees(math.atan(v[1])) for v in lines], part(2), part(3)

@indicator("stddev", (20,), (2,))
def stddev(p): return over(C, p, deviation)

@indicator("awesome", (5, 34), (1, 2))
def awesome(fast, slow): return minus(sma(HL2, fast), sma(HL2, slow))

@indicator("rvi signal", (10,), (1,))
def rvi(p):
    four = lambda x: over(x, 4, lambda w: (w[0] + 2 * w[1] + 2 * w[2] + w[3]) / 6)
    line = ratio(over(four(minus(C, O)), p, sum), over(four(minus(H, L)), p, sum), F(0))
    return line, four(line)

@indicator("emv", (14, 1e8), (1, 1000))
def emv(p, scale):
    ease = [None] + [(HL2[i] - HL2[i - 1]) / (V[i] / F(scale) / (H[i] - L[i])) if V[i] and H[i] > L[i] else F(0)
                     for i in range(1, N)]
    return sma(ease, p)

@indicator("volume_ratio", (20,), (2,))
def volume_ratio(p): return ratio(V, sma(V, p), F(1))

@indicator("distance_from_ma", (20, 0), (20, 1), (3, 1))
def distance_from_ma(p, kind):
    ma = (sma, ema)[kind](C, p)
    return per_bar(lambda c, m: 100 * (c / m - 1), C, ma)

@indicator("on momentum", (20, 2, 1.5), (5, 1, 1), (2, 1.5, 1))
def squeeze(p, b, k):
    on = per_bar(lambda d, r: F(b * d < k * float(r)), over(C, p, deviation), sma(TR, p))
    gap = per_bar(lambda c, m, s: c - (m + s) / 2, C, middle(p), sma(C, p))
    return on, over(gap, p, lambda w: line(w)[0])

@indicator("fisher signal", (10,), (3,))
def fisher(p):
    place_, value, out, signal = 0.0, 0.0, [None] * N, [None] * N
    for i in range(p - 1, N):
        w = HL2[i - p + 1:i + 1]
        where = float((w[-1] - min(w)) / (max(w) - min(w))) if max(w) > min(w) else 0.0
        place_ = 0.66 * (where - 0.5) + 0.67 * place_
        place_ = 0.999 if place_ > 0.99 else -0.999 if place_ < -0.99 else place_
        signal[i], value = value, math.atanh(place_) + value / 2
        out[i] = value
    return out, signal

@indicator("zigzag", (0.03,), (0.01,), (0.25,))
def zigzag(threshold):
    """By looking for the swings, one after the other."""
    up, down, out = 1 + threshold, 1 - threshold, [None] * N
    x = floats(C)
    best = lambda a, b, sign: max(range(a, b), key=lambda k: (sign * x[k], -k))
    at, way = 0, 0
    for i in range(N):
        high, low = best(at, i + 1, 1), best(at, i + 1, -1)
        if way >= 0 and x[i] <= x[high] * down:
            at, way = high, -1
            out[at] = x[at]
        elif way <= 0 and x[i] >= x[low] * up:
            at, way = low, 1
            out[at] = x[at]
    if way:
        last = best(at, N, way)
        out[last] = x[last]
    return out

@indicator("rma", (14,), (1,))
def the_rma(p): return rma(C, p)

@indicator("zlema", (20,), (1,), (5,))
def zlema(p):
    lag = (p - 1) // 2
    return ema(since(lag, [2 * C[i] - C[i - lag] for i in range(N)]), p)

@indicator("t3", (5, 0.7), (2, 0.3), (1, 1))
def t3(p, v):
    v, e = F(v), [C]
    for _ in range(6):
        e.append(ema(e[-1], p))
    weights = (1 + v) ** 3, -3 * v * (1 + v) ** 2, 3 * v ** 2 * (1 + v), -v ** 3
    return per_bar(lambda *w: sum(a * b for a, b in zip(weights, w)), *e[3:])

@indicator("trima", (20,), (1,), (7,))
def trima(p):
    weights = [min(k + 1, p - k) for k in range(p)]
    return over(C, p, lambda w: sum(a * b for a, b in zip(weights, w)) / sum(weights))

@indicator("vidya", (14,), (2,))
def vidya(p):
    before, out = C[p - 1], [None] * N
    for i in range(p, N):
        moves = [C[k] - C[k - 1] for k in range(i - p + 1, i + 1)]
        path = sum(abs(m) for m in moves)
        share = abs(sum(moves)) / path if path else F(0)
        before = out[i] = float(share * F(2, p + 1)) * float(C[i]) + (1 - float(share * F(2, p + 1))) * float(before)
    return out

@indicator("mcginley", (14,), (2,))
def mcginley(p):
    out = floats(sma(C, p)[:p])
    for i in range(p, N):
        slow = p * (float(C[i]) / out[-1]) ** 4
        out.append(out[-1] + (float(C[i]) - out[-1]) / max(slow, 1))
    return out

@indicator("alma", (9, 0.85, 6), (3, 0, 2), (5, 1, 1))
def alma(p, offset, sigma):
    bell = [math.exp(-(k - offset * (p - 1)) ** 2 / (2 * (p / sigma) ** 2)) for k in range(p)]
    return over(C, p, lambda w: math.fsum(b * float(x) for b, x in zip(bell, w)) / math.fsum(bell))

@indicator("dpo", (20,), (1,), (2,), (5,))
def dpo(p):
    shift = p // 2 + 1
    return minus(back(C, shift), sma(C, p))

@indicator("line signal histogram", (12, 26, 9), (3, 4, 2))
def pvo(fast, slow, signal):
    line = floats(times(100, ratio(minus(ema(V, fast), ema(V, slow)), ema(V, slow), F(0))))
    return line, ema(line, signal), minus(line, ema(line, signal))

def rate(x, k): return times(100, ratio(change(x, k), back(x, k), F(0)))

@indicator("kst signal", (10, 15, 20, 30, 10, 10, 10, 15, 9), (1, 2, 3, 4, 4, 3, 2, 1, 2))
def kst(*p):
    parts = [times(k + 1, sma(floats(rate(C, p[k])), p[k + 4])) for k in range(4)]
    line = per_bar(lambda *v: math.fsum(v), *parts)
    return line, sma(line, p[8])

@indicator("coppock", (10, 11, 14), (2, 3, 1))
def coppock(p, fast, slow): return wma(floats(per_bar(lambda a, b: a + b, rate(C, fast), rate(C, slow))), p)

@indicator("tsi signal", (25, 13, 13), (3, 1, 2))
def tsi(long, short, signal):
    twice = lambda x: ema(ema(x, long), short)
    line = floats(times(100, ratio(twice(change(C)), twice([None if d is None else abs(d) for d in change(C)]), F(0))))
    return line, ema(line, signal)

@indicator("qstick", (8,), (1,))
def qstick(p): return sma(minus(C, O), p)

@indicator("bull bear", (13,), (2,))
def elder_ray(p): return minus(H, ema(C, p)), minus(L, ema(C, p))

@indicator("bop")
def bop(): return ratio(minus(C, O), minus(H, L), F(0))

def volume_index(counts):
    out = [F(1000)]
    for i in range(1, N):
        out.append(out[-1] * C[i] / C[i - 1] if counts(V[i], V[i - 1]) else out[-1])
    return out

@indicator("nvi")
def nvi(): return volume_index(lambda now, before: now < before)

@indicator("pvi")
def pvi(): return volume_index(lambda now, before: now > before)

@indicator("ulcer_index", (14,), (2,))
def ulcer_index(p):
    fall = per_bar(lambda c, h: (100 * (c - h) / h) ** 2, C, highest(C, p))
    return over(fall, p, lambda w: math.sqrt(mean(w)))

@indicator("zscore", (20,), (2,))
def zscore(p): return per_bar(lambda c, m, d: float(c - m) / d if d else 0.0, C, sma(C, p), over(C, p, deviation))

@indicator("percent_rank", (100,), (1,), (5,))
def percent_rank(p): return over(C, p + 1, lambda w: F(100 * sum(v < w[-1] for v in w[:-1]), p))

def logs(a, b): return per_bar(lambda x, y: math.log(x) - math.log(y), a, b)
def sample(w): return math.fsum((x - mean(w)) ** 2 for x in w) / (len(w) - 1)
def yearly(variances, per_year): return [None if v is None else 100 * math.sqrt(max(v, 0) * per_year) for v in variances]

@indicator("hist_volatility", (20, 252), (2, 365))
def hist_volatility(p, year): return yearly(over([None] + logs(C[1:], C[:-1]), p, sample), year)

@indicator("parkinson", (20, 252), (1, 1))
def parkinson(p, year):
    return yearly(over(logs(H, L), p, lambda w: math.fsum(x * x for x in w) / (4 * p * math.log(2))), year)

@indicator("garman_klass", (20, 252), (1, 365))
def garman_klass(p, year):
    term = per_bar(lambda r, b: r * r / 2 - (2 * math.log(2) - 1) * b * b, logs(H, L), logs(C, O))
    return yearly(sma(term, p), year)

RS = per_bar(lambda a, b, c, d: a * b + c * d, logs(H, C), logs(H, O), logs(L, C), logs(L, O))

@indicator("rogers_satchell", (20, 252), (1, 365))
def rogers_satchell(p, year): return yearly(sma(RS, p), year)

@indicator("yang_zhang", (20, 252), (3, 1))
def yang_zhang(p, year):
    k = 0.34 / (1.34 + (p + 1) / (p - 1))
    jump, body = [None] + logs(O[1:], C[:-1]), since(1, logs(C, O))
    return yearly(per_bar(lambda j, b, r: j + k * b + (1 - k) * r, over(jump, p, sample), over(body, p, sample),
                          sma(since(1, RS), p)), year)

@indicator("typical_price")
def typical_price(): return HLC3

@indicator("median_price")
def median_price(): return HL2

@indicator("weighted_close")
def weighted_close(): return per_bar(lambda h, l, c: (h + l + 2 * c) / 4, H, L, C)

@indicator("variance", (20,), (2,))
def the_variance(p): return over(C, p, variance)

@indicator("tsf", (14,), (2,))
def tsf(p): return over(C, p, lambda w: line(w)[0] + line(w)[1])

@indicator("pvt")
def pvt():
    steps = [F(0)] + [V[i] * (C[i] - C[i - 1]) / C[i - 1] for i in range(1, N)]
    return [math.fsum(steps[:i + 1]) for i in range(N)]

@indicator("chaikin_volatility", (10,), (1,))
def chaikin_volatility(p): return rate(ema(minus(H, L), p), p)

@indicator("psychological_line", (12,), (1,))
def psychological_line(p): return over(C, p + 1, lambda w: F(100 * sum(b > a for a, b in zip(w, w[1:])), p))

def path(p): return over([None] + [abs(d) for d in change(C)[1:]], p, sum)

@indicator("vhf", (28,), (2,))
def vhf(p): return ratio(minus(highest(C, p), lowest(C, p)), path(p), F(0))

@indicator("efficiency_ratio", (10,), (1,))
def efficiency_ratio(p): return ratio([None if d is None else abs(d) for d in change(C, p)], path(p), F(0))

@indicator("open high low close")
def heikin_ashi():
    close = per_bar(lambda *v: sum(v) / 4, O, H, L, C)
    open_ = [(O[0] + C[0]) / 2]
    for c in close[:-1]:
        open_.append((open_[-1] + c) / 2)
    return open_, [max(v) for v in zip(H, open_, close)], [min(v) for v in zip(L, open_, close)], close

@indicator("long short", (22, 3), (2, 0.5))
def chandelier(p, k):
    reach = times(F(k), rma(TR, p))
    return minus(highest(H, p), reach), per_bar(lambda l, r: l + r, lowest(L, p), reach)

@indicator("smi signal", (13, 25, 2, 9), (3, 2, 1, 2))
def smi(p, first, second, signal):
    twice = lambda x: ema(ema(x, first), second)
    off, half = minus(C, middle(p)), times(F(1, 2), minus(highest(H, p), lowest(L, p)))
    line = floats(times(100, ratio(twice(off), twice(half), F(0))))
    return line, ema(line, signal)

@indicator("wad")
def wad():
    out = [F(0)]
    for i in range(1, N):
        low, high = min(L[i], C[i - 1]), max(H[i], C[i - 1])
        out.append(out[-1] + (C[i] - low if C[i] > C[i - 1] else C[i] - high if C[i] < C[i - 1] else 0))
    return out

@indicator("market_facilitation")
def market_facilitation(): return ratio(minus(H, L), V, F(0))

@indicator("volume_oscillator", (5, 10), (1, 3))
def volume_oscillator(fast, slow): return times(100, ratio(minus(sma(V, fast), sma(V, slow)), sma(V, slow), F(0)))

@indicator("log_return", (1,), (5,))
def log_return(p): return logs(C, back(C, p))

@indicator("gap")
def gap(): return times(100, ratio(minus(O, back(C, 1)), back(C, 1), F(0)))

@indicator("drawdown", (100,), (1,), (7,))
def drawdown(p): return per_bar(lambda c, h: 100 * (c / h - 1), C, highest(C, p))

@indicator("mean_deviation", (20,), (2,))
def mean_deviation(p): return over(C, p, lambda w: mean([abs(x - mean(w)) for x in w]))

@indicator("connors_rsi", (3, 2, 100), (2, 3, 5))
def connors_rsi(p, q, r):
    streak = [F(0)]
    for d in change(C)[1:]:
        way = (d > 0) - (d < 0)
        streak.append(streak[-1] + way if way and streak[-1] * way > 0 else F(way))
    moves = [None] + [(C[i] - C[i - 1]) / C[i - 1] for i in range(1, N)]
    rank = over(moves, r + 1, lambda w: F(100 * sum(v < w[-1] for v in w[:-1]), r))
    return per_bar(lambda a, b, c: (a + b + c) / 3, rsi(C, p), rsi(streak, q), rank)

@indicator("adxr", (14,), (3,))
def adxr(p):
    a = adx(p)[0]
    return per_bar(lambda x, y: (x + y) / 2, a, back(a, p - 1))


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
