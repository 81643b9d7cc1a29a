/*
 * rma - Wilder's Moving Average: each new price counts 1/period; starts with the mean of the first
 * `period`.
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
    average_wilder(n, in[0], (size_t)param[PERIOD], out[0]);
}

const struct indicator rma_indicator = {
    .name = "rma",
    .title = "Wilder's Moving Average",
    .origin = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "rma" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
