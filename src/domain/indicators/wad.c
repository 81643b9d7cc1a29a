/*
 * wad - Williams' Accumulation/Distribution: the sum, since the first bar, of how far each close is
 * over the true low where it rose, and under the true high where it fell.
 */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *close = in[CLOSE];
    double sum = 0;

    (void)param;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && close[i] > close[i - 1])
            sum += close[i] - fmin(in[LOW][i], close[i - 1]);
        else if (i > 0 && close[i] < close[i - 1])
            sum += close[i] - fmax(in[HIGH][i], close[i - 1]);
        out[0][i] = sum;
    }
}

const struct indicator wad_indicator = {
    .name = "wad",
    .title = "Williams Accumulation/Distribution",
    .origin = "L. Williams, 1972",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_outputs = 1, .outputs = { "wad" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
