/*
 * smi - Stochastic Momentum Index: how far the close is from the middle of the range of `period`
 * bars, averaged exponentially twice, in percent of half the range, averaged likewise; and the
 * average of that as its signal. Where there is no range: 0.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD, FIRST_PERIOD, SECOND_PERIOD, SIGNAL_PERIOD };
enum { SMI, SIGNAL };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)(param[PERIOD] + param[FIRST_PERIOD] + param[SECOND_PERIOD]) - 3;
}

static size_t output_warmup(const double *param, size_t output)
{
    return warmup(param) + (output == SIGNAL ? (size_t)param[SIGNAL_PERIOD] - 1 : 0);
}

/* x is valid from the first full window on; afterwards from the warm-up on. */
static void smooth_twice(size_t n, const double *param, double *x, double *room)
{
    const size_t first = (size_t)param[PERIOD] - 1, once = first + (size_t)param[FIRST_PERIOD] - 1;

    average_ema(n - first, x + first, (size_t)param[FIRST_PERIOD], room + first);
    average_ema(n - once, room + once, (size_t)param[SECOND_PERIOD], x + once);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], first = warmup(param);
    OWNED(scratch_release) double *highest = scratch_new(n), *lowest = scratch_new(n);
    OWNED(scratch_release) double *room = scratch_new(n);

    if (n <= first)
        return;
    window_highest(n, in[HIGH], period, highest);
    window_lowest(n, in[LOW], period, lowest);
    for (size_t i = period - 1; i < n; i++) {
        const double middle = (highest[i] + lowest[i]) / 2;

        highest[i] -= middle;                           /* from here on half the range ... */
        lowest[i] = in[CLOSE][i] - middle;              /* ... and how far the close is off */
    }
    smooth_twice(n, param, highest, room);
    smooth_twice(n, param, lowest, room);
    for (size_t i = first; i < n; i++)
        out[SMI][i] = 100 * lowest[i] / (highest[i] > 0 ? highest[i] : INFINITY);
    average_ema(n - first, out[SMI] + first, (size_t)param[SIGNAL_PERIOD], out[SIGNAL] + first);
}

const struct indicator smi_indicator = {
    .name = "smi",
    .title = "Stochastic Momentum Index",
    .origin = "W. Blau, Technical Analysis of Stocks & Commodities, January 1993",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 4,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 13, 1),
        [FIRST_PERIOD] = INDICATOR_BARS("first_period", 25, 1),
        [SECOND_PERIOD] = INDICATOR_BARS("second_period", 2, 1),
        [SIGNAL_PERIOD] = INDICATOR_BARS("signal_period", 9, 1),
    },
    .n_outputs = 2,
    .outputs = { [SMI] = "smi", [SIGNAL] = "signal" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
