/*
 * parkinson - Parkinson's volatility, annualised, in percent: from the ranges of `period` bars,
 * log(high / low)^2 / (4 log 2) each.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/volatility.h"

enum { PERIOD, PER_YEAR };
enum { HIGH, LOW };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *term = scratch_new(n);

    for (size_t i = 0; i < n; i++) {
        const double range = volatility_log(in[HIGH][i], in[LOW][i]);
        term[i] = range * range / (4 * VOLATILITY_LN2);
    }
    volatility_fill(n, term, (size_t)param[PERIOD], param[PER_YEAR], out[0]);
}

const struct indicator parkinson_indicator = {
    .name = "parkinson",
    .title = "Parkinson Volatility",
    .origin = "M. Parkinson, Journal of Business, 1980",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 1),
        [PER_YEAR] = INDICATOR_NUMBER("periods_per_year", "bars", 252, 1, 1000000),
    },
    .n_outputs = 1, .outputs = { "parkinson" },
    .warmup = warmup,
    .compute = compute,
};
