/*
 * kst - Know Sure Thing: means of four rates of change, the slower the more they count (1 to 4),
 * and the mean of that as its signal.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { ROC_1, ROC_2, ROC_3, ROC_4, SMA_1, SMA_2, SMA_3, SMA_4, SIGNAL_PERIOD };
enum { KST, SIGNAL };

static size_t warmup(const double *param)
{
    size_t most = 0;

    for (size_t k = 0; k < 4; k++) {
        const size_t one = (size_t)param[ROC_1 + k] + (size_t)param[SMA_1 + k] - 1;
        most = one > most ? one : most;
    }
    return most;
}

static size_t output_warmup(const double *param, size_t output)
{
    return warmup(param) + (output == SIGNAL ? (size_t)param[SIGNAL_PERIOD] - 1 : 0);
}

static void fill_rate(size_t n, const double *price, size_t lag, double *out)
{
    for (size_t i = lag; i < n; i++) {
        const double before = price[i - lag];
        out[i] = 100 * (price[i] - before) / (before != 0 ? before : INFINITY);
    }
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = warmup(param);
    OWNED(scratch_release) double *rate = scratch_new(n), *mean = scratch_new(n);

    if (n <= first)
        return;
    for (size_t i = first; i < n; i++)
        out[KST][i] = 0;
    for (size_t k = 0; k < 4; k++) {
        const size_t lag = (size_t)param[ROC_1 + k];

        fill_rate(n, in[0], lag, rate);
        window_mean(n - lag, rate + lag, (size_t)param[SMA_1 + k], mean + lag);
        for (size_t i = first; i < n; i++)
            out[KST][i] += (double)(k + 1) * mean[i];
    }
    window_mean(n - first, out[KST] + first, (size_t)param[SIGNAL_PERIOD], out[SIGNAL] + first);
}

const struct indicator kst_indicator = {
    .name = "kst",
    .title = "Know Sure Thing",
    .origin = "M. Pring, Technical Analysis of Stocks & Commodities, 1992",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 9,
    .params = {
        [ROC_1] = INDICATOR_BARS("roc_1", 10, 1),
        [ROC_2] = INDICATOR_BARS("roc_2", 15, 1),
        [ROC_3] = INDICATOR_BARS("roc_3", 20, 1),
        [ROC_4] = INDICATOR_BARS("roc_4", 30, 1),
        [SMA_1] = INDICATOR_BARS("sma_1", 10, 1),
        [SMA_2] = INDICATOR_BARS("sma_2", 10, 1),
        [SMA_3] = INDICATOR_BARS("sma_3", 10, 1),
        [SMA_4] = INDICATOR_BARS("sma_4", 15, 1),
        [SIGNAL_PERIOD] = INDICATOR_BARS("signal_period", 9, 1),
    },
    .n_outputs = 2,
    .outputs = { [KST] = "kst", [SIGNAL] = "signal" },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
