/*
 * spread - what half the spread between bid and ask was, by the hour of the exchange's day, from
 * quote bars: measured slippage.
 *
 * Such a bar's open is the mean bid, its close the mean ask over its time (Interactive Brokers'
 * BID_ASK). By hour the median of (ask - bid) / (ask + bid): one wide minute does not move it. An
 * hour with fewer than SPREAD_LEAST bars takes the median of all. Values only; any thread.
 */
#ifndef DOMAIN_BACKTEST_SPREAD_H
#define DOMAIN_BACKTEST_SPREAD_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/timeframe.h"

#include <stddef.h>

struct calendar;

enum { SPREAD_HOURS = 24, SPREAD_LEAST = 20 };

struct spread {
    double half[SPREAD_HOURS];      /* shares of the price */
    double all;
    size_t n_bars;                  /* that it was measured on */
};

/* Bars in which the ask is below the bid are left out. Fails with ERROR_BAD_DATA if none is left.
 * The calendar is that of what is traded. */
CHECKED bool spread_measure(const struct bars *quotes, enum timeframe timeframe,
                            const struct calendar *calendar, struct spread *ret_spread,
                            struct error *err);

/* By each bar's own hour: of daily and longer bars that of the session's open, where they fill.
 * Writes bars->count. */
void spread_of_bars(const struct spread *spread, const struct bars *bars, enum timeframe timeframe,
                    const struct calendar *calendar, double *ret_half);

#endif
