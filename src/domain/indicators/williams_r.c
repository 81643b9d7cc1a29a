/*
 * williams_r - Williams %R: where the close stands between the highest high (0) and the lowest low
 * (-100) of `period` bars. Where the price did not leave one value: 0, as at the high.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *lowest = scratch_new(n);
    double *highest = out[0];

    window_highest(n, in[HIGH], (size_t)param[PERIOD], highest);
    window_lowest(n, in[LOW], (size_t)param[PERIOD], lowest);
    for (size_t i = warmup(param); i < n; i++) {
        const double range = highest[i] - lowest[i];
        out[0][i] = range > 0 ? 100 * (in[CLOSE][i] - highest[i]) / range : 0;
    }
}

const struct indicator williams_r_indicator = {
    .name = "williams_r",
    .title = "Williams %R",
    .origin = "L. Williams, How I Made One Million Dollars Last Year Trading Commodities, 1973",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "williams_r" },
    .warmup = warmup,
    .compute = compute,
};
