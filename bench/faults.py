#!/usr/bin/env python3
"""faults.py: a service whose host fails in every way there is, over real sockets: what its caller is told and when, the
p99 of other calls meanwhile, what the breaker did, and how long SIGTERM took in the middle of it. The faults are those
of tests/support/faults.py; tests/programs/test_faults.py holds their outcomes."""
import tempfile

from figures import Bench


def main():
    bench = Bench("faults", "A service whose host fails: what came of it, and when")
    import faults, programs
    with tempfile.TemporaryDirectory(prefix="ktrdr-faults-") as folder, faults.Stage(folder) as stage:
        for fault in faults.FAULTS:
            try:
                add(bench, stage.meet(fault))
            except programs.Skip as why:
                bench.note(f"{fault.name}: left out, {why}")
    bench.note(f"a caller gives {faults.DEADLINE_MS} ms. The breaker opens after {faults.TRIPS} failures in a row, for 300 ms "
               "here. SIGTERM: four callers are in the middle of it, the service lets them end for 500 ms")
    bench.note("others: the p99 of calls to a host that is well, through the same service, one every 3 ms from Python")
    bench.end()


def add(bench, outcome):
    words = [outcome["code"]] + ([f'breaker {outcome["breaker"]}'] if outcome["breaker"] else [])
    if "sigterm_ms" in outcome:
        words.append(f'SIGTERM: exit {outcome["sigterm_status"]} in {outcome["sigterm_ms"]:.0f} ms')
    bench.add(f'{outcome["fault"]}: {", ".join(words)}', outcome["ms"], "ms", beside=("others p99", outcome["others_p99_ms"]),
              ratio=False, **outcome)
    if max(outcome["leaked"]) > 0 or outcome["others_failed"]:
        bench.note(f'{outcome["fault"]}: LEFT BEHIND {outcome["leaked"]}, others failed: {outcome["others_failed"][:3]}')


main()
