/*
 * cci - Commodity Channel Index: how far the typical price is from its mean, in units of 0.015 mean
 * absolute deviations; so that some three quarters of the values lie between -100 and 100.
 *
 * All deviations of a window are from that window's mean. Where nothing moved: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static double deviation(const double *x, size_t count, double mean)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += fabs(x[i] - mean);
    return sum / (double)count;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *typical = scratch_new(n);
    double *mean = out[0];

    for (size_t i = 0; i < n; i++)
        typical[i] = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
    window_mean(n, typical, period, mean);
    for (size_t i = period - 1; i < n; i++) {
        const double mad = deviation(typical + i + 1 - period, period, mean[i]);
        out[0][i] = mad > 0 ? (typical[i] - mean[i]) / (0.015 * mad) : 0;
    }
}

const struct indicator cci_indicator = {
    .name = "cci",
    .title = "Commodity Channel Index",
    .origin = "D. Lambert, Commodities magazine, October 1980",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 2) },
    .n_outputs = 1, .outputs = { "cci" },
    .warmup = warmup,
    .compute = compute,
};
