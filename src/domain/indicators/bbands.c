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

/* reach: the variance, and afterwards how far the bands are from the middle. */
static void fill_bands(size_t n, double multiplier, const double *middle, double *restrict reach,
                       double *restrict upper, double *restrict lower)
{
    for (size_t i = 0; i < n; i++) {
        reach[i] = multiplier * sqrt(reach[i]);
        upper[i] = middle[i] + reach[i];
        lower[i] = middle[i] - reach[i];
    }
}

/* width: the reach, and afterwards the width. */
static void fill_places(size_t n, const double *price, const double *middle,
                        double *restrict width, double *restrict percent_b)
{
    for (size_t i = 0; i < n; i++) {
        const double between = 2 * width[i];

        width[i] = between / (middle[i] != 0 ? middle[i] : INFINITY);
        percent_b[i] = 0.5 + (price[i] - middle[i]) / (between > 0 ? between : INFINITY);
    }
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = warmup(param);

    if (n <= first)
        return;
    window_moments(n, in[0], first + 1, out[MIDDLE], out[WIDTH]);
    fill_bands(n - first, param[MULTIPLIER], out[MIDDLE] + first, out[WIDTH] + first,
               out[UPPER] + first, out[LOWER] + first);
    fill_places(n - first, in[0] + first, out[MIDDLE] + first, out[WIDTH] + first,
                out[PERCENT_B] + first);
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
