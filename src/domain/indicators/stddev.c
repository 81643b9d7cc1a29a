/* stddev - the population's standard deviation of the last `period` prices. */
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
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = sqrt(out[0][i]);
}

const struct indicator stddev_indicator = {
    .name = "stddev",
    .title = "Standard Deviation",
    .origin = "K. Pearson, 1894",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 2) },
    .n_outputs = 1, .outputs = { "stddev" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
