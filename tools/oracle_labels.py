#!/usr/bin/env python3
"""Labels a second time, straight from their definitions and in exact fractions; prints what
tests/golden/labels.txt holds. Slow on purpose: every swing is looked for from its beginning."""
from fractions import Fraction as F
import random

def swings(close, th):
    found, start, up = [], 0, None
    while True:
        for i in range(start, len(close)):
            part = close[start:i + 1]
            high, low = max(part), min(part)
            if up is not False and close[i] <= high * (1 - th):
                found.append((start + part.index(high), i, "high"))
                break
            if up is not True and close[i] >= low * (1 + th):
                found.append((start + part.index(low), i, "low"))
                break
        else:
            return found
        start, up = found[-1][0], found[-1][2] == "low"

def zigzag(bars, th, lookahead):
    close, rows = [b[3] for b in bars], []
    found = swings(close, th)
    for t in range(len(bars)):
        later = [s for s in found if s[0] > t]
        if not later:
            rows.append((-1, -1))
            continue
        at, confirmed, kind = later[0]
        near = lookahead is None or at - t <= lookahead
        if lookahead is None:
            label = 0 if kind == "high" else 2
        elif near and kind == "high" and close[at] >= close[t] * (1 + th):
            label = 0
        elif near and kind == "low" and close[at] <= close[t] * (1 - th):
            label = 2
        else:
            label = 1
        rows.append((label, confirmed))
    return rows

def forward(bars, horizon, upper, lower, source):
    rows = []
    for t in range(len(bars)):
        if t + horizon >= len(bars):
            rows.append((-1, -1))
            continue
        entry = bars[t + 1][0] if source == "open" else bars[t][3]
        gain = bars[t + horizon][3] / entry - 1
        rows.append((0 if gain >= upper else 2 if gain <= lower else 1, t + horizon))
    return rows

def barrier(bars, pt, sl, hold, span, source):
    rows, vol = [], []
    ranges = [(b[1] - b[2]) / b[3] for b in bars]
    for i in range(len(bars)):
        if i + 1 < span:
            vol.append(None)
        elif i + 1 == span:
            vol.append(sum(ranges[:span]) / span)
        else:
            vol.append(vol[-1] + F(2, span + 1) * (ranges[i] - vol[-1]))
    for t in range(len(bars)):
        row = (-1, -1)
        if vol[t] and t + 1 < len(bars):
            entry = bars[t + 1][0] if source == "open" else bars[t][3]
            for i in range(t + 1, min(t + hold, len(bars) - 1) + 1):
                loss, win = bars[i][2] <= entry * (1 - sl * vol[t]), bars[i][1] >= entry * (1 + pt * vol[t])
                if loss or win:
                    row = (2 if loss else 0, i)
                    break
            else:
                if t + hold < len(bars):
                    gain = bars[t + hold][3] / entry - 1
                    small = gain * gain < vol[t] * vol[t] * hold / 4
                    row = (1 if small else 0 if gain > 0 else 2, t + hold)
        rows.append(row)
    return rows

def walk(seed, n, step):
    """Prices in eighths, with many equal closes and exact hits of the threshold 1/8."""
    source, price, bars = random.Random(seed), F(64), []
    for _ in range(n):
        close = max(F(8), price + F(source.randint(-step, step), 8))
        high = max(price, close) + F(source.randint(0, step // 2), 8)
        low = max(F(1), min(price, close) - F(source.randint(0, step // 2), 8))
        bars.append((price, high, low, close))
        price = close if source.random() < 0.7 else max(F(8), close + F(source.randint(-4, 4), 8))
    return bars

def show(name, settings, bars, rows):
    print(f"case {name} {len(bars)}", *settings)
    for bar, (label, settled) in zip(bars, rows):
        print(*[float(x) for x in bar], label, settled)

th = F(1, 8)
for seed, step in ((1, 24), (2, 40), (3, 12)):
    bars = walk(seed, 150, step)
    for lookahead in (3, 20):
        show("zigzag", [0.125, lookahead], bars, zigzag(bars, th, lookahead))
    show("zigzag_segments", [0.125, 1], bars, zigzag(bars, th, None))
    for source in ("open", "close"):
        show("forward_return", [source, 5, 0.0625, -0.03125], bars,
             forward(bars, 5, F(1, 16), F(-1, 32), source))
        show("triple_barrier", [source, 1.5, 1.25, 8, 10], bars,
             barrier(bars, F(3, 2), F(5, 4), 8, 10, source))
