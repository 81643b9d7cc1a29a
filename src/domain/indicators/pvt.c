/*
 * pvt - Price Volume Trend: the sum, since the first bar, of volume times the relative change of
 * the close. From a close of 0 there is no such change.
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
    double sum = 0;

    (void)param;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && in[CLOSE][i - 1] != 0)
            sum += in[VOLUME][i] * (in[CLOSE][i] - in[CLOSE][i - 1]) / in[CLOSE][i - 1];
        out[0][i] = sum;
    }
}

const struct indicator pvt_indicator = {
    .name = "pvt",
    .title = "Price Volume Trend",
    .origin = "folklore",
    .n_inputs = 2,  .inputs = { INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_outputs = 1, .outputs = { "pvt" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
