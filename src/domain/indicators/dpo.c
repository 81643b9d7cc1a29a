/*
 * dpo - Detrended Price Oscillator: the price of period / 2 + 1 bars ago less the mean of the last
 * `period`. (Charts shift it back over the bar it speaks of; this is when it is known.)
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

enum { PERIOD };

static size_t back(const double *param)
{
    return (size_t)param[PERIOD] / 2 + 1;
}

static size_t warmup(const double *param)
{
    return back(param) > (size_t)param[PERIOD] - 1 ? back(param) : (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t shift = back(param);

    window_mean(n, in[0], (size_t)param[PERIOD], out[0]);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = in[0][i - shift] - out[0][i];
}

const struct indicator dpo_indicator = {
    .name = "dpo",
    .title = "Detrended Price Oscillator",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "dpo" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
