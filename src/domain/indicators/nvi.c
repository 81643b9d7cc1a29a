/*
 * nvi - Negative Volume Index: begins at 1000 and goes with the close's relative change in each bar
 * with less volume than the one before. From a close of 0 there is no such change.
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
    double index = 1000;

    (void)param;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && in[VOLUME][i] < in[VOLUME][i - 1] && in[CLOSE][i - 1] != 0)
            index += index * (in[CLOSE][i] - in[CLOSE][i - 1]) / in[CLOSE][i - 1];
        out[0][i] = index;
    }
}

const struct indicator nvi_indicator = {
    .name = "nvi",
    .title = "Negative Volume Index",
    .origin = "P. Dysart, 1936; N. Fosback, Stock Market Logic, 1976",
    .n_inputs = 2,  .inputs = { INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_outputs = 1, .outputs = { "nvi" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
