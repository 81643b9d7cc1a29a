/*
 * bars_adjust - the factor from traded to dividend-adjusted prices, from a source that gives both
 * (IB: TRADES and ADJUSTED_LAST), and the dividends that it tells.
 *
 * Features and labels use price times factor (feature_bars.h), fills and sizes the traded price.
 * Adjusted prices are rounded to cents, so a ratio is only near the factor: between two ex-dates
 * there is one factor, the mean of its ratios; a step within the rounding is none, so a dividend
 * below about a cent a share is not seen.
 */
#ifndef DOMAIN_BARS_ADJUST_H
#define DOMAIN_BARS_ADJUST_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct bars;

/* Fills the column BARS_ADJUST of `bars` from the closes of `adjusted`; both are daily and sorted,
 * and the last bar of both is of the same day, whose factor is 1. A bar that `adjusted` lacks has
 * the factor of the bar before it (the first ones: of the next). ERROR_BAD_DATA, and no column,
 * where too few are common (half of them), a ratio is no positive number, or the last is not 1. */
CHECKED bool bars_adjust_fill(struct bars *bars, const struct bars *adjusted, struct error *err);

struct bars_adjust_dividend {
    int64_t time;               /* the bar at the ex-date */
    double amount;              /* per share, in the prices of the bars */
};

/* One per step of the factor: close[t-1] * (1 - factor[t-1] / factor[t]), as the backtest pays it.
 * *ret_items is owned by the caller: free(). NULL and 0 without a factor. */
void bars_adjust_dividends(const struct bars *bars, struct bars_adjust_dividend **ret_items,
                           size_t *ret_count);

#endif
