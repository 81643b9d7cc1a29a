/*
 * vwma - Volume-Weighted Moving Average: of the last `period` prices, each counting as much as was
 * traded in its bar. Where nothing was traded at all, the plain mean.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { PRICE, VOLUME };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    window_weighted_mean(n, in[PRICE], in[VOLUME], (size_t)param[PERIOD], out[0]);
}

const struct indicator vwma_indicator = {
    .name = "vwma",
    .title = "Volume-Weighted Moving Average",
    .origin = "R. Arms, Volume Cycles in the Stock Market, 1983",
    .n_inputs = 2,  .inputs = { INDICATOR_PRICE, INDICATOR_VOLUME },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "vwma" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
