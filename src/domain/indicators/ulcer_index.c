/*
 * ulcer_index - Ulcer Index: the root mean square, over `period` bars, of how many percent the
 * price is under its highest of `period` bars. Under a highest of 0 or less: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };

static size_t warmup(const double *param)
{
    return 2 * ((size_t)param[PERIOD] - 1);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], first = period - 1;
    OWNED(scratch_release) double *fall = scratch_new(n);

    if (n <= first)
        return;
    window_highest(n, in[0], period, fall);
    for (size_t i = first; i < n; i++) {
        const double percent = fall[i] > 0 ? 100 * (in[0][i] - fall[i]) / fall[i] : 0;
        fall[i] = percent * percent;
    }
    window_sum(n - first, fall + first, period, out[0] + first);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = sqrt(out[0][i] / param[PERIOD]);
}

const struct indicator ulcer_index_indicator = {
    .name = "ulcer_index",
    .title = "Ulcer Index",
    .origin = "P. Martin and B. McCann, The Investor's Guide to Fidelity Funds, 1989",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "ulcer_index" },
    .warmup = warmup,
    .compute = compute,
};
