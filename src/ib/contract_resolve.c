#include "ib/contract_resolve.h"

#include "ib/contract_cache.h"
#include "ib/gateway.h"
#include "ib/gateway_request.h"

#include <stdio.h>
#include <string.h>

static const int64_t a_day_ms = (int64_t)24 * 3600 * 1000;

enum { SHOWN_MOST = 3, HEAD_DAYS = 30 };

/* ---- several, and none ---- */

/* IB lists an instrument once for each way to it: the contract id tells whether it is the same. */
static bool is_one(const struct contract_list *list)
{
    for (size_t i = 1; i < list->n; i++)
        if (list->rows[i].con_id != list->rows[0].con_id)
            return false;
    return list->n;
}

static bool fail_ambiguous(const struct contract_ask *ask, const struct contract_list *list,
                           struct error *err)
{
    char text[sizeof(err->text)], shown[CONTRACT_SHOWN];
    size_t length = 0;

    for (size_t i = 0; i < list->n && i < SHOWN_MOST; i++) {
        contract_show(&list->rows[i], shown);
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%.80s",
                                   i ? "; " : "", shown);
    }
    error_set(err, ERROR_INVALID, "%zu instruments are '%s': %s%s", list->n, ask->symbol, text,
              list->n > SHOWN_MOST ? "; …" : "");
    return error_suggest(err, "say which: SYMBOL@EXCHANGE, --currency, or --contract and its "
                         "number");
}

/* A courtesy: where it fails as well, what was asked for is still not found. */
static bool fail_unknown(struct gateway *gateway, const struct contract_ask *ask,
                         int64_t deadline, struct error *err)
{
    const char *symbol = ask->symbol ? ask->symbol : "";
    struct gateway_matches matches = {0};
    struct error why;
    char like[120] = "";

    if (*symbol && gateway_request_matching(gateway, symbol, deadline, &matches, &why) && matches.n)
        snprintf(like, sizeof(like), "; ib has %s %s on %s in %s (contract %lld)",
                 matches.rows[0].symbol, matches.rows[0].type, matches.rows[0].primary_exchange,
                 matches.rows[0].currency, (long long)matches.rows[0].con_id);
    gateway_request_release_matches(&matches);
    if (ask->con_id)
        error_set(err, ERROR_NOT_FOUND, "ib knows no contract %lld", (long long)ask->con_id);
    else
        error_set(err, ERROR_NOT_FOUND, "ib knows no '%.40s' of that type, exchange and currency%s",
                  symbol, like);
    return error_suggest(err, "say more: --type, --exchange, --currency, or --contract and its "
                         "number");
}

/* ---- asked ---- */

/* One with that contract's exchange and id alone, so that hours and names are those of now. */
static bool ask_ib(struct gateway *gateway, const struct contract_query *query, int64_t deadline,
                   struct contract_list *ret_list, struct error *err)
{
    const struct tws_contract named = contract_query_named(query);

    return gateway_request_contract(gateway, &named, deadline, ret_list, err);
}

static bool choose(const struct contract_ask *ask, struct contract_list *list,
                   struct contract *ret_contract, struct contract_list *ret_candidates,
                   struct error *err)
{
    if (is_one(list)) {
        *ret_contract = contract_copy(&list->rows[0]);
        return true;
    }
    fail_ambiguous(ask, list, err);
    if (ret_candidates) {
        *ret_candidates = *list;
        *list = (struct contract_list){0};
    }
    return false;
}

static bool resolve_anew(struct gateway *gateway, const struct contract_ask *ask,
                         const struct contract_query *query, int64_t deadline,
                         struct contract_list *list, struct error *err)
{
    if (ask_ib(gateway, query, deadline, list, err))
        return true;
    return err->code == ERROR_NOT_FOUND ? fail_unknown(gateway, ask, deadline, err) : false;
}

bool contract_resolve(struct gateway *gateway, const struct contract_ask *ask, int64_t deadline,
                      struct contract *ret_contract, struct contract_list *ret_candidates,
                      struct error *err)
{
    OWNED(contract_release) struct contract known = {0};
    OWNED(contract_list_release) struct contract_list list = {0};
    struct contract_query query;
    char key[CONTRACT_QUERY_KEY];
    int64_t at_ms;

    if (ret_candidates)
        *ret_candidates = (struct contract_list){0};
    if (!contract_query_of(ask, &query, err))
        return false;
    contract_query_key(&query, key);
    if (!contract_cache_find(gateway_ledger(gateway), key, &known, &at_ms, err))
        return false;
    if (at_ms && gateway_utc_ms(gateway) - at_ms < a_day_ms) {
        *ret_contract = contract_copy(&known);
        return true;
    }
    if (resolve_anew(gateway, ask, &query, deadline, &list, err))
        return choose(ask, &list, ret_contract, ret_candidates, err)
            && contract_cache_keep(gateway_ledger(gateway), key, ret_contract,
                                   gateway_utc_ms(gateway), err);
    if (!at_ms || !error_is_temporary(err->code))
        return false;
    *ret_contract = contract_copy(&known);
    return true;
}

bool contract_resolve_head(struct gateway *gateway, const struct contract_resolve_head_ask *ask,
                           int64_t *ret_first, struct error *err)
{
    struct contract_cache_head head = { .con_id = ask->contract->con_id, .what = ask->what,
                                        .hours = ask->use_rth ? "rth" : "all" };
    const struct gateway_bars bars = { .contract = contract_named(ask->contract), .what = ask->what,
                                       .use_rth = ask->use_rth, .lane = PACING_PERSON,
                                       .deadline = ask->deadline };
    struct ledger *ledger = gateway_ledger(gateway);
    int64_t now;

    if (!contract_cache_find_head(ledger, &head, err))
        return false;
    now = gateway_utc_ms(gateway);
    if (!head.at_ms || now - head.at_ms >= HEAD_DAYS * a_day_ms) {
        if (!gateway_request_head_timestamp(gateway, &bars, &head.first, err))
            return false;
        head.at_ms = now;
        if (!contract_cache_keep_head(ledger, &head, err))
            return false;
    }
    *ret_first = head.first;
    return true;
}
