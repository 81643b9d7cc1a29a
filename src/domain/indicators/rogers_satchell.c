/*
 * rogers_satchell - Rogers and Satchell's volatility, annualised, in percent: of `period` bars,
 * log(h / c) log(h / o) + log(l / c) log(l / o) each, which a drift does not change.
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

    for (size_t i = 0; i < n; i++)
        term[i] = volatility_range(in[OPEN][i], in[HIGH][i], in[LOW][i], in[CLOSE][i]);
    volatility_fill(n, term, (size_t)param[PERIOD], param[PER_YEAR], out[0]);
}

const struct indicator rogers_satchell_indicator = {
    .name = "rogers_satchell",
    .title = "Rogers-Satchell Volatility",
    .origin = "L. Rogers and S. Satchell, Annals of Applied Probability, 1991",
    .n_inputs = 4,
    .inputs = { INDICATOR_OPEN, INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 1),
        [PER_YEAR] = INDICATOR_NUMBER("periods_per_year", "bars", 252, 1, 1000000),
    },
    .n_outputs = 1, .outputs = { "rogers_satchell" },
    .warmup = warmup,
    .compute = compute,
};
