/*
 * vhf - Vertical Horizontal Filter: highest less lowest of the last `period` prices by the sum of
 * their changes: 1 in a straight line, near 0 to and fro. Where nothing moved: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *size = scratch_new(n), *path = scratch_new(n);
    OWNED(scratch_release) double *lowest = scratch_new(n);
    double *highest = out[0];

    for (size_t i = 1; i < n; i++)
        size[i] = fabs(in[0][i] - in[0][i - 1]);
    window_sum(n - 1, size + 1, period, path + 1);
    window_highest(n, in[0], period, highest);
    window_lowest(n, in[0], period, lowest);
    for (size_t i = period; i < n; i++)
        out[0][i] = (highest[i] - lowest[i]) / (path[i] > 0 ? path[i] : INFINITY);
}

const struct indicator vhf_indicator = {
    .name = "vhf",
    .title = "Vertical Horizontal Filter",
    .origin = "A. White, Futures magazine, August 1991",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 28, 1) },
    .n_outputs = 1, .outputs = { "vhf" },
    .warmup = warmup,
    .compute = compute,
};
