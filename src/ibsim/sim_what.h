/*
 * sim_what - whatToShow: which kinds of data there are, for which instruments, and how the
 * simulator makes them of the bars it has. Quotes lie a tick around the price.
 */
#ifndef IBSIM_SIM_WHAT_H
#define IBSIM_SIM_WHAT_H

#include "domain/bars.h"
#include "ibsim/sim_contract.h"

struct sim_what {
    const char *name;
    const char *label;          /* in IB's texts: 'Trades' */
    const char *types;          /* of instruments that have it; others: no data */
    bool has_volume;
    bool is_live, is_ticks;     /* also as real-time bars, as historical ticks */
    double bid, ask;            /* ticks from the price: of open, low and close; of high */
    bool needs_now;             /* only without an end time */
};

/* NULL if there is none of that name. */
const struct sim_what *sim_what_find(const char *name);
const struct sim_what *sim_what_at(size_t i);           /* NULL behind the last one */
bool sim_what_is_of(const struct sim_what *what, const struct sim_contract *contract);

/* Turns stored bars into these: volume, wap and trades are there afterwards, or NaN. */
void sim_what_apply(const struct sim_what *what, const struct sim_contract *contract,
                    struct bars *bars);

#endif
