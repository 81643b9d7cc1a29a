/*
 * alma - Arnaud Legoux Moving Average: weights on a bell curve over the window, its top at `offset`
 * of the way from the oldest (0) to the newest (1), `sigma` widths wide.
 */
#include "domain/calc.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

enum { PERIOD, OFFSET, SIGMA };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void fill_weights(const double *param, double *weight)
{
    const size_t period = (size_t)param[PERIOD];
    const double top = param[OFFSET] * (param[PERIOD] - 1);
    const double width = param[PERIOD] / param[SIGMA];
    double sum = 0;

    for (size_t k = 0; k < period; k++) {
        const double distance = ((double)k - top) / width;
        weight[k] = calc_exp(-distance * distance / 2);
        sum += weight[k];
    }
    for (size_t k = 0; k < period; k++)     /* far from the top all may be 0: then all alike */
        weight[k] = sum > 0 ? weight[k] / sum : 1 / param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *weight = scratch_new(period);

    fill_weights(param, weight);
    for (size_t i = period - 1; i < n; i++) {
        const double *window = in[0] + i + 1 - period;
        double sum = 0;

        for (size_t k = 0; k < period; k++)
            sum += (window[k] - window[0]) * weight[k];
        out[0][i] = window[0] + sum;
    }
}

const struct indicator alma_indicator = {
    .name = "alma",
    .title = "Arnaud Legoux Moving Average",
    .origin = "A. Legoux and D. Kouzis-Loukas, 2009",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 3,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 9, 1),
        [OFFSET] = INDICATOR_NUMBER("offset", "of the window", 0.85, 0, 1),
        [SIGMA] = INDICATOR_NUMBER("sigma", "", 6, 0.1, 100),
    },
    .n_outputs = 1, .outputs = { "alma" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
