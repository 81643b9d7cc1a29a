/* mean_deviation - the mean distance of the last `period` prices from their mean. */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];

    window_mean(n, in[0], period, out[0]);
    for (size_t i = period - 1; i < n; i++) {
        const double mean = out[0][i];
        double sum = 0;

        for (size_t k = i + 1 - period; k <= i; k++)
            sum += fabs(in[0][k] - mean);
        out[0][i] = sum / param[PERIOD];
    }
}

const struct indicator mean_deviation_indicator = {
    .name = "mean_deviation",
    .title = "Mean Absolute Deviation",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "mean_deviation" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
