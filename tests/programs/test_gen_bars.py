#!/usr/bin/env python3
"""gen-bars writes the same bytes for the same seed, sound bars, and only on sessions."""
import csv, datetime, io, os, subprocess, unittest

GEN = os.path.join(os.environ["KTRDR_BUILD"], "gen-bars")

def gen(*words):
    return subprocess.run([GEN, *words], capture_output=True, text=True, check=True).stdout

def rows(text):
    return [{k: v if k == "timestamp" else float(v) for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]

class GenBars(unittest.TestCase):
    def test_same_seed_same_bytes(self):
        self.assertEqual(gen("500", "7"), gen("500", "7"))
        self.assertNotEqual(gen("500", "7"), gen("500", "8"))
        self.assertTrue(gen("1000", "7").startswith(gen("500", "7")))

    def test_bars_are_sound(self):
        for words in (("3000", "1"), ("3000", "2", "1m")):
            bars = rows(gen(*words))
            self.assertEqual(len(bars), 3000)
            for before, bar in zip([None] + bars, bars):
                self.assertLessEqual(bar["low"], min(bar["open"], bar["close"]))
                self.assertGreaterEqual(bar["high"], max(bar["open"], bar["close"]))
                self.assertGreater(bar["low"], 0)
                self.assertGreater(bar["volume"], 0)
                self.assertTrue(before is None or before["timestamp"] < bar["timestamp"])

    def test_days_are_sessions_of_new_york(self):
        days = {bar["timestamp"][:10] for bar in rows(gen("300", "1"))}
        self.assertIn("2000-01-03", days)
        for closed in ("2000-01-17", "2000-04-21", "2000-07-04", "2000-12-25"):
            self.assertNotIn(closed, days)
        self.assertTrue(all(datetime.date.fromisoformat(day).weekday() < 5 for day in days))

    def test_volatility_comes_in_clusters(self):
        bars = rows(gen("4000", "3"))
        size = [abs(b["close"] / a["close"] - 1) for a, b in zip(bars, bars[1:])]
        mean = sum(size) / len(size)
        variance = sum((x - mean) ** 2 for x in size)
        lag1 = sum((x - mean) * (y - mean) for x, y in zip(size, size[1:])) / variance
        self.assertGreater(lag1, 0.05)
        self.assertTrue(0.004 < mean < 0.03, mean)

    def test_nonsense_is_refused(self):
        for words in ((), ("0", "1"), ("10",), ("10", "1", "2h")):
            self.assertEqual(subprocess.run([GEN, *words], capture_output=True).returncode, 2)

unittest.main()
