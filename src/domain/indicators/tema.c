/*
 * tema - Triple Exponential Moving Average: 3 E1 - 3 E2 + E3, where E2 is the average of E1 and E3
 * that of E2, each starting where the one before has values.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return 3 * ((size_t)param[PERIOD] - 1);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], lag = period - 1;
    OWNED(scratch_release) double *once = scratch_new(n), *twice = scratch_new(n);

    if (n <= warmup(param))
        return;
    average_ema(n, in[0], period, once);
    average_ema(n - lag, once + lag, period, twice + lag);
    average_ema(n - 2 * lag, twice + 2 * lag, period, out[0] + 2 * lag);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = 3 * (once[i] - twice[i]) + out[0][i];
}

const struct indicator tema_indicator = {
    .name = "tema",
    .title = "Triple Exponential Moving Average",
    .origin = "P. Mulloy, Technical Analysis of Stocks & Commodities, January 1994",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "tema" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
