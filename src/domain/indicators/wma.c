/* wma - Weighted Moving Average: weights 1 for the oldest of `period` prices to `period`. */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    window_rising_mean(n, in[0], (size_t)param[PERIOD], out[0]);
}

const struct indicator wma_indicator = {
    .name = "wma",
    .title = "Weighted Moving Average",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "wma" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
