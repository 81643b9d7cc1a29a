/*
 * ema - Exponential Moving Average: each new price counts 2/(period + 1).
 *
 * Starts with the mean of the first `period` prices, as TA-Lib, TTR and backtrader do; to start
 * with the first price instead makes a difference of 1e-12 after some 14 periods.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    average_ema(n, in[0], (size_t)param[PERIOD], out[0]);
}

const struct indicator ema_indicator = {
    .name = "ema",
    .title = "Exponential Moving Average",
    .origin = "R. G. Brown, Statistical Forecasting for Inventory Control, 1959",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "ema" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
