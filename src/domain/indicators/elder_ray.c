/*
 * elder_ray - Elder Ray: how far the high (bull) and the low (bear) are above the exponential
 * average of the close.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD };
enum { BULL, BEAR };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *mean = scratch_new(n);

    average_ema(n, in[CLOSE], (size_t)param[PERIOD], mean);
    for (size_t i = warmup(param); i < n; i++) {
        out[BULL][i] = in[HIGH][i] - mean[i];
        out[BEAR][i] = in[LOW][i] - mean[i];
    }
}

const struct indicator elder_ray_indicator = {
    .name = "elder_ray",
    .title = "Elder Ray",
    .origin = "A. Elder, Trading for a Living, 1993",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 13, 1) },
    .n_outputs = 2,
    .outputs = { [BULL] = "bull", [BEAR] = "bear" },
    .level = { [BULL] = INDICATOR_DISTANCE, [BEAR] = INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
