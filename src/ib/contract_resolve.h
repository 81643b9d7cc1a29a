/*
 * contract_resolve - which instrument a symbol is: asked of IB once a day, kept by its contract id.
 * Loop thread; every call may wait for the gateway.
 */
#ifndef IB_CONTRACT_RESOLVE_H
#define IB_CONTRACT_RESOLVE_H

#include "ib/contract_query.h"

struct gateway;

/*
 * Waits. Fails with ERROR_NOT_FOUND, naming what is like it, and ERROR_INVALID where several fit:
 * the text then names them, and *ret_candidates has them all (may be NULL; release it). What was
 * told less than a day ago is not asked again; older is used while the gateway cannot be asked.
 */
CHECKED bool contract_resolve(struct gateway *gateway, const struct contract_ask *ask,
                              int64_t deadline, struct contract *ret_contract,
                              struct contract_list *ret_candidates, struct error *err);

struct contract_resolve_head_ask {
    const struct contract *contract;
    const char *what;               /* TRADES, MIDPOINT … */
    bool use_rth;
    int64_t deadline;
};

/* Waits. When the first bar of those data begins, seconds UTC; asked again after a month.
 * ERROR_NOT_FOUND where IB does not know. */
CHECKED bool contract_resolve_head(struct gateway *gateway,
                                   const struct contract_resolve_head_ask *ask,
                                   int64_t *ret_first, struct error *err);

#endif
