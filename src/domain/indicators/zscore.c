/*
 * zscore - how many standard deviations (the population's) the price is above the mean of `period`.
 * Where nothing moved: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *mean = scratch_new(n);

    window_moments(n, in[0], (size_t)param[PERIOD], mean, out[0]);
    for (size_t i = warmup(param); i < n; i++) {
        const double deviation = sqrt(out[0][i]);
        out[0][i] = (in[0][i] - mean[i]) / (deviation > 0 ? deviation : INFINITY);
    }
}

const struct indicator zscore_indicator = {
    .name = "zscore",
    .title = "Rolling Z-Score",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 2) },
    .n_outputs = 1, .outputs = { "zscore" },
    .warmup = warmup,
    .compute = compute,
};
