/*
 * choppiness - Choppiness Index: 100 log(sum of true ranges / (highest high - lowest low)) /
 * log(period): near 0 in a straight line, near 100 where the price covers the same ground again and
 * again. Where it did not leave one value: 100, as nothing is less of a trend.
 */
#include "domain/calc.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/true_range.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    const double scale = 100 / calc_log(param[PERIOD]);
    OWNED(scratch_release) double *range = scratch_new(n), *path = scratch_new(n);
    OWNED(scratch_release) double *lowest = scratch_new(n);
    double *highest = out[0];

    true_range_fill(n, in, range);
    window_sum(n - 1, range + 1, period, path + 1);
    window_highest(n, in[HIGH], period, highest);
    window_lowest(n, in[LOW], period, lowest);
    for (size_t i = period; i < n; i++) {
        const double ground = highest[i] - lowest[i];
        out[0][i] = ground > 0 ? scale * calc_log(path[i] / ground) : 100;
    }
}

const struct indicator choppiness_indicator = {
    .name = "choppiness",
    .title = "Choppiness Index",
    .origin = "E. W. Dreiss, 1993",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 2) },
    .n_outputs = 1, .outputs = { "choppiness" },
    .warmup = warmup,
    .compute = compute,
};
