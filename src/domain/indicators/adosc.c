/*
 * adosc - Chaikin oscillator: a fast exponential average of ad less a slow one. Both start with the
 * first bar's ad, as in TA-Lib and Tulip; shown when the slow one has seen its period.
 */
#include "domain/indicators/ad.h"
#include "domain/indicators/indicator.h"

enum { FAST, SLOW };

static size_t warmup(const double *param)
{
    return (size_t)param[SLOW] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double fast_weight = 2 / (param[FAST] + 1), slow_weight = 2 / (param[SLOW] + 1);
    double fast, slow;

    ad_fill(n, in, out[0]);
    fast = slow = out[0][0];
    for (size_t i = 0; i < n; i++) {
        const double ad = out[0][i];

        fast += (ad - fast) * fast_weight;
        slow += (ad - slow) * slow_weight;
        out[0][i] = fast - slow;
    }
}

const struct indicator adosc_indicator = {
    .name = "adosc",
    .title = "Chaikin Oscillator",
    .origin = "M. Chaikin, 1970s",
    .n_inputs = 4,
    .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_params = 2,  .n_rising = 2,
    .params = {
        [FAST] = INDICATOR_BARS("fast_period", 3, 1),
        [SLOW] = INDICATOR_BARS("slow_period", 10, 2),
    },
    .n_outputs = 1, .outputs = { "adosc" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
