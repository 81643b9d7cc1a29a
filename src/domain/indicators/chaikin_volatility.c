/*
 * chaikin_volatility - Chaikin's volatility: by how many percent the exponential average of the
 * range differs from that of `period` bars ago. From an average of 0: 0.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

#include <math.h>

enum { PERIOD };
enum { HIGH, LOW };

static size_t warmup(const double *param)
{
    return 2 * (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *range = scratch_new(n), *mean = scratch_new(n);

    for (size_t i = 0; i < n; i++)
        range[i] = in[HIGH][i] - in[LOW][i];
    average_ema(n, range, period, mean);
    for (size_t i = warmup(param); i < n; i++) {
        const double before = mean[i - period];
        out[0][i] = 100 * (mean[i] - before) / (before > 0 ? before : INFINITY);
    }
}

const struct indicator chaikin_volatility_indicator = {
    .name = "chaikin_volatility",
    .title = "Chaikin Volatility",
    .origin = "M. Chaikin",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 10, 1) },
    .n_outputs = 1, .outputs = { "chaikin_volatility" },
    .warmup = warmup,
    .compute = compute,
};
