#include "store/trial_seal.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/bars.h"
#include "domain/series.h"
#include "store/query.h"
#include "store/store.h"
#include "store/trial_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last line of each symbol; sealed_ms is of the last that sealed. */
#define SELECT                                                                             \
    "SELECT max(id), kind, symbol, from_s, at_ms, (SELECT max(at_ms) FROM trial s" \
    " WHERE s.symbol=trial.symbol AND s.kind='seal') FROM trial WHERE kind IN ('seal', 'unseal')"

static void take(const struct query *query, struct trial_seal *seal)
{
    *seal = (struct trial_seal){
        .is_sealed = !strcmp(query_text(query, 1), "seal"), .from = query_int(query, 3),
        .at_ms = query_int(query, 4), .sealed_ms = query_int(query, 5) };
    snprintf(seal->symbol, sizeof(seal->symbol), "%s", query_text(query, 2));
}

struct finding {
    const char *symbol;
    struct trial_seal seal;
};

static bool find(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct finding *finding = arg;

    if (!query_start(&query, db, SELECT " AND symbol=? GROUP BY symbol", err))
        return false;
    query_bind_text(&query, finding->symbol);
    if (query_next(&query, err))
        take(&query, &finding->seal);
    return !query.has_failed;
}

bool trial_seal_find(struct store *store, const char *symbol, struct trial_seal *ret_seal,
                     struct error *err)
{
    struct finding finding = { .symbol = symbol, .seal = { .from = INT64_MAX } };

    snprintf(finding.seal.symbol, sizeof(finding.seal.symbol), "%s", symbol);
    if (!store_read(store, find, &finding, err))
        return false;
    *ret_seal = finding.seal;
    return true;
}

bool trial_seal_add(struct store *store, const struct trial_seal *seal, struct error *err)
{
    const struct trial_store_trial line = {
        .kind = seal->is_sealed ? TRIAL_STORE_SEAL : TRIAL_STORE_UNSEAL,
        .symbol = seal->symbol, .timeframe = "", .from = seal->from, .until = INT64_MAX,
        .config_hash = "", .model = "", .operation = "", .metrics = "{}",
        .at_ms = date_now_ms() };
    int64_t id;

    return trial_store_add(store, &line, &id, err);
}

bool trial_seal_refuse(const struct trial_seal *seal, struct error *err)
{
    char from[DATE_TEXT], last[DATE_TEXT], at[DATE_TEXT];

    date_print_day(seal->from, from);
    date_print_day(seal->from - DATE_DAY, last);
    date_print_day(seal->sealed_ms / 1000, at);
    error_set(err, ERROR_FORBIDDEN, "the bars of '%s' from %s on lie in a lockbox, sealed on %s",
              seal->symbol, from, at);
    return error_suggest(err, "end by %s; or, once and for all, ktrdr unseal %s", last,
                         seal->symbol);
}

bool trial_seal_check(struct store *store, const struct series *series, const struct bars *bars,
                      struct error *err)
{
    struct trial_seal seal;

    if (!trial_seal_find(store, series->symbol, &seal, err))
        return false;
    return !seal.is_sealed || !bars->count || bars->time[bars->count - 1] < seal.from ||
           trial_seal_refuse(&seal, err);
}

struct listing {
    struct trial_seal *items;
    size_t count;
};

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;

    if (!query_start(&query, db, SELECT " GROUP BY symbol ORDER BY symbol", err))
        return false;
    while (query_next(&query, err)) {
        listing->items = mem_resize(listing->items,
                                    (listing->count + 1) * sizeof(*listing->items));
        take(&query, &listing->items[listing->count++]);
    }
    return !query.has_failed;
}

bool trial_seal_list(struct store *store, struct trial_seal **ret_items, size_t *ret_count,
                     struct error *err)
{
    struct listing listing = {0};

    if (!store_read(store, list, &listing, err)) {
        free(listing.items);
        return false;
    }
    *ret_items = listing.items;
    *ret_count = listing.count;
    return true;
}
