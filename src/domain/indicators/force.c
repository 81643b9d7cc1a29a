/* force - Force Index: the exponential average of the change of the close times volume. */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD };
enum { CLOSE, VOLUME };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *force = scratch_new(n);

    for (size_t i = 1; i < n; i++)
        force[i] = (in[CLOSE][i] - in[CLOSE][i - 1]) * in[VOLUME][i];
    average_ema(n - 1, force + 1, (size_t)param[PERIOD], out[0] + 1);
}

const struct indicator force_indicator = {
    .name = "force",
    .title = "Force Index",
    .origin = "A. Elder, Trading for a Living, 1993",
    .n_inputs = 2,  .inputs = { INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 13, 1) },
    .n_outputs = 1, .outputs = { "force" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
