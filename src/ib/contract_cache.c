#include "ib/contract_cache.h"

#include "base/mem.h"
#include "ib/ledger.h"
#include "store/query.h"

#include <math.h>
#include <stdio.h>

struct entry {
    const char *key;
    struct contract *contract;          /* of a find */
    const struct contract *kept;        /* of a keep */
    int64_t at_ms;
};

static double or_nan(const struct query *query, int column)
{
    const double value = query_double(query, column);

    return value > 0 ? value : NAN;
}

static void read_names(const struct query *query, struct contract *contract)
{
    const struct {
        char *text;
        size_t room;
    } texts[] = {
        { contract->symbol, sizeof(contract->symbol) }, { contract->type, sizeof(contract->type) },
        { contract->exchange, sizeof(contract->exchange) },
        { contract->primary_exchange, sizeof(contract->primary_exchange) },
        { contract->currency, sizeof(contract->currency) },
        { contract->local_symbol, sizeof(contract->local_symbol) },
        { contract->trading_class, sizeof(contract->trading_class) },
        { contract->last_trade, sizeof(contract->last_trade) },
        { contract->name, sizeof(contract->name) }, { contract->zone, sizeof(contract->zone) },
    };

    for (size_t i = 0; i < COUNT(texts); i++)
        snprintf(texts[i].text, texts[i].room, "%s", query_text(query, (int)i));
}

enum { AT = 10, CON_ID, MULTIPLIER, MIN_TICK, SIZE_INCREMENT, TRADING_HOURS, LIQUID_HOURS };

static void read_row(const struct query *query, struct entry *entry)
{
    struct contract *contract = entry->contract;

    read_names(query, contract);
    entry->at_ms = query_int(query, AT);
    contract->con_id = query_int(query, CON_ID);
    contract->multiplier = query_double(query, MULTIPLIER);
    contract->min_tick = or_nan(query, MIN_TICK);
    contract->size_increment = or_nan(query, SIZE_INCREMENT);
    contract->trading_hours = mem_text(query_text(query, TRADING_HOURS));
    contract->liquid_hours = mem_text(query_text(query, LIQUID_HOURS));
}

static bool find(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct entry *entry = arg;

    if (!query_start(&query, db, "SELECT symbol, type, exchange, primary_exchange, currency,"
                     " local_symbol, trading_class, last_trade, name, zone, at_ms, con_id,"
                     " multiplier, min_tick, size_increment, trading_hours, liquid_hours"
                     " FROM contract WHERE ask=?", err))
        return false;
    query_bind_text(&query, entry->key);
    if (query_next(&query, err))
        read_row(&query, entry);
    return !query.has_failed;
}

bool contract_cache_find(struct ledger *ledger, const char *key, struct contract *ret_contract,
                         int64_t *ret_at_ms, struct error *err)
{
    struct contract contract = {0};
    struct entry entry = { .key = key, .contract = &contract };

    if (!ledger_write(ledger, find, &entry, err)) {
        contract_release(&contract);
        return false;
    }
    *ret_contract = contract;
    *ret_at_ms = entry.at_ms;
    return true;
}

static void bind_number(struct query *query, double value)
{
    query_bind_double(query, isfinite(value) ? value : 0);
}

static bool keep(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct entry *entry = arg;
    const struct contract *contract = entry->kept;
    const char *const texts[] = {
        entry->key, contract->symbol, contract->type, contract->exchange,
        contract->primary_exchange, contract->currency, contract->local_symbol,
        contract->trading_class, contract->last_trade, contract->name, contract->zone,
        contract->trading_hours, contract->liquid_hours,
    };

    if (!query_start(&query, db, "INSERT OR REPLACE INTO contract(ask, symbol, type, exchange,"
                     " primary_exchange, currency, local_symbol, trading_class, last_trade, name,"
                     " zone, trading_hours, liquid_hours, at_ms, con_id, multiplier, min_tick,"
                     " size_increment) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?,"
                     " ?, ?, ?, ?, ?, ?, ?, ?, ?)", err))
        return false;
    for (size_t i = 0; i < COUNT(texts); i++)
        query_bind_text(&query, texts[i]);
    query_bind_int(&query, entry->at_ms);
    query_bind_int(&query, contract->con_id);
    bind_number(&query, contract->multiplier);
    bind_number(&query, contract->min_tick);
    bind_number(&query, contract->size_increment);
    return query_run(&query, err);
}

bool contract_cache_keep(struct ledger *ledger, const char *key, const struct contract *contract,
                         int64_t at_ms, struct error *err)
{
    struct entry entry = { .key = key, .kept = contract, .at_ms = at_ms };

    return ledger_write(ledger, keep, &entry, err);
}

/* ---- first bars ---- */

static bool find_head(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct contract_cache_head *head = arg;

    if (!query_start(&query, db, "SELECT first_s, at_ms FROM head WHERE con_id=? AND what=?"
                     " AND hours=?", err))
        return false;
    query_bind_int(&query, head->con_id);
    query_bind_text(&query, head->what);
    query_bind_text(&query, head->hours);
    head->at_ms = 0;
    if (query_next(&query, err)) {
        head->first = query_int(&query, 0);
        head->at_ms = query_int(&query, 1);
    }
    return !query.has_failed;
}

bool contract_cache_find_head(struct ledger *ledger, struct contract_cache_head *head,
                              struct error *err)
{
    return ledger_write(ledger, find_head, head, err);
}

static bool keep_head(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct contract_cache_head *head = arg;

    if (!query_start(&query, db, "INSERT OR REPLACE INTO head(con_id, what, hours, first_s, at_ms)"
                     " VALUES(?, ?, ?, ?, ?)", err))
        return false;
    query_bind_int(&query, head->con_id);
    query_bind_text(&query, head->what);
    query_bind_text(&query, head->hours);
    query_bind_int(&query, head->first);
    query_bind_int(&query, head->at_ms);
    return query_run(&query, err);
}

bool contract_cache_keep_head(struct ledger *ledger, const struct contract_cache_head *head,
                              struct error *err)
{
    struct contract_cache_head kept = *head;

    return ledger_write(ledger, keep_head, &kept, err);
}
