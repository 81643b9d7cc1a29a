/*
 * rvi - Relative Vigor Index: closes less opens, by ranges. Both are weighted 1 2 2 1 over 4 bars
 * and then summed over `period`; the signal is rvi weighted 1 2 2 1. Where there was no range: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };
enum { RVI, SIGNAL };
enum { OPEN, HIGH, LOW, CLOSE };
enum { LAG = 3 };               /* of the four weights */

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1 + LAG;
}

static size_t output_warmup(const double *param, size_t output)
{
    return warmup(param) + (output == SIGNAL ? LAG : 0);
}

static double weighted(const double *x, size_t i)
{
    return (x[i] + 2 * x[i - 1] + 2 * x[i - 2] + x[i - 3]) / 6;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *body = scratch_new(n), *range = scratch_new(n);
    OWNED(scratch_release) double *bodies = scratch_new(n), *ranges = scratch_new(n);
    const size_t period = (size_t)param[PERIOD];

    if (n <= warmup(param))
        return;
    for (size_t i = 0; i < n; i++) {
        bodies[i] = in[CLOSE][i] - in[OPEN][i];
        ranges[i] = in[HIGH][i] - in[LOW][i];
    }
    for (size_t i = LAG; i < n; i++) {
        body[i] = weighted(bodies, i);
        range[i] = weighted(ranges, i);
    }
    window_sum(n - LAG, body + LAG, period, bodies + LAG);
    window_sum(n - LAG, range + LAG, period, ranges + LAG);
    for (size_t i = warmup(param); i < n; i++)
        out[RVI][i] = bodies[i] / (ranges[i] > 0 ? ranges[i] : INFINITY);
    for (size_t i = output_warmup(param, SIGNAL); i < n; i++)
        out[SIGNAL][i] = weighted(out[RVI], i);
}

const struct indicator rvi_indicator = {
    .name = "rvi",
    .title = "Relative Vigor Index",
    .origin = "J. Ehlers, Technical Analysis of Stocks & Commodities, January 2002",
    .n_inputs = 4,
    .inputs = { INDICATOR_OPEN, INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 10, 1) },
    .n_outputs = 2, .outputs = { [RVI] = "rvi", [SIGNAL] = "signal" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
