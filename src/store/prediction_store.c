#include "store/prediction_store.h"

#include "base/mem.h"
#include "store/query.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>

static bool add(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct prediction_store_item *item = arg;

    if (!query_start(&query, db, "INSERT INTO prediction(model, symbol, timeframe, bar_s,"
                     " known_s, at_ms, signal, close, buy, hold, sell) "
                     "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT(model, symbol, timeframe, bar_s) DO NOTHING", err))
        return false;
    query_bind_text(&query, item->model);
    query_bind_text(&query, item->symbol);
    query_bind_text(&query, item->timeframe);
    query_bind_int(&query, item->time);
    query_bind_int(&query, item->known_at);
    query_bind_int(&query, item->at_ms);
    query_bind_text(&query, item->signal);
    query_bind_double(&query, item->close);
    query_bind_double(&query, item->buy);
    query_bind_double(&query, item->hold);
    query_bind_double(&query, item->sell);
    return query_run(&query, err);
}

bool prediction_store_add(struct store *store, const struct prediction_store_item *item,
                          struct error *err)
{
    return store_write(store, add, (void *)(uintptr_t)item, err);
}

struct listing {
    const char *model;
    size_t limit;
    struct prediction_store_list list;
};

#define TAKE_TEXT(to, query, column) snprintf(to, sizeof(to), "%s", query_text(query, column))

static void take(const struct query *query, struct prediction_store_list *list)
{
    struct prediction_store_item *item;

    list->items = mem_resize(list->items, (list->count + 1) * sizeof(*list->items));
    item = &list->items[list->count++];
    TAKE_TEXT(item->model, query, 0);
    TAKE_TEXT(item->symbol, query, 1);
    TAKE_TEXT(item->timeframe, query, 2);
    item->time = query_int(query, 3);
    item->known_at = query_int(query, 4);
    item->at_ms = query_int(query, 5);
    TAKE_TEXT(item->signal, query, 6);
    item->close = query_double(query, 7);
    item->buy = query_double(query, 8);
    item->hold = query_double(query, 9);
    item->sell = query_double(query, 10);
}

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;

    if (!query_start(&query, db, "SELECT model, symbol, timeframe, bar_s, known_s, at_ms, signal,"
                     " close, buy, hold, sell FROM (SELECT * FROM prediction WHERE model=?"
                     " ORDER BY id DESC LIMIT ?) ORDER BY symbol, bar_s", err))
        return false;
    query_bind_text(&query, listing->model);
    query_bind_int(&query, (int64_t)listing->limit);
    while (query_next(&query, err))
        take(&query, &listing->list);
    return !query.has_failed;
}

bool prediction_store_list(struct store *store, const char *model, size_t limit,
                           struct prediction_store_list *ret_list, struct error *err)
{
    struct listing listing = { .model = model, .limit = limit };

    if (store_read(store, list, &listing, err)) {
        *ret_list = listing.list;
        return true;
    }
    prediction_store_list_release(&listing.list);
    return false;
}

void prediction_store_list_release(struct prediction_store_list *predictions)
{
    free(predictions->items);
    *predictions = (struct prediction_store_list){0};
}
