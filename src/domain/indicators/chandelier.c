/*
 * chandelier - Chandelier Exit: stops `multiplier` average true ranges (Wilder's) under the highest
 * high of `period` bars (long) and over the lowest low (short).
 */
#include "domain/indicators/atr.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD, MULTIPLIER };
enum { LONG, SHORT };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *atr = scratch_new(n);

    atr_fill(n, in, period, atr);
    window_highest(n, in[HIGH], period, out[LONG]);
    window_lowest(n, in[LOW], period, out[SHORT]);
    for (size_t i = period; i < n; i++) {
        out[LONG][i] -= param[MULTIPLIER] * atr[i];
        out[SHORT][i] += param[MULTIPLIER] * atr[i];
    }
}

const struct indicator chandelier_indicator = {
    .name = "chandelier",
    .title = "Chandelier Exit",
    .origin = "C. LeBeau, 1990s",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 22, 1),
        [MULTIPLIER] = INDICATOR_NUMBER("multiplier", "average true ranges", 3, 0.01, 100),
    },
    .n_outputs = 2,
    .outputs = { [LONG] = "long", [SHORT] = "short" },
    .level = { [LONG] = INDICATOR_PRICE_LEVEL, [SHORT] = INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
