/* bop - Balance of Power: close less open by high less low. A bar without a range: 0. */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { OPEN, HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    (void)param;
    for (size_t i = 0; i < n; i++) {
        const double range = in[HIGH][i] - in[LOW][i];
        out[0][i] = (in[CLOSE][i] - in[OPEN][i]) / (range > 0 ? range : INFINITY);
    }
}

const struct indicator bop_indicator = {
    .name = "bop",
    .title = "Balance of Power",
    .origin = "I. Livshin, Technical Analysis of Stocks & Commodities, August 2001",
    .n_inputs = 4,
    .inputs = { INDICATOR_OPEN, INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_outputs = 1, .outputs = { "bop" },
    .warmup = warmup,
    .compute = compute,
};
