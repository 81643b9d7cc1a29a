/*
 * bbands - Bollinger bands: the mean of `period` prices, and `multiplier` standard deviations above
 * and below. The deviation is the population's, as in his book. width = (upper - lower) / middle;
 * percent_b = where the price stands, 0 at the lower band, 1 at the upper.
 *
 * Where nothing moved the bands meet: the width is 0 and percent_b 0.5. A middle of 0 has a width
 * of 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD, MULTIPLIER };
enum { UPPER, MIDDLE, LOWER, WIDTH, PERCENT_B };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *price = in[0];
    double *restrict upper = out[UPPER], *restrict middle = out[MIDDLE];
    double *restrict lower = out[LOWER], *restrict width = out[WIDTH];
    double *restrict percent_b = out[PERCENT_B];

    window_moments(n, price, (size_t)param[PERIOD], middle, width);
    for (size_t i = warmup(param); i < n; i++) {
        const double reach = param[MULTIPLIER] * sqrt(width[i]);

        upper[i] = middle[i] + reach;
        lower[i] = middle[i] - reach;
        width[i] = 2 * reach / (middle[i] != 0 ? middle[i] : INFINITY);
        percent_b[i] = 0.5 + (price[i] - middle[i]) / (reach > 0 ? 2 * reach : INFINITY);
    }
}

const struct indicator bbands_indicator = {
    .name = "bbands",
    .title = "Bollinger Bands",
    .origin = "J. Bollinger, Bollinger on Bollinger Bands, 2001",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 2),
        [MULTIPLIER] = INDICATOR_NUMBER("multiplier", "standard deviations", 2, 0.01, 100),
    },
    .n_outputs = 5,
    .outputs = { "upper", "middle", "lower", "width", "percent_b" },
    .level = { [UPPER] = INDICATOR_PRICE_LEVEL, [MIDDLE] = INDICATOR_PRICE_LEVEL,
               [LOWER] = INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
