/*
 * ib_instrument - which instrument is asked for, and where its data begin: what contract_resolve.h
 * knows, in the words of wire_ib.h. Loop thread only.
 */
#ifndef IB_IB_INSTRUMENT_H
#define IB_IB_INSTRUMENT_H

#include "ib/contract.h"
#include "ib/contract_query.h"
#include "wire/wire_ib_bars.h"

struct ib_source;

/* Waits. As contract_resolve. ret_candidates may be NULL; else it needs no preparation, and is
 * released by the caller in any case. */
CHECKED bool ib_instrument_resolve(struct ib_source *source, const struct wire_ib_query *query,
                                   int64_t deadline, struct wire_ib_contract *ret_contract,
                                   struct wire_ib_contracts *ret_candidates, struct error *err);

/* Waits. When the first bar of that kind and those hours begins: seconds UTC. */
CHECKED bool ib_instrument_head(struct ib_source *source, const struct wire_ib_ask *ask,
                                int64_t deadline, int64_t *ret_first, struct error *err);

struct ib_instrument {              /* release it */
    struct contract contract;
    char what[16];
    bool use_rth;
};

/* Waits, unless the ask has contract_id, instrument_type and exchange. */
CHECKED bool ib_instrument_of(struct ib_source *source, const struct wire_ib_ask *ask,
                              int64_t deadline, struct ib_instrument *ret_instrument,
                              struct error *err);

/* The same without asking anybody: what it is presumed to be, for a plan. */
CHECKED bool ib_instrument_presume(const struct wire_ib_ask *ask,
                                   struct ib_instrument *ret_instrument, struct error *err);
void ib_instrument_release(struct ib_instrument *instrument);

/* Of a type, where nothing is said: TRADES, MIDPOINT of CASH, AGGTRADES of CRYPTO; regular hours of
 * STK and IND. */
const char *ib_instrument_usual_what(const char *type);
bool ib_instrument_usual_rth(const char *type);

/* The ask for the usual data of a resolved contract; timeframe, times and lane are left out. */
struct wire_ib_ask ib_instrument_ask(const struct wire_ib_contract *contract);

#endif
