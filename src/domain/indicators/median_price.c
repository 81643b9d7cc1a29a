/* median_price - (high + low) / 2. */
#include "domain/indicators/indicator.h"

enum { HIGH, LOW };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    (void)param;
    for (size_t i = 0; i < n; i++)
        out[0][i] = (in[HIGH][i] + in[LOW][i]) / 2;
}

const struct indicator median_price_indicator = {
    .name = "median_price",
    .title = "Median Price",
    .origin = "folklore",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_outputs = 1, .outputs = { "median_price" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
