/*
 * heikin_ashi - Heikin-Ashi candles: close is the mean of the bar's four prices, open the middle of
 * the candle before (of the first, of its bar), high and low the furthest of these and the bar's.
 */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { OPEN, HIGH, LOW, CLOSE };     /* of inputs and of outputs */

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    double open = (in[OPEN][0] + in[CLOSE][0]) / 2;

    (void)param;
    for (size_t i = 0; i < n; i++) {
        const double close = (in[OPEN][i] + in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 4;

        out[OPEN][i] = open;
        out[HIGH][i] = fmax(in[HIGH][i], fmax(open, close));
        out[LOW][i] = fmin(in[LOW][i], fmin(open, close));
        out[CLOSE][i] = close;
        open = (open + close) / 2;
    }
}

const struct indicator heikin_ashi_indicator = {
    .name = "heikin_ashi",
    .title = "Heikin-Ashi",
    .origin = "M. Homma, 18th century",
    .n_inputs = 4,
    .inputs = { INDICATOR_OPEN, INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_outputs = 4,
    .outputs = { [OPEN] = "open", [HIGH] = "high", [LOW] = "low", [CLOSE] = "close" },
    .level = { [OPEN] = INDICATOR_PRICE_LEVEL,
               [HIGH] = INDICATOR_PRICE_LEVEL,
               [LOW] = INDICATOR_PRICE_LEVEL,
               [CLOSE] = INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
