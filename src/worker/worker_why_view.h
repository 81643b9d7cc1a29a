/*
 * worker_why_view - what a backtest did on one of its symbols, in that symbol's own bars: trades,
 * orders, position and, at each of its bars, the equity of all.
 */
#ifndef WORKER_WORKER_WHY_VIEW_H
#define WORKER_WORKER_WHY_VIEW_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"

struct worker_backtest;
struct worker_backtest_symbol;

struct worker_why_view {
    const struct worker_backtest *run;              /* borrowed, like the symbol */
    const struct worker_backtest_symbol *symbol;
    struct backtest_result result;                  /* owned where there are several */
};

/* `symbol` may be "" where there is one. ERROR_INVALID, naming those there are. */
CHECKED bool worker_why_view_open(const struct worker_backtest *run, const char *symbol,
                                  struct worker_why_view *ret_view, struct error *err);
void worker_why_view_release(struct worker_why_view *view);

#endif
