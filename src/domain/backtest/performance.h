/*
 * performance - what a report says about a backtest.
 *
 * Money is in the account's currency, shares are fractions (0.1 is 10 %), times are bars unless the
 * name says otherwise. What is not defined is NaN: absent, never 0 and never clamped. Annualised by
 * sessions a year; years by 365.25 days from the first bar's start to the last's.
 */
#ifndef DOMAIN_BACKTEST_PERFORMANCE_H
#define DOMAIN_BACKTEST_PERFORMANCE_H

#include "base/error.h"
#include "base/words.h"
#include "domain/backtest/backtest.h"
#include "domain/statistics.h"

#include <stddef.h>
#include <stdint.h>

struct performance_period {
    int year, month;                    /* month 1 to 12; 0: the whole year */
    double ret;
};

struct performance {
    double years;
    double capital, final_equity, net;
    double total_return, cagr;
    double volatility, sharpe, sortino; /* of returns from session close to session close */
    double sharpe_per_bar;              /* of returns from bar to bar, annualised too */
    size_t n_sessions;
    struct statistics_drawdown drawdown;
    double drawdown_days, longest_drawdown_days;    /* of calendar; peak to recovery or the end */
    double calmar;

    size_t n_trades, n_wins, n_losses, n_long, n_short;
    size_t n_by_reason[BACKTEST_END + 1];
    double win_rate, profit_factor;     /* by net; gains by losses */
    double average_win, average_loss, payoff, expectancy, best, worst;  /* money, net */
    double average_return;              /* of a trade, on its value */
    double average_bars_held, longest_bars_held;
    size_t most_wins_running, most_losses_running;

    double gross, commission, fees, slippage, borrow, dividends;    /* sums over the trades */
    double turnover;                    /* value bought and sold, by mean equity, per year */
    double time_in_market;              /* share of closes with a position */
    double mean_exposure;               /* mean of position value by equity; shorts count below 0 */
    double mean_gross_exposure;         /* the same, shorts counting above 0 */

    double hold_return, hold_cagr, hold_sharpe, hold_drawdown;  /* buy and hold at 100 %, gross */
    double hold_at_exposure_return;     /* at mean_exposure, kept there each bar */
    double active_return;               /* sum over bars of strategy less hold at exposure */
    double active_sharpe;               /* of its returns by session, annualised */
    double beta;                        /* of bar returns on hold's */

    size_t n_years, n_months;
    struct performance_period *by_year, *by_month;
};

struct performance_input {
    const struct bars *bars;
    const struct backtest_settings *settings;
    const struct backtest_result *result;
    const int64_t *session;             /* per bar, another number where another session begins;
                                         * NULL: each bar is a session, as daily bars are */
};

/* Fails with ERROR_INVALID where periods_per_year is 0: nothing could be annualised. */
CHECKED bool performance_measure(const struct performance_input *input,
                                 struct performance *ret_performance, struct error *err);
void performance_release(struct performance *performance);

/* Writes n_bars - 1 values each, of the bars from the second on: returns of buy and hold (dividends
 * and conversion included), and of the strategy less mean exposure times those. */
void performance_hold_returns(const struct performance_input *input, double *ret_returns);
void performance_active_returns(const struct performance_input *input, double *ret_returns);

/* One value per bar, for a chart: position value by equity, and what the capital would be worth in
 * buy and hold. */
void performance_curves(const struct performance_input *input, double *ret_exposure,
                        double *ret_hold);

/* Signed mean over the bars of position value by equity. */
double performance_exposure(const struct performance_input *input);

/* Session numbers for bars of 24-hour or day-time markets: the UTC day. Writes bars->count. */
void performance_sessions_by_day(const struct bars *bars, int64_t *ret_session);

#endif
