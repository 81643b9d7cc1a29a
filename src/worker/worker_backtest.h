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

struct buf;
struct wire_worker_request;

CHECKED bool worker_backtest_run(const struct wire_worker_request *request, struct buf *ret_json,
                                 struct error *err);

#endif
