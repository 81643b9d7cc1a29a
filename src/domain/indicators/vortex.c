/*
 * vortex - Vortex Indicator: the distances from each bar's high to the low before (plus), and from
 * its low to the high before (minus), in true ranges, over `period` bars. Where nothing moved, both
 * are 1: neither leads.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/true_range.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };
enum { PLUS, MINUS };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *plus = scratch_new(n), *minus = scratch_new(n);
    OWNED(scratch_release) double *range = scratch_new(n), *path = scratch_new(n);

    for (size_t i = 1; i < n; i++) {
        plus[i] = fabs(in[HIGH][i] - in[LOW][i - 1]);
        minus[i] = fabs(in[LOW][i] - in[HIGH][i - 1]);
    }
    true_range_fill(n, in, range);
    window_sum(n - 1, plus + 1, period, out[PLUS] + 1);
    window_sum(n - 1, minus + 1, period, out[MINUS] + 1);
    window_sum(n - 1, range + 1, period, path + 1);
    for (size_t i = period; i < n; i++) {
        out[PLUS][i] = path[i] > 0 ? out[PLUS][i] / path[i] : 1;
        out[MINUS][i] = path[i] > 0 ? out[MINUS][i] / path[i] : 1;
    }
}

const struct indicator vortex_indicator = {
    .name = "vortex",
    .title = "Vortex Indicator",
    .origin = "E. Botes and D. Siepman, Technical Analysis of Stocks & Commodities, January 2010",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 2, .outputs = { [PLUS] = "plus", [MINUS] = "minus" },
    .warmup = warmup,
    .compute = compute,
};
