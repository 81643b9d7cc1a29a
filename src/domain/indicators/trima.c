/*
 * trima - Triangular Moving Average: the mean of means, so that the middle of the `period` prices
 * counts most.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], half = (period + 1) / 2, first = half - 1;
    OWNED(scratch_release) double *mean = scratch_new(n);

    if (n <= first)
        return;
    window_mean(n, in[0], half, mean);
    window_mean(n - first, mean + first, period + 1 - half, out[0] + first);
}

const struct indicator trima_indicator = {
    .name = "trima",
    .title = "Triangular Moving Average",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "trima" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
