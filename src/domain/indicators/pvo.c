/* pvo - Percentage Volume Oscillator: what ppo is of the price. Where nothing was traded: 0. */
#include "domain/indicators/indicator.h"
#include "domain/indicators/ppo.h"

const struct indicator pvo_indicator = {
    .name = "pvo",
    .title = "Percentage Volume Oscillator",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_VOLUME },
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
