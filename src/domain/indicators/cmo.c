/*
 * cmo - Chande Momentum Oscillator: rises less falls, in percent of both, as plain sums over
 * `period` changes; -100 to 100. (TA-Lib smooths them like Wilder, which is 2 RSI - 100.) Where
 * nothing moved: 0.
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
    OWNED(scratch_release) double *up = scratch_new(n), *down = scratch_new(n);
    OWNED(scratch_release) double *fallen = scratch_new(n);
    double *risen = out[0];

    for (size_t i = 1; i < n; i++) {
        const double change = in[0][i] - in[0][i - 1];
        up[i] = change > 0 ? change : 0;
        down[i] = change < 0 ? -change : 0;
    }
    window_sum(n - 1, up + 1, period, risen + 1);
    window_sum(n - 1, down + 1, period, fallen + 1);
    for (size_t i = period; i < n; i++) {
        const double all = risen[i] + fallen[i];
        out[0][i] = 100 * (risen[i] - fallen[i]) / (all > 0 ? all : INFINITY);
    }
}

const struct indicator cmo_indicator = {
    .name = "cmo",
    .title = "Chande Momentum Oscillator",
    .origin = "T. Chande and S. Kroll, The New Technical Trader, 1994",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "cmo" },
    .warmup = warmup,
    .compute = compute,
};
