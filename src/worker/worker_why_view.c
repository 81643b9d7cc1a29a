#include "worker/worker_why_view.h"

#include "base/buf.h"
#include "base/mem.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest.h"

#include <string.h>

static bool refuse(const struct worker_backtest *run, const char *symbol, struct error *err)
{
    OWNED(buf_release) struct buf names = {0};

    for (size_t s = 0; s < run->n_symbols; s++)
        buf_print(&names, "%s%s", s ? ", " : "", run->symbols[s].series->told->symbol);
    if (symbol[0])
        error_set(err, ERROR_INVALID, "the backtest did not trade '%s'", symbol);
    else
        error_set(err, ERROR_INVALID, "the backtest has %zu symbols: which one is missing",
                  run->n_symbols);
    return error_suggest(err, "--symbol: one of %.200s", names.bytes);
}

static bool find(const struct worker_backtest *run, const char *symbol, size_t *ret_symbol,
                 struct error *err)
{
    *ret_symbol = 0;
    if (!symbol[0] && run->n_symbols == 1)
        return true;
    for (size_t s = 0; s < run->n_symbols; s++)
        if (!strcmp(run->symbols[s].series->told->symbol, symbol)) {
            *ret_symbol = s;
            return true;
        }
    return refuse(run, symbol, err);
}

static size_t own_bar(const struct worker_why_view *view, size_t bar)
{
    return bars_lower_bound(&view->symbol->bars, view->run->bars.time[bar]);
}

static void take_trades(struct worker_why_view *view, size_t symbol)
{
    const struct backtest_result *all = &view->run->result;
    struct backtest_result *r = &view->result;

    r->trades = mem_alloc((all->n_trades + 1) * sizeof(*r->trades));
    for (size_t i = 0; i < all->n_trades; i++) {
        struct backtest_trade trade = all->trades[i];
        if (trade.symbol != symbol)
            continue;
        trade.entry_bar = own_bar(view, trade.entry_bar);
        trade.exit_bar = own_bar(view, trade.exit_bar);
        for (size_t t = trade.entry_bar; t < trade.exit_bar; t++)
            r->position[t] += trade.side * trade.quantity;
        r->trades[r->n_trades++] = trade;
    }
}

static void take_unfilled(struct worker_why_view *view, size_t symbol)
{
    const struct backtest_result *all = &view->run->result;
    struct backtest_result *r = &view->result;

    r->unfilled = mem_alloc((all->n_unfilled + 1) * sizeof(*r->unfilled));
    for (size_t i = 0; i < all->n_unfilled; i++) {
        if (all->unfilled[i].symbol != symbol)
            continue;
        r->unfilled[r->n_unfilled] = all->unfilled[i];
        r->unfilled[r->n_unfilled++].bar = own_bar(view, all->unfilled[i].bar);
    }
}

bool worker_why_view_open(const struct worker_backtest *run, const char *symbol,
                          struct worker_why_view *ret_view, struct error *err)
{
    struct worker_why_view view = { .run = run };
    size_t s = 0;

    if (!find(run, symbol, &s, err))
        return false;
    view.symbol = &run->symbols[s];
    if (run->n_symbols == 1) {
        view.result = run->result;
        *ret_view = view;
        return true;
    }
    view.result.n_bars = view.symbol->bars.count;
    view.result.equity = mem_alloc(view.result.n_bars * sizeof(double));
    view.result.position = mem_alloc(view.result.n_bars * sizeof(double));
    for (size_t t = 0; t < view.result.n_bars; t++)
        view.result.equity[t] = run->result.equity[run->timeline.at[s][t]];
    take_trades(&view, s);
    take_unfilled(&view, s);
    *ret_view = view;
    return true;
}

void worker_why_view_release(struct worker_why_view *view)
{
    if (view->run && view->run->n_symbols > 1)
        backtest_release(&view->result);
    *view = (struct worker_why_view){0};
}
