/*
 * zlema - Zero-Lag Exponential Moving Average: of the price plus its change over the average's lag,
 * which is (period - 1) / 2 bars.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD };

static size_t lag(const double *param)
{
    return ((size_t)param[PERIOD] - 1) / 2;
}

static size_t warmup(const double *param)
{
    return lag(param) + (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = lag(param);
    OWNED(scratch_release) double *ahead = scratch_new(n);

    if (n <= first)
        return;
    for (size_t i = first; i < n; i++)
        ahead[i] = in[0][i] + (in[0][i] - in[0][i - first]);
    average_ema(n - first, ahead + first, (size_t)param[PERIOD], out[0] + first);
}

const struct indicator zlema_indicator = {
    .name = "zlema",
    .title = "Zero-Lag Exponential Moving Average",
    .origin = "J. Ehlers and R. Way, Zero Lag, 2010",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "zlema" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
