#include "wire/wire_performance.h"

const struct wire_field wire_performance_hold_fields[] = {
    WIRE_NUMBER(struct wire_performance_hold, total_return, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance_hold, cagr, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance_hold, sharpe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance_hold, max_drawdown, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance_hold, at_exposure, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_performance_period_fields[] = {
    WIRE_INTEGER(struct wire_performance_period, year, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_performance_period, month, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_performance_period, net_return, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_performance_fields[] = {
    WIRE_NUMBER(struct wire_performance, years, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, net, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_performance, total_return, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_performance, cagr, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, volatility, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, sharpe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, sharpe_per_bar, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, sortino, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, calmar, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, max_drawdown, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, drawdown_days, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, longest_drawdown_days, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_performance, trades, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_performance, wins, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_performance, losses, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_performance, longs, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_performance, shorts, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, win_rate, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, profit_factor, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, payoff, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, expectancy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, average_win, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, average_loss, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, best_trade, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, worst_trade, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, average_bars, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, longest_bars, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_performance, winning_streak, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_performance, losing_streak, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, gross, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, commission, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, fees, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, slippage, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, borrow, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, dividends, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, turnover, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, time_in_market, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, mean_exposure, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, mean_gross_exposure, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, active_return, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, active_sharpe, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_performance, beta, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_performance, by_year, wire_performance_period_fields, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_performance, by_month, wire_performance_period_fields, WIRE_OPTIONAL),
    WIRE_END
};
