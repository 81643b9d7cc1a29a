/* momentum - the price less that of `period` bars ago. */
#include "domain/indicators/indicator.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];

    for (size_t i = period; i < n; i++)
        out[0][i] = in[0][i] - in[0][i - period];
}

const struct indicator momentum_indicator = {
    .name = "momentum",
    .title = "Momentum",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 10, 1) },
    .n_outputs = 1, .outputs = { "momentum" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
