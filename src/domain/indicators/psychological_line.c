/*
 * psychological_line - the share, in percent, of the last `period` bars that closed higher than the
 * one before.
 */
#include "domain/indicators/indicator.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    size_t risen = 0;

    for (size_t i = 1; i < n; i++) {
        risen += in[0][i] > in[0][i - 1];
        if (i > period)
            risen -= in[0][i - period] > in[0][i - period - 1];
        out[0][i] = 100 * (double)risen / param[PERIOD];
    }
}

const struct indicator psychological_line_indicator = {
    .name = "psychological_line",
    .title = "Psychological Line",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 12, 1) },
    .n_outputs = 1, .outputs = { "psychological_line" },
    .warmup = warmup,
    .compute = compute,
};
