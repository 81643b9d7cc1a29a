/*
 * stochrsi - the stochastic oscillator of the RSI, 0 to 100: k and d as there.
 *
 * Where the RSI did not leave one value: 0, as the reference has it.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/rsi.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { RSI_PERIOD, STOCH_PERIOD, SMOOTH_K, D_PERIOD };
enum { K, D };

static size_t warmup(const double *param)
{
    return (size_t)(param[RSI_PERIOD] + param[STOCH_PERIOD] + param[SMOOTH_K]) - 2;
}

static size_t output_warmup(const double *param, size_t output)
{
    return warmup(param) + (output == D ? (size_t)param[D_PERIOD] - 1 : 0);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t start = (size_t)param[RSI_PERIOD], stoch = (size_t)param[STOCH_PERIOD];
    const size_t first = start + stoch - 1, k_first = warmup(param);
    OWNED(scratch_release) double *rsi = scratch_new(n);
    double *highest = out[K], *lowest = out[D];

    if (n <= k_first)
        return;
    rsi_fill(n, in[0], start, rsi);
    window_highest(n - start, rsi + start, stoch, highest + start);
    window_lowest(n - start, rsi + start, stoch, lowest + start);
    for (size_t i = first; i < n; i++) {
        const double range = highest[i] - lowest[i];
        rsi[i] = 100 * (rsi[i] - lowest[i]) / (range > 0 ? range : INFINITY);
    }
    window_mean(n - first, rsi + first, (size_t)param[SMOOTH_K], out[K] + first);
    window_mean(n - k_first, out[K] + k_first, (size_t)param[D_PERIOD], out[D] + k_first);
}

const struct indicator stochrsi_indicator = {
    .name = "stochrsi",
    .title = "Stochastic RSI",
    .origin = "T. Chande and S. Kroll, The New Technical Trader, 1994",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 4,
    .params = {
        [RSI_PERIOD] = INDICATOR_BARS("rsi_period", 14, 2),
        [STOCH_PERIOD] = INDICATOR_BARS("stoch_period", 14, 1),
        [SMOOTH_K] = INDICATOR_BARS("smooth_k", 3, 1),
        [D_PERIOD] = INDICATOR_BARS("d_period", 3, 1),
    },
    .n_outputs = 2, .outputs = { [K] = "k", [D] = "d" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
