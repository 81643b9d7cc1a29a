/* variance - the population's variance of the last `period` prices. */
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
    OWNED(scratch_release) double *mean = scratch_new(n);

    window_moments(n, in[0], (size_t)param[PERIOD], mean, out[0]);
}

const struct indicator variance_indicator = {
    .name = "variance",
    .title = "Variance",
    .origin = "R. A. Fisher, 1918",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 2) },
    .n_outputs = 1, .outputs = { "variance" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
