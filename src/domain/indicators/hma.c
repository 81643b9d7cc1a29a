/*
 * hma - Hull Moving Average: the weighted average over sqrt(period) of twice that over half the
 * period less that over all of it. Half and root are cut to whole bars.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };

static size_t root(const double *param)
{
    return (size_t)sqrt(param[PERIOD]);
}

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1 + root(param) - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD], first = period - 1;
    OWNED(scratch_release) double *half = scratch_new(n), *whole = scratch_new(n);

    if (n <= first)
        return;
    window_rising_mean(n, in[0], period / 2, half);
    window_rising_mean(n, in[0], period, whole);
    for (size_t i = first; i < n; i++)
        half[i] = 2 * half[i] - whole[i];
    window_rising_mean(n - first, half + first, root(param), out[0] + first);
}

const struct indicator hma_indicator = {
    .name = "hma",
    .title = "Hull Moving Average",
    .origin = "A. Hull, 2005",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 2) },
    .n_outputs = 1, .outputs = { "hma" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
