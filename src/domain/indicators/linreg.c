/*
 * linreg - the least squares line through the last `period` prices: its value at this bar, its
 * slope per bar, its angle (atan of the slope, in degrees, so it depends on the unit of price), its
 * intercept at the oldest bar, and r2, the share of the variance that it explains. Where nothing
 * moved there is nothing to explain: r2 is 0.
 */
#include "domain/calc.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#define DEGREES_PER_RADIAN 57.29577951308232

enum { PERIOD };
enum { VALUE, SLOPE, ANGLE, INTERCEPT, R2 };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    const double half = (param[PERIOD] - 1) / 2;
    const double spread = (param[PERIOD] * param[PERIOD] - 1) / 12;     /* variance of the bars */
    OWNED(scratch_release) double *mean = scratch_new(n);

    window_moments(n, in[0], period, mean, out[R2]);
    window_line(n, in[0], period, mean, out[SLOPE]);
    for (size_t i = period - 1; i < n; i++) {
        const double slope = out[SLOPE][i], variance = out[R2][i];
        const double explained = slope * slope * spread;

        out[VALUE][i] = mean[i] + slope * half;
        out[INTERCEPT][i] = mean[i] - slope * half;
        out[ANGLE][i] = DEGREES_PER_RADIAN * calc_atan(slope);
        out[R2][i] = explained < variance ? explained / variance : variance > 0 ? 1 : 0;
    }
}

const struct indicator linreg_indicator = {
    .name = "linreg",
    .title = "Linear Regression",
    .origin = "A. M. Legendre, 1805",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 2) },
    .n_outputs = 5,
    .outputs = { "value", "slope", "angle", "intercept", "r2" },
    .level = { [VALUE] = INDICATOR_PRICE_LEVEL, [SLOPE] = INDICATOR_DISTANCE,
               [ANGLE] = INDICATOR_DISTANCE, [INTERCEPT] = INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
