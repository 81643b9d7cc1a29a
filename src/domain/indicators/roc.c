/* roc - Rate of Change: by how many percent the price differs from that of `period` bars ago.
 * From a price of 0 there is no rate: 0. */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];

    for (size_t i = period; i < n; i++) {
        const double before = in[0][i - period];
        out[0][i] = 100 * (in[0][i] - before) / (before != 0 ? before : INFINITY);
    }
}

const struct indicator roc_indicator = {
    .name = "roc",
    .title = "Rate of Change",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 10, 1) },
    .n_outputs = 1, .outputs = { "roc" },
    .warmup = warmup,
    .compute = compute,
};
