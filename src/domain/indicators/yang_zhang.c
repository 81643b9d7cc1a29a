/*
 * yang_zhang - Yang and Zhang's volatility, annualised, in percent: the sample variances of the
 * jumps from close to open and of the bodies from open to close, and Rogers and Satchell's of the
 * ranges, the bodies at a weight k that makes its own variance least.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/volatility.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD, PER_YEAR };
enum { OPEN, HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    const double unbiased = param[PERIOD] / (param[PERIOD] - 1);
    const double k = 0.34 / (1.34 + (param[PERIOD] + 1) / (param[PERIOD] - 1));
    OWNED(scratch_release) double *jump = scratch_new(n), *body = scratch_new(n);
    OWNED(scratch_release) double *range = scratch_new(n), *mean = scratch_new(n);
    OWNED(scratch_release) double *of_jump = scratch_new(n), *of_body = scratch_new(n);

    for (size_t i = 1; i < n; i++) {
        jump[i] = volatility_log(in[OPEN][i], in[CLOSE][i - 1]);
        body[i] = volatility_log(in[CLOSE][i], in[OPEN][i]);
        range[i] = volatility_range(in[OPEN][i], in[HIGH][i], in[LOW][i], in[CLOSE][i]);
    }
    window_moments(n - 1, jump + 1, period, mean + 1, of_jump + 1);
    window_moments(n - 1, body + 1, period, mean + 1, of_body + 1);
    window_sum(n - 1, range + 1, period, out[0] + 1);
    for (size_t i = period; i < n; i++) {
        const double variance = unbiased * (of_jump[i] + k * of_body[i]) +
                                (1 - k) * out[0][i] / param[PERIOD];
        out[0][i] = 100 * sqrt(variance * param[PER_YEAR]);
    }
}

const struct indicator yang_zhang_indicator = {
    .name = "yang_zhang",
    .title = "Yang-Zhang Volatility",
    .origin = "D. Yang and Q. Zhang, Journal of Business, 2000",
    .n_inputs = 4,
    .inputs = { INDICATOR_OPEN, INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 2),
        [PER_YEAR] = INDICATOR_NUMBER("periods_per_year", "bars", 252, 1, 1000000),
    },
    .n_outputs = 1, .outputs = { "yang_zhang" },
    .warmup = warmup,
    .compute = compute,
};
