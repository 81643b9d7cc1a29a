/* weighted_close - (high + low + 2 close) / 4. */
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
        out[0][i] = (in[HIGH][i] + in[LOW][i] + 2 * in[CLOSE][i]) / 4;
}

const struct indicator weighted_close_indicator = {
    .name = "weighted_close",
    .title = "Weighted Close",
    .origin = "folklore",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_outputs = 1, .outputs = { "weighted_close" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
