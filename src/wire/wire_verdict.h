/* wire_verdict - whether a result is evidence or luck, and why. */
#ifndef WIRE_WIRE_VERDICT_H
#define WIRE_WIRE_VERDICT_H

#include "wire/wire.h"

/* Of active returns: the strategy minus its mean exposure times buy and hold. */
struct wire_verdict {
    bool is_evidence;
    char text[300];             /* in plain words */
    size_t n_failed;
    char **failed;              /* what did not hold: "30 trades", "deflated Sharpe" … */
    int64_t trials;             /* in the ledger on these dates */
    double deflated_sharpe, random_entry_p, net_at_double_costs, pbo;
    double active_return;       /* a year */
    double active_low;          /* bootstrap, 5 % */
    double active_high;         /* 95 % */
};

extern const struct wire_field wire_verdict_fields[];

WIRE_RELEASE(verdict)

#endif
