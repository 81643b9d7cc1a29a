/* trix - by how many percent the exponential average of the average of the average of the price
 * changed in a bar. From an average of 0: 0. */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return 3 * ((size_t)param[PERIOD] - 1) + 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], lag = period - 1;
    OWNED(scratch_release) double *once = scratch_new(n), *twice = scratch_new(n);

    if (n <= warmup(param))
        return;
    average_ema(n, in[0], period, once);
    average_ema(n - lag, once + lag, period, twice + lag);
    average_ema(n - 2 * lag, twice + 2 * lag, period, once + 2 * lag);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = 100 * (once[i] - once[i - 1]) / (once[i - 1] != 0 ? once[i - 1] : INFINITY);
}

const struct indicator trix_indicator = {
    .name = "trix",
    .title = "Triple Exponential Average Rate of Change",
    .origin = "J. Hutson, Technical Analysis of Stocks & Commodities, 1983",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 15, 1) },
    .n_outputs = 1, .outputs = { "trix" },
    .warmup = warmup,
    .compute = compute,
};
