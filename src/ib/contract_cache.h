/*
 * contract_cache - what a gateway has told about instruments, kept in the ledger's database. Loop
 * thread; each call waits for the ledger's lane. Times are UTC milliseconds.
 */
#ifndef IB_CONTRACT_CACHE_H
#define IB_CONTRACT_CACHE_H

#include "ib/contract.h"

#include <stdint.h>

struct ledger;

/* Waits. *ret_at_ms is when it was told, 0 if it was not: then ret_contract is empty. */
CHECKED bool contract_cache_find(struct ledger *ledger, const char *key,
                                 struct contract *ret_contract, int64_t *ret_at_ms,
                                 struct error *err);
CHECKED bool contract_cache_keep(struct ledger *ledger, const char *key,
                                 const struct contract *contract, int64_t at_ms,
                                 struct error *err);      /* Waits. */

struct contract_cache_head {
    int64_t con_id;
    const char *what;               /* TRADES … */
    const char *hours;              /* 'rth', 'all' */
    int64_t first;                  /* seconds UTC */
    int64_t at_ms;                  /* when it was told; 0: it was not */
};

/* Waits. Fills in `first` and `at_ms`. */
CHECKED bool contract_cache_find_head(struct ledger *ledger, struct contract_cache_head *head,
                                      struct error *err);
CHECKED bool contract_cache_keep_head(struct ledger *ledger,
                                      const struct contract_cache_head *head,
                                      struct error *err);   /* Waits. */

#endif
