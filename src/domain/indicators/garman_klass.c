/*
 * garman_klass - Garman and Klass' volatility, annualised, in percent: from ranges and bodies of
 * `period` bars, log(high / low)^2 / 2 - (2 log 2 - 1) log(close / open)^2 each.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/volatility.h"

enum { PERIOD, PER_YEAR };
enum { OPEN, HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *term = scratch_new(n);

    for (size_t i = 0; i < n; i++) {
        const double range = volatility_log(in[HIGH][i], in[LOW][i]);
        const double body = volatility_log(in[CLOSE][i], in[OPEN][i]);
        term[i] = range * range / 2 - (2 * VOLATILITY_LN2 - 1) * body * body;
    }
    volatility_fill(n, term, (size_t)param[PERIOD], param[PER_YEAR], out[0]);
}

const struct indicator garman_klass_indicator = {
    .name = "garman_klass",
    .title = "Garman-Klass Volatility",
    .origin = "M. Garman and M. Klass, Journal of Business, 1980",
    .n_inputs = 4,
    .inputs = { INDICATOR_OPEN, INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 1),
        [PER_YEAR] = INDICATOR_NUMBER("periods_per_year", "bars", 252, 1, 1000000),
    },
    .n_outputs = 1, .outputs = { "garman_klass" },
    .warmup = warmup,
    .compute = compute,
};
