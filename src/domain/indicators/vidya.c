/*
 * vidya - Variable Index Dynamic Average: an exponential average in which a new price counts as
 * much as the Chande Momentum Oscillator of the last `period` changes says, by size: fully in a
 * straight line, not at all where rises and falls cancel.
 *
 * Starts from the price of the bar before its first value.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *price = in[0];
    const size_t period = (size_t)param[PERIOD];
    const double weight = 2 / (param[PERIOD] + 1);
    OWNED(scratch_release) double *up = scratch_new(n), *all = scratch_new(n);
    OWNED(scratch_release) double *risen = scratch_new(n), *moved = scratch_new(n);

    if (n <= period)
        return;
    for (size_t i = 1; i < n; i++) {
        all[i] = fabs(price[i] - price[i - 1]);
        up[i] = price[i] > price[i - 1] ? all[i] : 0;
    }
    window_sum(n - 1, up + 1, period, risen + 1);
    window_sum(n - 1, all + 1, period, moved + 1);
    double mean = price[period - 1];
    for (size_t i = period; i < n; i++) {
        const double index = moved[i] > 0 ? fabs(2 * risen[i] - moved[i]) / moved[i] : 0;

        mean += (price[i] - mean) * weight * index;
        out[0][i] = mean;
    }
}

const struct indicator vidya_indicator = {
    .name = "vidya",
    .title = "Variable Index Dynamic Average",
    .origin = "T. Chande, Technical Analysis of Stocks & Commodities, March 1992",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "vidya" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
