/* apo - Absolute Price Oscillator: a fast exponential average less a slow one. */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { FAST, SLOW };

static size_t warmup(const double *param)
{
    return (size_t)param[SLOW] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *fast = scratch_new(n);

    average_ema_pair(n, in[0], (size_t)param[FAST], (size_t)param[SLOW], fast, out[0]);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = fast[i] - out[0][i];
}

const struct indicator apo_indicator = {
    .name = "apo",
    .title = "Absolute Price Oscillator",
    .origin = "G. Appel",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 2,  .n_rising = 2,
    .params = {
        [FAST] = INDICATOR_BARS("fast_period", 12, 1),
        [SLOW] = INDICATOR_BARS("slow_period", 26, 2),
    },
    .n_outputs = 1, .outputs = { "apo" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
