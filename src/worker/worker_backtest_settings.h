/*
 * worker_backtest_settings - the engine's settings, from the request, the strategy's decisions and
 * the kind of instrument.
 */
#ifndef WORKER_WORKER_BACKTEST_SETTINGS_H
#define WORKER_WORKER_BACKTEST_SETTINGS_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest_settings.h"
#include "domain/bars.h"

struct strategy;
struct wire_backtest_request;
struct worker_input_series;

/* strategy is NULL where signals are given. The request must say all of its money. */
CHECKED bool worker_backtest_settings_make(const struct wire_backtest_request *wanted,
                                           const struct strategy *strategy,
                                           const struct worker_input_series *series,
                                           struct backtest_settings *ret_settings,
                                           struct error *err);

/* The stale years of daily bars of a market that closes, as ranges of the bars [first, first + n);
 * the years are judged whole. Owned by the caller; NULL where there are none. */
struct backtest_range *worker_backtest_settings_stale(const struct worker_input_series *series,
                                                      size_t first, size_t n, size_t *ret_count);

#endif
