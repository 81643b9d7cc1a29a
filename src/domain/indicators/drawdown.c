/*
 * drawdown - by how many percent the price is under the highest of the last `period`; 0 or below.
 * Under a highest of 0 or less: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    window_highest(n, in[0], (size_t)param[PERIOD], out[0]);
    for (size_t i = warmup(param); i < n; i++) {
        const double highest = out[0][i];
        out[0][i] = highest > 0 ? 100 * (in[0][i] - highest) / highest : 0;
    }
}

const struct indicator drawdown_indicator = {
    .name = "drawdown",
    .title = "Rolling Drawdown",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 60, 1) },
    .n_outputs = 1, .outputs = { "drawdown" },
    .warmup = warmup,
    .compute = compute,
};
