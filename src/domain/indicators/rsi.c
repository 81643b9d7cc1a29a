/*
 * rsi - Relative Strength Index: how much of the recent movement was upward, 0 to 100.
 *
 * The averages are Wilder's: a plain mean over the first `period` changes, and from then on
 * 1/period of each new change. Where nothing moved there is no up and no down; the answer is 50.
 * The test is exact: any small constant in its place would call a cheap instrument flat.
 */
#include "domain/indicators/rsi.h"

#include "domain/indicators/indicator.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static double strength(double up, double down)
{
    return up + down > 0 ? 100 * up / (up + down) : 50;
}

void rsi_fill(size_t n, const double *price, size_t period, double *out)
{
    const double weight = 1 / (double)period;
    double up = 0, down = 0;

    for (size_t i = 1; i < n && i <= period; i++) {
        const double change = price[i] - price[i - 1];

        up += change > 0 ? change * weight : 0;
        down -= change < 0 ? change * weight : 0;
        out[i] = strength(up, down);
    }
    for (size_t i = period + 1; i < n; i++) {
        const double change = price[i] - price[i - 1];

        up += ((change > 0 ? change : 0) - up) * weight;
        down += ((change < 0 ? -change : 0) - down) * weight;
        out[i] = strength(up, down);
    }
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    rsi_fill(n, in[0], (size_t)param[PERIOD], out[0]);
}

const struct indicator rsi_indicator = {
    .name = "rsi",
    .title = "Relative Strength Index",
    .origin = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 2) },
    .n_outputs = 1, .outputs = { "rsi" }, .level = { INDICATOR_BOUNDED },
    .warmup = warmup,
    .compute = compute,
};
