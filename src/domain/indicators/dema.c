/*
 * dema - Double Exponential Moving Average: twice the average less the average of the average, so
 * that most of the lag cancels. The second average starts where the first has values.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return 2 * ((size_t)param[PERIOD] - 1);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], first = period - 1;
    OWNED(scratch_release) double *once = scratch_new(n);

    if (n <= first)
        return;
    average_ema(n, in[0], period, once);
    average_ema(n - first, once + first, period, out[0] + first);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = 2 * once[i] - out[0][i];
}

const struct indicator dema_indicator = {
    .name = "dema",
    .title = "Double Exponential Moving Average",
    .origin = "P. Mulloy, Technical Analysis of Stocks & Commodities, January 1994",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "dema" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
