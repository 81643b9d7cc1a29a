/* typical_price - (high + low + close) / 3. */
#include "domain/indicators/indicator.h"

enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    (void)param;
    for (size_t i = 0; i < n; i++)
        out[0][i] = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
}

const struct indicator typical_price_indicator = {
    .name = "typical_price",
    .title = "Typical Price",
    .origin = "folklore",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_outputs = 1, .outputs = { "typical_price" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
