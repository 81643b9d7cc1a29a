/* wire_verdict - whether a result is evidence or luck, and why. */
#ifndef WIRE_WIRE_VERDICT_H
#define WIRE_WIRE_VERDICT_H

#include "wire/wire.h"

/* Of active returns: the strategy minus its mean exposure times buy and hold. */
struct wire_verdict {
    bool is_evidence;
    char text[400];             /* the sentence; names what failed */
    int64_t trials;             /* in the ledger on these dates */
    double deflated_sharpe, random_entry_p, net_at_twice_costs;
    double overfitting;         /* PBO */
    double sharpe;              /* of active returns, per bar, not annualised */
    double sharpe_low;          /* and its 95 % bootstrap interval */
    double sharpe_high;
};

extern const struct wire_field wire_verdict_fields[];

WIRE_RELEASE(verdict)

#endif
