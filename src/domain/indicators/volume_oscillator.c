/*
 * volume_oscillator - by how many percent the mean volume of a few bars is over that of many. Where
 * nothing was traded: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { FAST, SLOW };

static size_t warmup(const double *param)
{
    return (size_t)param[SLOW] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *fast = scratch_new(n), *slow = scratch_new(n);

    window_sum(n, in[0], (size_t)param[FAST], fast);
    window_sum(n, in[0], (size_t)param[SLOW], slow);
    for (size_t i = warmup(param); i < n; i++) {
        const double mean = slow[i] / param[SLOW];
        out[0][i] = 100 * (fast[i] / param[FAST] - mean) / (mean > 0 ? mean : INFINITY);
    }
}

const struct indicator volume_oscillator_indicator = {
    .name = "volume_oscillator",
    .title = "Volume Oscillator",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_VOLUME },
    .n_params = 2,  .n_rising = 2,
    .params = {
        [FAST] = INDICATOR_BARS("fast_period", 5, 1),
        [SLOW] = INDICATOR_BARS("slow_period", 10, 2),
    },
    .n_outputs = 1, .outputs = { "volume_oscillator" },
    .warmup = warmup,
    .compute = compute,
};
