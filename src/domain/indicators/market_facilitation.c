/*
 * market_facilitation - Market Facilitation Index: the range of the bar per unit of volume. Without
 * volume: 0.
 */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { HIGH, LOW, VOLUME };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    (void)param;
    for (size_t i = 0; i < n; i++) {
        const double volume = in[VOLUME][i];
        out[0][i] = (in[HIGH][i] - in[LOW][i]) / (volume > 0 ? volume : INFINITY);
    }
}

const struct indicator market_facilitation_indicator = {
    .name = "market_facilitation",
    .title = "Market Facilitation Index",
    .origin = "B. Williams, Trading Chaos, 1995",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_VOLUME },
    .n_outputs = 1, .outputs = { "market_facilitation" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
