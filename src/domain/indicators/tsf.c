/*
 * tsf - Time Series Forecast: where the least squares line through the last `period` prices will be
 * one bar ahead.
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
    OWNED(scratch_release) double *slope = scratch_new(n);

    window_line(n, in[0], (size_t)param[PERIOD], out[0], slope);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] += slope[i] * (param[PERIOD] + 1) / 2;
}

const struct indicator tsf_indicator = {
    .name = "tsf",
    .title = "Time Series Forecast",
    .origin = "A. M. Legendre, 1805",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 2) },
    .n_outputs = 1, .outputs = { "tsf" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
