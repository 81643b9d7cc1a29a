/*
 * tsi - True Strength Index: the changes, averaged exponentially twice, in percent of their sizes,
 * averaged likewise; and the average of that as its signal. Where nothing moved: 0.
 */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"

#include <math.h>

enum { LONG_PERIOD, SHORT_PERIOD, SIGNAL_PERIOD };
enum { TSI, SIGNAL };

static size_t warmup(const double *param)
{
    return (size_t)param[LONG_PERIOD] + (size_t)param[SHORT_PERIOD] - 1;
}

static size_t output_warmup(const double *param, size_t output)
{
    return warmup(param) + (output == SIGNAL ? (size_t)param[SIGNAL_PERIOD] - 1 : 0);
}

/* x is valid from 1 on; afterwards from the warm-up on. */
static void smooth_twice(size_t n, const double *param, double *x, double *room)
{
    const size_t once = (size_t)param[LONG_PERIOD];

    average_ema(n - 1, x + 1, once, room + 1);
    average_ema(n - once, room + once, (size_t)param[SHORT_PERIOD], x + once);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = warmup(param);
    OWNED(scratch_release) double *change = scratch_new(n), *size = scratch_new(n);
    OWNED(scratch_release) double *room = scratch_new(n);

    if (n <= first)
        return;
    for (size_t i = 1; i < n; i++) {
        change[i] = in[0][i] - in[0][i - 1];
        size[i] = fabs(change[i]);
    }
    smooth_twice(n, param, change, room);
    smooth_twice(n, param, size, room);
    for (size_t i = first; i < n; i++)
        out[TSI][i] = 100 * change[i] / (size[i] > 0 ? size[i] : INFINITY);
    average_ema(n - first, out[TSI] + first, (size_t)param[SIGNAL_PERIOD], out[SIGNAL] + first);
}

const struct indicator tsi_indicator = {
    .name = "tsi",
    .title = "True Strength Index",
    .origin = "W. Blau, Technical Analysis of Stocks & Commodities, November 1991",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 3,
    .params = {
        [LONG_PERIOD] = INDICATOR_BARS("long_period", 25, 1),
        [SHORT_PERIOD] = INDICATOR_BARS("short_period", 13, 1),
        [SIGNAL_PERIOD] = INDICATOR_BARS("signal_period", 13, 1),
    },
    .n_outputs = 2,
    .outputs = { [TSI] = "tsi", [SIGNAL] = "signal" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
