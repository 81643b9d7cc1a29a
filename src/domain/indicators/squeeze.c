/*
 * squeeze - on: 1 where the Bollinger bands lie inside the Keltner channel, else 0. Both are around
 * the mean of `period` closes; the channel's width is the plain mean of the true ranges, as J.
 * Carter's squeeze has it. momentum: the end of the least squares line through the close less the
 * middle between that mean and the middle of the range of `period` bars.
 *
 * Where nothing moved both have no width, and it is off.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/true_range.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD, BB_MULTIPLIER, KELTNER_MULTIPLIER };
enum { ON, MOMENTUM };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static size_t output_warmup(const double *param, size_t output)
{
    return output == ON ? warmup(param) : 2 * ((size_t)param[PERIOD] - 1);
}

static void fill_on(size_t n, const double *const in[], const double *param, double *mean,
                    double *on)
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *range = scratch_new(n), *variance = scratch_new(n);

    true_range_fill(n, in, range);
    window_mean(n - 1, range + 1, period, on + 1);
    window_moments(n, in[CLOSE], period, mean, variance);
    for (size_t i = period; i < n; i++)
        on[i] = param[BB_MULTIPLIER] * sqrt(variance[i]) < param[KELTNER_MULTIPLIER] * on[i];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], first = period - 1;
    OWNED(scratch_release) double *mean = scratch_new(n), *lowest = scratch_new(n);
    OWNED(scratch_release) double *slope = scratch_new(n);
    double *highest = out[MOMENTUM];

    if (n <= first)
        return;
    fill_on(n, in, param, mean, out[ON]);
    window_highest(n, in[HIGH], period, highest);
    window_lowest(n, in[LOW], period, lowest);
    for (size_t i = first; i < n; i++)
        lowest[i] = in[CLOSE][i] - ((highest[i] + lowest[i]) / 2 + mean[i]) / 2;
    window_line(n - first, lowest + first, period, mean + first, slope + first);
    for (size_t i = output_warmup(param, MOMENTUM); i < n; i++)
        out[MOMENTUM][i] = mean[i] + slope[i] * (param[PERIOD] - 1) / 2;
}

const struct indicator squeeze_indicator = {
    .name = "squeeze",
    .title = "Squeeze",
    .origin = "J. Carter, Mastering the Trade, 2005",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 3,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 2),
        [BB_MULTIPLIER] = INDICATOR_NUMBER("bb_multiplier", "standard deviations", 2, 0.01, 100),
        [KELTNER_MULTIPLIER] =
            INDICATOR_NUMBER("keltner_multiplier", "average true ranges", 1.5, 0.01, 100),
    },
    .n_outputs = 2, .outputs = { [ON] = "on", [MOMENTUM] = "momentum" },
    .level = { [MOMENTUM] = INDICATOR_DISTANCE },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
