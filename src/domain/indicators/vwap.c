/*
 * vwap - rolling Volume-Weighted Average Price: the typical price of the last `period` bars, each
 * counting as much as was traded in it. Where nothing was traded at all, the plain mean.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { HIGH, LOW, CLOSE, VOLUME };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *typical = scratch_new(n);

    for (size_t i = 0; i < n; i++)
        typical[i] = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
    window_weighted_mean(n, typical, in[VOLUME], (size_t)param[PERIOD], out[0]);
}

const struct indicator vwap_indicator = {
    .name = "vwap",
    .title = "Volume-Weighted Average Price, rolling",
    .origin = "folklore of the trading desks, 1980s",
    .n_inputs = 4,
    .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "vwap" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
