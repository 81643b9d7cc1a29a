/*
 * ultosc - Ultimate Oscillator: how much of the true ranges was buying (from the low, or the close
 * before where that is lower, up to the close) over three periods, weighted 4, 2, 1; 0 to 100.
 * Over a period in which nothing moved: the middle.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/true_range.h"
#include "domain/indicators/window.h"

enum { SHORT, MEDIUM, LONG };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[LONG];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    static const double weights[] = { [SHORT] = 4, [MEDIUM] = 2, [LONG] = 1 };
    OWNED(scratch_release) double *buying = scratch_new(n), *range = scratch_new(n);
    OWNED(scratch_release) double *bought = scratch_new(n), *path = scratch_new(n);
    const size_t first = warmup(param);

    for (size_t i = 1; i < n; i++) {
        const double low = in[LOW][i], before = in[CLOSE][i - 1];
        buying[i] = in[CLOSE][i] - (low < before ? low : before);
    }
    true_range_fill(n, in, range);
    for (size_t i = first; i < n; i++)
        out[0][i] = 0;
    for (size_t k = 0; k < COUNT(weights); k++) {
        window_sum(n - 1, buying + 1, (size_t)param[k], bought + 1);
        window_sum(n - 1, range + 1, (size_t)param[k], path + 1);
        for (size_t i = first; i < n; i++)
            out[0][i] += 100 * weights[k] / 7 * (path[i] > 0 ? bought[i] / path[i] : 0.5);
    }
}

const struct indicator ultosc_indicator = {
    .name = "ultosc",
    .title = "Ultimate Oscillator",
    .origin = "L. Williams, Technical Analysis of Stocks & Commodities, August 1985",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 3,  .n_rising = 3,
    .params = {
        [SHORT] = INDICATOR_BARS("short_period", 7, 1),
        [MEDIUM] = INDICATOR_BARS("medium_period", 14, 2),
        [LONG] = INDICATOR_BARS("long_period", 28, 3),
    },
    .n_outputs = 1, .outputs = { "ultosc" },
    .warmup = warmup,
    .compute = compute,
};
