/*
 * ppo - Percentage Price Oscillator: macd in percent of the slow average. Where that is 0: 0.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

#include <math.h>

enum { FAST, SLOW, SIGNAL_PERIOD };
enum { LINE, SIGNAL, HISTOGRAM };

static size_t warmup(const double *param)
{
    return (size_t)param[SLOW] - 1;
}

static size_t output_warmup(const double *param, size_t output)
{
    return warmup(param) + (output == LINE ? 0 : (size_t)param[SIGNAL_PERIOD] - 1);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = warmup(param);
    OWNED(scratch_release) double *fast = scratch_new(n), *slow = scratch_new(n);

    if (n <= first)
        return;
    average_ema_pair(n, in[0], (size_t)param[FAST], (size_t)param[SLOW], fast, slow);
    for (size_t i = first; i < n; i++)
        out[LINE][i] = 100 * (fast[i] - slow[i]) / (slow[i] != 0 ? slow[i] : INFINITY);
    average_ema(n - first, out[LINE] + first, (size_t)param[SIGNAL_PERIOD], out[SIGNAL] + first);
    for (size_t i = output_warmup(param, SIGNAL); i < n; i++)
        out[HISTOGRAM][i] = out[LINE][i] - out[SIGNAL][i];
}

const struct indicator ppo_indicator = {
    .name = "ppo",
    .title = "Percentage Price Oscillator",
    .origin = "G. Appel",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 3,  .n_rising = 2,
    .params = {
        [FAST] = INDICATOR_BARS("fast_period", 12, 1),
        [SLOW] = INDICATOR_BARS("slow_period", 26, 2),
        [SIGNAL_PERIOD] = INDICATOR_BARS("signal_period", 9, 1),
    },
    .n_outputs = 3,
    .outputs = { [LINE] = "line", [SIGNAL] = "signal", [HISTOGRAM] = "histogram" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
