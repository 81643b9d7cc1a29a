/*
 * obv - On Balance Volume: volume is added on a bar that closed higher than the one before, taken
 * off on one that closed lower. Starts with the first bar's volume.
 */
#include "domain/indicators/indicator.h"

enum { CLOSE, VOLUME };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *close = in[CLOSE];
    double sum = in[VOLUME][0];

    (void)param;
    out[0][0] = sum;
    for (size_t i = 1; i < n; i++) {
        const double sign = (double)((close[i] > close[i - 1]) - (close[i] < close[i - 1]));
        sum += sign * in[VOLUME][i];
        out[0][i] = sum;
    }
}

const struct indicator obv_indicator = {
    .name = "obv",
    .title = "On Balance Volume",
    .origin = "J. Granville, Granville's New Key to Stock Market Profits, 1963",
    .n_inputs = 2,  .inputs = { INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_outputs = 1, .outputs = { "obv" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
