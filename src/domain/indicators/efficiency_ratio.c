/*
 * efficiency_ratio - Kaufman's efficiency: the net change over `period` bars, by size, by the sum
 * of the single changes: 1 in a straight line, 0 where all cancels or nothing moved.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *size = scratch_new(n);

    for (size_t i = 1; i < n; i++)
        size[i] = fabs(in[0][i] - in[0][i - 1]);
    window_sum(n - 1, size + 1, period, out[0] + 1);
    for (size_t i = period; i < n; i++) {
        const double net = fabs(in[0][i] - in[0][i - period]);
        out[0][i] = out[0][i] > net ? net / out[0][i] : net > 0 ? 1 : 0;    /* it cannot be more */
    }
}

const struct indicator efficiency_ratio_indicator = {
    .name = "efficiency_ratio",
    .title = "Efficiency Ratio",
    .origin = "P. Kaufman, Smarter Trading, 1995",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 10, 1) },
    .n_outputs = 1, .outputs = { "efficiency_ratio" },
    .warmup = warmup,
    .compute = compute,
};
