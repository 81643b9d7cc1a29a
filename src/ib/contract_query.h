/*
 * contract_query - from what a person writes to what IB is asked: 'BRK.B', 'EUR/USD', 'ESZ5',
 * 'SAP@IBIS'. Pure; a plain value.
 *
 * Without a type, two known currencies are CASH on IDEALPRO, and everything else is STK on SMART in
 * USD. Nothing else is guessed: what fits several instruments is reported with all of them.
 */
#ifndef IB_CONTRACT_QUERY_H
#define IB_CONTRACT_QUERY_H

#include "ib/contract.h"

struct contract_ask {               /* texts borrowed; NULL or "": not said */
    const char *symbol;             /* may end in '@EXCHANGE' */
    const char *type;               /* STK CASH FUT IND CRYPTO */
    const char *exchange, *currency;
    int64_t con_id;                 /* not 0: decides alone */
};

struct contract_query {
    int64_t con_id;
    char symbol[CONTRACT_TEXT];     /* IB's spelling: 'BRK B' */
    char type[12], exchange[CONTRACT_TEXT], primary_exchange[CONTRACT_TEXT], currency[8];
    char local_symbol[CONTRACT_TEXT];
};

/* Fails with ERROR_INVALID: 'USDEUR' is quoted the other way round, a type that is not loaded. */
CHECKED bool contract_query_of(const struct contract_ask *ask, struct contract_query *ret_query,
                               struct error *err);

struct tws_contract contract_query_named(const struct contract_query *query);     /* borrowed */

enum { CONTRACT_QUERY_KEY = 256 };
void contract_query_key(const struct contract_query *query, char ret_key[CONTRACT_QUERY_KEY]);

#endif
