/*
 * wire_performance - the numbers of an equity curve and its trades.
 *
 * Money is in the account's currency; shares and returns are parts of one, not percent. What could
 * not be computed (no trade, no loss, too few bars) is absent.
 */
#ifndef WIRE_WIRE_PERFORMANCE_H
#define WIRE_WIRE_PERFORMANCE_H

#include "wire/wire.h"

/* Buy and hold over the same bars, gross. */
struct wire_performance_hold {
    double total_return, cagr, sharpe, max_drawdown;
    double at_exposure;         /* total return at the strategy's mean exposure */
};

/* A month, or a year with month 0. */
struct wire_performance_period {
    int64_t year, month;
    double net_return;
};

struct wire_performance {
    double years;
    double net;                 /* profit */
    double total_return, cagr;
    double volatility;          /* a year */
    double sharpe;              /* of session closes, annualised */
    double sharpe_per_bar;      /* of bars, annualised too */
    double sortino, calmar;
    double max_drawdown;        /* 0.12: twelve percent below the peak */
    double drawdown_days, longest_drawdown_days;
    int64_t trades, wins, losses, longs, shorts;
    double win_rate, profit_factor;
    double payoff;              /* average win by average loss */
    double expectancy;          /* net a trade */
    double average_win, average_loss, best_trade, worst_trade;
    double average_bars;        /* a trade is held */
    double longest_bars;
    int64_t winning_streak, losing_streak;
    double gross, commission, fees, slippage, borrow, dividends;
    double turnover;            /* a year, of mean equity */
    double time_in_market;
    double mean_exposure;       /* shorts count below 0 */
    double mean_gross_exposure;
    double active_return;       /* less buy and hold at the mean exposure */
    double active_sharpe, beta;
    size_t n_by_year;
    struct wire_performance_period *by_year;
    size_t n_by_month;
    struct wire_performance_period *by_month;
};

extern const struct wire_field wire_performance_hold_fields[];
extern const struct wire_field wire_performance_period_fields[];
extern const struct wire_field wire_performance_fields[];

WIRE_RELEASE(performance_hold)
WIRE_RELEASE(performance_period)
WIRE_RELEASE(performance)

#endif
