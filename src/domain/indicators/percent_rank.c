/* percent_rank - the share, in percent, of the `period` prices before this one that are lower. */
#include "domain/indicators/indicator.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];

    for (size_t i = period; i < n; i++) {
        size_t lower = 0;

        for (size_t k = i - period; k < i; k++)
            lower += in[0][k] < in[0][i];
        out[0][i] = 100 * (double)lower / param[PERIOD];
    }
}

const struct indicator percent_rank_indicator = {
    .name = "percent_rank",
    .title = "Percent Rank",
    .origin = "L. Connors and C. Alvarez, 2012",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 100, 1) },
    .n_outputs = 1, .outputs = { "percent_rank" },
    .warmup = warmup,
    .compute = compute,
};
