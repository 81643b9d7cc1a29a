/*
 * wire_performance - the numbers of an equity curve and its trades.
 *
 * Shares and returns are parts of one, not percent. What could not be computed (no trade, no
 * loss, too few bars) is absent.
 */
#ifndef WIRE_WIRE_PERFORMANCE_H
#define WIRE_WIRE_PERFORMANCE_H

#include "wire/wire.h"

struct wire_performance {
    double net_profit;          /* in the account's currency */
    double total_return, cagr;
    double volatility;          /* a year */
    double sharpe;              /* session closes, a year */
    double sharpe_per_bar, sortino, calmar;
    double max_drawdown;        /* 0.12: twelve percent below the peak */
    int64_t max_drawdown_bars;
    double exposure;            /* mean share of equity in the market */
    double turnover;            /* a year, of mean equity */
    int64_t trades, longs, shorts;
    double win_rate, profit_factor;
    double expectancy;          /* net profit a trade */
    double average_win, average_loss, best_trade, worst_trade;
    double average_bars;        /* a trade lasts */
    int64_t losing_streak;      /* longest, in trades */
    double costs;               /* all of them */
    double commission, slippage, dividends, borrow;
};

extern const struct wire_field wire_performance_fields[];

WIRE_RELEASE(performance)

#endif
