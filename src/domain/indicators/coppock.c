/*
 * coppock - Coppock curve: the weighted average of the sum of two rates of change. From a price of
 * 0 there is no rate: 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD, FAST_ROC, SLOW_ROC };

static size_t lag(const double *param)
{
    return (size_t)(param[FAST_ROC] > param[SLOW_ROC] ? param[FAST_ROC] : param[SLOW_ROC]);
}

static size_t warmup(const double *param)
{
    return lag(param) + (size_t)param[PERIOD] - 1;
}

static double rate(const double *price, size_t i, size_t lag)
{
    const double before = price[i - lag];

    return before != 0 ? 100 * (price[i] - before) / before : 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t fast = (size_t)param[FAST_ROC], slow = (size_t)param[SLOW_ROC], first = lag(param);
    OWNED(scratch_release) double *sum = scratch_new(n);

    if (n <= first)
        return;
    for (size_t i = first; i < n; i++)
        sum[i] = rate(in[0], i, fast) + rate(in[0], i, slow);
    window_rising_mean(n - first, sum + first, (size_t)param[PERIOD], out[0] + first);
}

const struct indicator coppock_indicator = {
    .name = "coppock",
    .title = "Coppock Curve",
    .origin = "E. S. C. Coppock, Barron's, October 1962",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 3,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 10, 1),
        [FAST_ROC] = INDICATOR_BARS("fast_roc", 11, 1),
        [SLOW_ROC] = INDICATOR_BARS("slow_roc", 14, 1),
    },
    .n_outputs = 1, .outputs = { "coppock" },
    .warmup = warmup,
    .compute = compute,
};
