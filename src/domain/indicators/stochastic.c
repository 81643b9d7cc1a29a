/*
 * stochastic - where the close stands between the lowest low and the highest high of `k_period`
 * bars, 0 to 100: k is the mean of `smooth_k` such values, d the mean of `d_period` of k.
 *
 * Where the price did not leave one value it stands in the middle: 50 (TA-Lib says 0).
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { K_PERIOD, SMOOTH_K, D_PERIOD };
enum { K, D };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[K_PERIOD] + (size_t)param[SMOOTH_K] - 2;
}

static size_t output_warmup(const double *param, size_t output)
{
    return warmup(param) + (output == D ? (size_t)param[D_PERIOD] - 1 : 0);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = (size_t)param[K_PERIOD] - 1, k_first = warmup(param);
    OWNED(scratch_release) double *place = scratch_new(n);
    double *highest = out[K], *lowest = out[D];

    if (n <= k_first)
        return;
    window_highest(n, in[HIGH], first + 1, highest);
    window_lowest(n, in[LOW], first + 1, lowest);
    for (size_t i = first; i < n; i++) {
        const double range = highest[i] - lowest[i];
        place[i] = range > 0 ? 100 * (in[CLOSE][i] - lowest[i]) / range : 50;
    }
    window_mean(n - first, place + first, (size_t)param[SMOOTH_K], out[K] + first);
    window_mean(n - k_first, out[K] + k_first, (size_t)param[D_PERIOD], out[D] + k_first);
}

const struct indicator stochastic_indicator = {
    .name = "stochastic",
    .title = "Stochastic Oscillator",
    .origin = "G. Lane, Lane's Stochastics, 1984",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 3,
    .params = {
        [K_PERIOD] = INDICATOR_BARS("k_period", 14, 1),
        [SMOOTH_K] = INDICATOR_BARS("smooth_k", 3, 1),
        [D_PERIOD] = INDICATOR_BARS("d_period", 3, 1),
    },
    .n_outputs = 2, .outputs = { [K] = "k", [D] = "d" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
