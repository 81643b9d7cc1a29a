/*
 * t3 - Tillson's moving average: three times over a mixture of an exponential average and the
 * average of that, in which `volume_factor` says how much of the lag is taken out (0: none).
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD, VOLUME_FACTOR };

static size_t warmup(const double *param)
{
    return 6 * ((size_t)param[PERIOD] - 1);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double v = param[VOLUME_FACTOR];
    const size_t first = warmup(param), lag = first / 6;
    OWNED(scratch_release) double *e1 = scratch_new(n), *e2 = scratch_new(n);
    OWNED(scratch_release) double *e3 = scratch_new(n), *e4 = scratch_new(n);
    double *const chain[] = { e1, e2, e3, e4, e1, e2 };     /* 5 and 6 may overwrite 1 and 2 */
    const double *from = in[0];

    if (n <= first)
        return;
    for (size_t k = 0; k < COUNT(chain); k++) {
        average_ema(n - k * lag, from + k * lag, lag + 1, chain[k] + k * lag);
        from = chain[k];
    }
    for (size_t i = first; i < n; i++)      /* the sum of the four weights is 1 */
        out[0][i] = e3[i] + 3 * v * (e3[i] - e4[i]) + 3 * v * v * (e3[i] - 2 * e4[i] + e1[i]) +
                    v * v * v * (e3[i] - 3 * e4[i] + 3 * e1[i] - e2[i]);
}

const struct indicator t3_indicator = {
    .name = "t3",
    .title = "T3 Moving Average",
    .origin = "T. Tillson, Technical Analysis of Stocks & Commodities, January 1998",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 5, 1),
        [VOLUME_FACTOR] = INDICATOR_NUMBER("volume_factor", "", 0.7, 0, 1),
    },
    .n_outputs = 1, .outputs = { "t3" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
