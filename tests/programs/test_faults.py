#!/usr/bin/env python3
"""A service whose host fails in every way there is: the right error, nobody else disturbed, nothing left behind, and an
orderly end. The table of the same run with its times: scripts/bench faults."""
from faults import Act, FAULTS, Stage
from programs import Skip, check, main, test

# What a scene must come to.
SCENES = {"restart": "ok", "leave_in_reply": "ended", "leave_in_call": "ended", "crowd": "ok", "clock": "timeout"}


def hold(outcome, fault):
    what = f"{fault.name}: {outcome}"
    check(outcome["others_failed"] == [] and outcome["others"] > 0, what)
    check(max(outcome["leaked"]) <= 0, what)
    check(outcome.get("sigterm_status", 0) == 0, what)
    if isinstance(fault, Act):
        check(outcome["code"] == SCENES[fault.act], what)
        return
    check(outcome["code"] == fault.code and fault.says in outcome["text"], what)
    check(f"{fault.host} at '" in outcome["text"], what)
    breaker = "opened" if fault.opens else "stayed closed"
    check(outcome["breaker"] == breaker + (", closed" if fault.opens and fault.closes else ""), what)


@test
def each_fault_has_its_outcome_and_leaves_nothing_behind(folder):
    with Stage(folder) as stage:
        for fault in FAULTS:
            print(f"  {fault.name}", flush=True)
            try:
                hold(stage.meet(fault), fault)
            except Skip as why:
                print(f"    left out: {why}")


main()
