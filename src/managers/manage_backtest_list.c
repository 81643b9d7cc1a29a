/* manage_backtest_list - the completed backtests, each in a line. */
#include "base/mem.h"
#include "managers/manage_backtest.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"
#include "store/operation_store.h"
#include "wire/wire_backtest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MOST = 1000 };

static void fill(const struct wire_backtest *from, struct wire_backtest_item *to)
{
    wire_clear(wire_backtest_item_fields, to);
    snprintf(to->id, sizeof(to->id), "%s", from->id);
    snprintf(to->strategy, sizeof(to->strategy), "%.64s",
             from->strategy[0] ? from->strategy : from->signals_label);
    snprintf(to->model_id, sizeof(to->model_id), "%s", from->model_id);
    snprintf(to->symbol, sizeof(to->symbol), "%s", from->symbol);
    snprintf(to->timeframe, sizeof(to->timeframe), "%s", from->timeframe);
    to->start = from->start;
    to->end = from->end;
    to->created_at = from->created_at;
    to->total_return = from->performance.total_return;
    to->buy_and_hold = from->buy_and_hold ? from->buy_and_hold->total_return : (double)NAN;
    to->sharpe = from->performance.sharpe;
    to->max_drawdown = from->performance.max_drawdown;
    to->trades = from->performance.trades;
    to->is_evidence = from->verdict && from->verdict->is_evidence;
}

static bool add(struct store *store, const char *id, struct wire_backtest_list *list,
                struct error *err)
{
    struct wire_backtest result;
    char *json;
    bool ok;

    if (!operation_store_result(store, id, &json, err))
        return false;
    ok = wire_decode(wire_backtest_fields, WIRE_TOLERANT, json, strlen(json), &result, err);
    free(json);
    if (!ok)
        return false;
    fill(&result, &list->items[list->n_items++]);
    wire_backtest_release(&result);
    return true;
}

struct page {
    const struct wire_backtest_query *query;
    struct wire_backtest_list *list;
};

static bool list_page(struct store *store, void *arg, struct error *err)
{
    const struct page *page = arg;
    const struct operation_store_filter filter = {
        .type = "backtest", .state = "completed",
        .limit = page->query->limit == WIRE_UNKNOWN ? 0 : (size_t)page->query->limit,
        .after = page->query->after[0] ? page->query->after : NULL };
    struct wire_backtest_list *list = page->list;
    struct operation_store_list stored;
    bool ok = true;

    if (!operation_store_list(store, &filter, &stored, err))
        return false;
    list->total = stored.total;
    list->items = mem_alloc(stored.count * sizeof(*list->items));
    for (size_t i = 0; ok && i < stored.count; i++)
        ok = add(store, stored.items[i].id, list, err);
    if (ok && stored.has_more)
        snprintf(list->next, sizeof(list->next), "%s", stored.items[stored.count - 1].id);
    operation_store_list_release(&stored);
    return ok;
}

bool manage_backtest_list(struct manage_backtest *manager,
                          const struct wire_backtest_query *query,
                          struct wire_backtest_list *ret_list, struct error *err)
{
    struct page page = { query, ret_list };

    if (query->limit != WIRE_UNKNOWN && (query->limit < 1 || query->limit > LIST_MOST))
        return error_set(err, ERROR_INVALID, "limit is %lld, not 1 to %d", (long long)query->limit,
                         LIST_MOST);
    wire_clear(wire_backtest_list_fields, ret_list);
    if (manage_store_read(manager->worker->store, list_page, &page, err))
        return true;
    wire_backtest_list_release(ret_list);
    return false;
}
