#include "domain/backtest/backtest_settings.h"

#include <math.h>
#include <string.h>

static const struct backtest_settings common = {
    .capital = 100000,
    .sizing = BACKTEST_FRACTION, .size = 0.25, .increment = 1, .multiplier = 1,
    .costs = { .model = COSTS_VALUE, .rate = 5e-4 },
    .slippage = { COSTS_SLIPPAGE_VALUE, 2e-4 },
    .borrow_rate = 0, .cost_multiple = 1, .tick = 0.01, .volatility_window = 60,
};

static void set_cash(struct backtest_settings *settings)
{
    settings->costs = (struct costs){ .model = COSTS_IB_FX };
    settings->slippage = (struct costs_slippage){ COSTS_SLIPPAGE_TICKS, 1 };
    settings->tick = 0.00005;           /* half a pip, IDEALPRO's step */
    settings->periods_per_year = 260;
}

static void set_future(struct backtest_settings *settings)
{
    /* IB's 0.85 plus exchange and regulators, for an E-mini. */
    settings->costs = (struct costs){ .model = COSTS_UNIT, .rate = 2.25 };
    settings->slippage = (struct costs_slippage){ COSTS_SLIPPAGE_TICKS, 1 };
    settings->tick = 0.25;
    settings->periods_per_year = 252;
}

struct backtest_settings backtest_settings_default(const char *type)
{
    struct backtest_settings settings = common;

    if (!strcmp(type, "STK")) {
        settings.costs = (struct costs){ .model = COSTS_IB_FIXED };
        settings.borrow_rate = 0.005;
        settings.periods_per_year = 252;
    } else if (!strcmp(type, "IND")) {
        settings.periods_per_year = 252;
    } else if (!strcmp(type, "FUT")) {
        set_future(&settings);
    } else if (!strcmp(type, "CASH")) {
        set_cash(&settings);
    } else if (!strcmp(type, "CRYPTO")) {
        settings.costs.rate = 18e-4;    /* IB's 0.18 % */
        settings.increment = 1e-8;
        settings.periods_per_year = 365;
    }
    return settings;
}

static bool check_volatility(const struct backtest_settings *settings, struct error *err)
{
    const size_t window = settings->volatility_window;

    if (settings->size > 10)
        return error_set(err, ERROR_INVALID, "size is %g: a volatility of 15 %% a year is 0.15",
                         settings->size);
    if (window < BACKTEST_WINDOW_LEAST || window > BACKTEST_WINDOW_MOST)
        return error_set(err, ERROR_INVALID, "volatility_window is %zu, outside %d to %d", window,
                         BACKTEST_WINDOW_LEAST, BACKTEST_WINDOW_MOST);
    if (!(settings->bars_per_year > 0 && isfinite(settings->bars_per_year)))
        return error_set(err, ERROR_INVALID, "bars_per_year is %g", settings->bars_per_year);
    return settings->size_at == BACKTEST_SIZE_AT_CLOSE ||
           error_set(err, ERROR_INVALID, "a volatility is known at a close, not at a fill");
}

bool backtest_settings_check(const struct backtest_settings *settings, struct error *err)
{
    const struct {
        const char *name;
        double value, least, most;
        bool is_open;                   /* the least itself is out */
    } fields[] = {
        { "capital", settings->capital, 0, 1e15, true },
        { "size", settings->size, 0, 1e15, true },
        { "increment", settings->increment, 0, 1e9, false },
        { "multiplier", settings->multiplier, 0, 1e9, true },
        { "borrow_rate", settings->borrow_rate, 0, 10, false },
        { "cost_multiple", settings->cost_multiple, 0, 1e9, false },
        { "tick", settings->tick, 0, 1e9, true },
        { "confidence_threshold", settings->confidence_threshold, 0, 1, false },
        { "stop_loss_pct", settings->stop_loss_pct, 0, 99.99, false },
        { "take_profit_pct", settings->take_profit_pct, 0, 1e6, false },
        { "periods_per_year", settings->periods_per_year, 0, 1e6, false },
        { "costs", settings->costs.rate, 0, 1e9, false },
        { "slippage", settings->slippage.amount, 0, 1e9, false },
        { "volume_share", settings->volume_share, 0, 1, false },
        { "most_of_symbol", settings->most_of_symbol, 0, 1, false },
        { "most_gross", settings->most_gross, 0, 1, false },
    };

    for (size_t i = 0; i < COUNT(fields); i++) {
        const double value = fields[i].value;
        if (!(value >= fields[i].least && value <= fields[i].most) ||
            (fields[i].is_open && value == fields[i].least))
            return error_set(err, ERROR_INVALID, "%s is %g, outside %g to %g", fields[i].name,
                             value, fields[i].least, fields[i].most);
    }
    if (settings->sizing == BACKTEST_FRACTION && settings->size > 1)
        return error_set(err, ERROR_INVALID, "size is %g of equity, more than all of it",
                         settings->size);
    if (settings->sizing == BACKTEST_VOLATILITY && !check_volatility(settings, err))
        return false;
    if (settings->costs.fees && !settings->costs.n_fees)
        return error_set(err, ERROR_INVALID, "the table of sale fees is empty");
    return true;
}
