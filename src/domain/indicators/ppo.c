/*
 * ppo - Percentage Price Oscillator: macd in percent of the slow average. Where that is 0: 0.
 */
#include "domain/indicators/ppo.h"

#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

#include <math.h>

size_t ppo_warmup(const double *param)
{
    return (size_t)param[PPO_SLOW] - 1;
}

size_t ppo_output_warmup(const double *param, size_t output)
{
    return ppo_warmup(param) + (output == PPO_LINE ? 0 : (size_t)param[PPO_SIGNAL_PERIOD] - 1);
}

void ppo_compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = ppo_warmup(param);
    OWNED(scratch_release) double *fast = scratch_new(n), *slow = scratch_new(n);

    if (n <= first)
        return;
    average_ema_pair(n, in[0], (size_t)param[PPO_FAST], (size_t)param[PPO_SLOW], fast, slow);
    for (size_t i = first; i < n; i++)
        out[PPO_LINE][i] = 100 * (fast[i] - slow[i]) / (slow[i] != 0 ? slow[i] : INFINITY);
    average_ema(n - first, out[PPO_LINE] + first, (size_t)param[PPO_SIGNAL_PERIOD],
                out[PPO_SIGNAL] + first);
    for (size_t i = ppo_output_warmup(param, PPO_SIGNAL); i < n; i++)
        out[PPO_HISTOGRAM][i] = out[PPO_LINE][i] - out[PPO_SIGNAL][i];
}

const struct indicator ppo_indicator = {
    .name = "ppo",
    .title = "Percentage Price Oscillator",
    .origin = "G. Appel",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 3,  .n_rising = 2,
    .params = {
        [PPO_FAST] = INDICATOR_BARS("fast_period", 12, 1),
        [PPO_SLOW] = INDICATOR_BARS("slow_period", 26, 2),
        [PPO_SIGNAL_PERIOD] = INDICATOR_BARS("signal_period", 9, 1),
    },
    .n_outputs = 3,
    .outputs = { [PPO_LINE] = "line", [PPO_SIGNAL] = "signal", [PPO_HISTOGRAM] = "histogram" },
    .warmup = ppo_warmup,
    .output_warmup = ppo_output_warmup,
    .compute = ppo_compute,
};
