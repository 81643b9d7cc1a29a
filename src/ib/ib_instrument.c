#include "ib/ib_instrument.h"

#include "base/mem.h"
#include "ib/contract_resolve.h"
#include "ib/ib_source.h"
#include "ib/trading_hours.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* ---- in the words of the wire ---- */

static bool copy_sessions(const char *text, const char *zone, struct wire_ib_session **ret_rows,
                          size_t *ret_n, struct error *err)
{
    OWNED(trading_hours_release) struct trading_hours hours = {0};

    if (!trading_hours_read(text ? text : "", zone, &hours, err))
        return false;
    *ret_n = hours.n;
    *ret_rows = mem_alloc((hours.n + 1) * sizeof(**ret_rows));
    for (size_t i = 0; i < hours.n; i++)
        (*ret_rows)[i] = (struct wire_ib_session){ hours.rows[i].date, hours.rows[i].open,
                                                   hours.rows[i].close };
    return true;
}

/* Hours that cannot be read are no reason to refuse the instrument. */
static void tell_hours(const struct contract *from, struct wire_ib_contract *to)
{
    struct error why;

    if (!copy_sessions(from->trading_hours, from->zone, &to->trading, &to->n_trading, &why) ||
        !copy_sessions(from->liquid_hours, from->zone, &to->liquid, &to->n_liquid, &why))
        snprintf(to->hours_note, sizeof(to->hours_note), "%.127s", why.text);
}

#define COPY(to_field, from_field) \
    snprintf(to->to_field, sizeof(to->to_field), "%s", from->from_field)

static void tell(const struct contract *from, struct wire_ib_contract *to)
{
    wire_clear(wire_ib_contract_fields, to);
    to->contract_id = from->con_id;
    COPY(symbol, symbol);
    COPY(instrument_type, type);
    COPY(exchange, exchange);
    COPY(primary_exchange, primary_exchange);
    COPY(currency, currency);
    COPY(local_symbol, local_symbol);
    COPY(trading_class, trading_class);
    COPY(last_trade, last_trade);
    COPY(name, name);
    COPY(zone, zone);
    to->multiplier = from->multiplier;
    to->min_tick = from->min_tick;
    to->size_increment = from->size_increment;
    tell_hours(from, to);
}

static void tell_list(const struct contract_list *list, struct wire_ib_contracts *to)
{
    if (list->n)
        to->items = mem_alloc(list->n * sizeof(*to->items));
    for (size_t i = 0; i < list->n; i++)
        tell(&list->rows[i], &to->items[to->n_items++]);
}

static struct contract_ask query_named(const struct wire_ib_query *query)
{
    return (struct contract_ask){
        .symbol = query->symbol, .type = query->instrument_type, .exchange = query->exchange,
        .currency = query->currency,
        .con_id = query->contract_id == WIRE_UNKNOWN ? 0 : query->contract_id,
    };
}

bool ib_instrument_resolve(struct ib_source *source, const struct wire_ib_query *query,
                           int64_t deadline, struct wire_ib_contract *ret_contract,
                           struct wire_ib_contracts *ret_candidates, struct error *err)
{
    OWNED(contract_list_release) struct contract_list candidates = {0};
    OWNED(contract_release) struct contract contract = {0};
    const struct contract_ask ask = query_named(query);
    const bool ok = contract_resolve(ib_source_gateway(source), &ask, deadline, &contract,
                                     &candidates, err);

    if (ret_candidates) {
        *ret_candidates = (struct wire_ib_contracts){0};
        tell_list(&candidates, ret_candidates);
    }
    if (ok)
        tell(&contract, ret_contract);
    return ok;
}

/* ---- what an ask is about ---- */

const char *ib_instrument_usual_what(const char *type)
{
    return !strcmp(type, "CASH") ? "MIDPOINT" : !strcmp(type, "CRYPTO") ? "AGGTRADES" : "TRADES";
}

bool ib_instrument_usual_rth(const char *type)
{
    return !strcmp(type, "STK") || !strcmp(type, "IND");
}

struct wire_ib_ask ib_instrument_ask(const struct wire_ib_contract *contract)
{
    struct wire_ib_ask ask;

    wire_clear(wire_ib_ask_fields, &ask);
    ask.contract_id = contract->contract_id;
    snprintf(ask.symbol, sizeof(ask.symbol), "%s", contract->symbol);
    memcpy(ask.instrument_type, contract->instrument_type, sizeof(ask.instrument_type));
    memcpy(ask.exchange, contract->exchange, sizeof(ask.exchange));
    memcpy(ask.currency, contract->currency, sizeof(ask.currency));
    snprintf(ask.what_to_show, sizeof(ask.what_to_show), "%s",
             ib_instrument_usual_what(contract->instrument_type));
    ask.rth = ib_instrument_usual_rth(contract->instrument_type);
    ask.all_hours = !ask.rth;
    return ask;
}

void ib_instrument_release(struct ib_instrument *instrument)
{
    contract_release(&instrument->contract);
}

static bool read_what(const struct wire_ib_ask *ask, const char *type, char ret_what[16],
                      struct error *err)
{
    static const char *const known[] = {
        "TRADES", "MIDPOINT", "BID", "ASK", "BID_ASK", "ADJUSTED_LAST", "AGGTRADES",
    };
    char what[16];

    snprintf(what, sizeof(what), "%s",
             *ask->what_to_show ? ask->what_to_show : ib_instrument_usual_what(type));
    for (char *at = what; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    for (size_t i = 0; i < COUNT(known); i++)
        if (!strcmp(known[i], what)) {
            strcpy(ret_what, what);
            return true;
        }
    error_set(err, ERROR_INVALID, "what_to_show '%s' is not one of ib's", ask->what_to_show);
    return error_suggest(err, "TRADES, MIDPOINT, BID, ASK, BID_ASK, ADJUSTED_LAST or AGGTRADES");
}

static bool settle(const struct wire_ib_ask *ask, struct ib_instrument *instrument,
                   struct error *err)
{
    if (ask->rth && ask->all_hours)
        return error_set(err, ERROR_INVALID, "rth and all_hours exclude each other");
    instrument->use_rth = ask->rth || (!ask->all_hours &&
                                       ib_instrument_usual_rth(instrument->contract.type));
    return read_what(ask, instrument->contract.type, instrument->what, err);
}

static struct contract_ask ask_named(const struct wire_ib_ask *ask)
{
    return (struct contract_ask){
        .symbol = ask->symbol, .type = ask->instrument_type, .exchange = ask->exchange,
        .currency = ask->currency,
        .con_id = ask->contract_id == WIRE_UNKNOWN ? 0 : ask->contract_id,
    };
}

static bool is_complete(const struct wire_ib_ask *ask)
{
    return ask->contract_id > 0 && *ask->instrument_type && *ask->exchange;
}

/* The symbol is for people: the id decides. */
static struct contract contract_told(const struct wire_ib_ask *ask)
{
    struct contract contract = { .con_id = ask->contract_id };

    snprintf(contract.symbol, sizeof(contract.symbol), "%.39s", ask->symbol);
    memcpy(contract.type, ask->instrument_type, sizeof(contract.type));
    memcpy(contract.exchange, ask->exchange, sizeof(contract.exchange));
    memcpy(contract.currency, ask->currency, sizeof(contract.currency));
    return contract;
}

bool ib_instrument_of(struct ib_source *source, const struct wire_ib_ask *ask, int64_t deadline,
                      struct ib_instrument *ret_instrument, struct error *err)
{
    OWNED(ib_instrument_release) struct ib_instrument instrument = {0};
    const struct contract_ask named = ask_named(ask);

    if (is_complete(ask))
        instrument.contract = contract_told(ask);
    else if (!contract_resolve(ib_source_gateway(source), &named, deadline, &instrument.contract,
                               NULL, err))
        return false;
    if (!settle(ask, &instrument, err))
        return false;
    *ret_instrument = instrument;
    instrument = (struct ib_instrument){0};
    return true;
}

bool ib_instrument_presume(const struct wire_ib_ask *ask, struct ib_instrument *ret_instrument,
                           struct error *err)
{
    const struct contract_ask named = ask_named(ask);
    struct ib_instrument instrument = {0};
    struct contract *contract = &instrument.contract;
    struct contract_query presumed;

    if (is_complete(ask)) {
        *contract = contract_told(ask);
    } else {
        if (!contract_query_of(&named, &presumed, err))
            return false;
        contract->con_id = presumed.con_id;
        memcpy(contract->symbol, presumed.symbol, sizeof(contract->symbol));
        memcpy(contract->type, presumed.type, sizeof(contract->type));
        memcpy(contract->exchange, presumed.exchange, sizeof(contract->exchange));
        memcpy(contract->currency, presumed.currency, sizeof(contract->currency));
    }
    if (!settle(ask, &instrument, err))
        return false;
    *ret_instrument = instrument;
    return true;
}

bool ib_instrument_head(struct ib_source *source, const struct wire_ib_ask *ask, int64_t deadline,
                        int64_t *ret_first, struct error *err)
{
    OWNED(ib_instrument_release) struct ib_instrument instrument = {0};

    return ib_instrument_of(source, ask, deadline, &instrument, err)
        && contract_resolve_head(ib_source_gateway(source), &(struct contract_resolve_head_ask){
               &instrument.contract, instrument.what, instrument.use_rth, deadline,
           }, ret_first, err);
}
