/*
 * worker_backtest - a backtest, from its bars to the verdict.
 *
 * Writes into the output folder's folder "backtest": backtest.json (wire_backtest), trades.json
 * (wire_trades) and equity.json (wire_backtest_equity); what goes up the line only names them.
 */
#ifndef WORKER_WORKER_BACKTEST_H
#define WORKER_WORKER_BACKTEST_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/evidence_report.h"
#include "domain/backtest/performance.h"
#include "domain/backtest/portfolio.h"
#include "worker/worker_backtest_symbol.h"
#include "worker/worker_input.h"
#include "worker/worker_saved.h"

struct buf;
struct wire_backtest_request;
struct wire_worker_request;

struct worker_backtest {
    const struct wire_worker_request *request;
    const struct wire_backtest_request *wanted;
    struct worker_input input;
    struct worker_saved saved;                  /* empty where signals are given; of models that
                                                 * take turns, the last that was asked */
    size_t n_turns;
    struct worker_backtest_turn *turns;         /* of the one model, or of all */
    struct strategy strategy;                   /* whose decisions; the model's may be others */
    size_t n_symbols;
    struct worker_backtest_symbol *symbols;     /* one, or a portfolio */
    struct portfolio_timeline timeline;         /* these three of a portfolio, else empty */
    struct backtest_input *inputs;
    struct backtest_settings *each;
    struct bars bars;                           /* of the one, or the basket; borrowed */
    struct backtest_settings settings;          /* of the one; or what goes with the basket */
    int64_t *session;
    struct backtest_result result;
    struct performance performance;
    struct evidence_report evidence;
};

CHECKED bool worker_backtest_run(const struct wire_worker_request *request, struct buf *ret_json,
                                 struct error *err);

/* The steps of it: up to the trades, nothing measured or written yet. The request is borrowed. */
struct worker_backtest *worker_backtest_new(const struct wire_worker_request *request);
CHECKED bool worker_backtest_trade(struct worker_backtest *run, struct error *err);
void worker_backtest_free(struct worker_backtest *run);

#endif
