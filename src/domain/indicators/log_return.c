/*
 * log_return - the logarithm of the price by that of `period` bars ago. Where one of them has no
 * logarithm: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/volatility.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];

    for (size_t i = period; i < n; i++)
        out[0][i] = volatility_log(in[0][i], in[0][i - period]);
}

const struct indicator log_return_indicator = {
    .name = "log_return",
    .title = "Logarithmic Return",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 1, 1) },
    .n_outputs = 1, .outputs = { "log_return" },
    .warmup = warmup,
    .compute = compute,
};
