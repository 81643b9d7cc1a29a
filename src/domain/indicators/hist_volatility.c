/*
 * hist_volatility - annualised, in percent: the sample standard deviation of `period` logarithmic
 * changes of the price, times the root of the bars in a year.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/volatility.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD, PER_YEAR };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double scale = 100 * sqrt(param[PER_YEAR] * param[PERIOD] / (param[PERIOD] - 1));
    OWNED(scratch_release) double *change = scratch_new(n), *mean = scratch_new(n);

    for (size_t i = 1; i < n; i++)
        change[i] = volatility_log(in[0][i], in[0][i - 1]);
    window_moments(n - 1, change + 1, (size_t)param[PERIOD], mean + 1, out[0] + 1);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = scale * sqrt(out[0][i]);
}

const struct indicator hist_volatility_indicator = {
    .name = "hist_volatility",
    .title = "Historical Volatility",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 2),
        [PER_YEAR] = INDICATOR_NUMBER("periods_per_year", "bars", 252, 1, 1000000),
    },
    .n_outputs = 1, .outputs = { "hist_volatility" },
    .warmup = warmup,
    .compute = compute,
};
