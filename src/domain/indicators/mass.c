/*
 * mass - Mass Index: the sum over `period` bars of the average range (high - low) by the average of
 * that average; it rises where ranges widen. Where there is no range the quotient is 1, as for any
 * range that does not change.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD, EMA_PERIOD };
enum { HIGH, LOW };

static size_t warmup(const double *param)
{
    return 2 * ((size_t)param[EMA_PERIOD] - 1) + (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t ema = (size_t)param[EMA_PERIOD], lag = ema - 1;
    OWNED(scratch_release) double *range = scratch_new(n), *once = scratch_new(n);
    double *twice = range;

    if (n <= warmup(param))
        return;
    for (size_t i = 0; i < n; i++)
        range[i] = in[HIGH][i] - in[LOW][i];
    average_ema(n, range, ema, once);
    average_ema(n - lag, once + lag, ema, twice + lag);
    for (size_t i = 2 * lag; i < n; i++)
        once[i] = twice[i] > 0 ? once[i] / twice[i] : 1;
    window_sum(n - 2 * lag, once + 2 * lag, (size_t)param[PERIOD], out[0] + 2 * lag);
}

const struct indicator mass_indicator = {
    .name = "mass",
    .title = "Mass Index",
    .origin = "D. Dorsey, Technical Analysis of Stocks & Commodities, June 1992",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 25, 1),
        [EMA_PERIOD] = INDICATOR_BARS("ema_period", 9, 1),
    },
    .n_outputs = 1, .outputs = { "mass" },
    .warmup = warmup,
    .compute = compute,
};
