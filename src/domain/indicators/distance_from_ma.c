/* distance_from_ma - by how many percent the price is above its moving average, simple or
 * exponential as `kind` says. From an average of 0: 0. */
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD, KIND };
enum { SMA, EMA };

static const char *const kinds[] = { [SMA] = "sma", [EMA] = "ema" };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];

    if (param[KIND] == EMA)
        average_ema(n, in[0], period, out[0]);
    else
        window_mean(n, in[0], period, out[0]);
    for (size_t i = period - 1; i < n; i++) {
        const double mean = out[0][i];
        out[0][i] = 100 * (in[0][i] - mean) / (mean != 0 ? mean : INFINITY);
    }
}

const struct indicator distance_from_ma_indicator = {
    .name = "distance_from_ma",
    .title = "Distance from a Moving Average",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 1),
        [KIND] = { .name = "kind", .unit = "", .fallback = SMA, .least = SMA, .most = EMA,
                   .is_whole = true, .choices = kinds },
    },
    .n_outputs = 1, .outputs = { "distance_from_ma" },
    .warmup = warmup,
    .compute = compute,
};
