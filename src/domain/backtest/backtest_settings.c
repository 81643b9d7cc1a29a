#include "domain/backtest/backtest_settings.h"

#include <math.h>
#include <string.h>

static const struct backtest_settings common = {
    .capital = 100000,
    .sizing = BACKTEST_FRACTION, .size = 0.25, .increment = 1, .multiplier = 1,
    .costs = { .model = COSTS_VALUE, .rate = 5e-4 },
    .slippage = { COSTS_SLIPPAGE_VALUE, 2e-4 },
    .borrow_rate = 0, .cost_multiple = 1, .tick = 0.01,
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
    if (settings->costs.fees && !settings->costs.n_fees)
        return error_set(err, ERROR_INVALID, "the table of sale fees is empty");
    return true;
}
