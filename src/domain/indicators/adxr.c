/*
 * adxr - Average Directional Index Rating: the middle between adx and that of `period` - 1 bars
 * ago.
 */
#include "domain/indicators/adx.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return 3 * (size_t)param[PERIOD] - 2;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *adx = scratch_new(n), *plus = scratch_new(n);
    OWNED(scratch_release) double *minus = scratch_new(n);

    adx_fill(n, in, period, (double *[]){ adx, plus, minus });
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = (adx[i] + adx[i + 1 - period]) / 2;
}

const struct indicator adxr_indicator = {
    .name = "adxr",
    .title = "Average Directional Index Rating",
    .origin = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 2) },
    .n_outputs = 1, .outputs = { "adxr" },
    .warmup = warmup,
    .compute = compute,
};
