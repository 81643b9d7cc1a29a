/*
 * mcginley - McGinley Dynamic: an average that goes 1 / (period * (price / average)^4) of the way
 * to each new price: faster down than up. Starts with the mean of the first `period`.
 *
 * It never goes further than to the price, which the formula would from a price well below the
 * average on; nor does a price of another sign than the average's, or an average of 0, take it
 * anywhere but to the price.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *price = in[0];
    const size_t period = (size_t)param[PERIOD];

    if (n < period)
        return;
    double mean = average_first(price, period);
    out[0][period - 1] = mean;
    for (size_t i = period; i < n; i++) {
        const double ratio = mean != 0 ? price[i] / mean : 0;
        const double slowness = ratio > 0 ? param[PERIOD] * ratio * ratio * ratio * ratio : 0;

        mean = slowness > 1 ? mean + (price[i] - mean) / slowness : price[i];
        out[0][i] = mean;
    }
}

const struct indicator mcginley_indicator = {
    .name = "mcginley",
    .title = "McGinley Dynamic",
    .origin = "J. McGinley, Journal of Technical Analysis, 1991",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "mcginley" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
