/*
 * ichimoku - the middles between highest high and lowest low over three periods (tenkan, kijun,
 * senkou_b), and the middle of the first two (senkou_a). Not displaced: a chart draws the senkou
 * lines 26 bars ahead, and the chikou line, the close 26 bars back, is no line of its own.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { TENKAN_PERIOD, KIJUN_PERIOD, SENKOU_B_PERIOD };
enum { TENKAN, KIJUN, SENKOU_A, SENKOU_B };
enum { HIGH, LOW };

static size_t output_warmup(const double *param, size_t output)
{
    const size_t tenkan = (size_t)param[TENKAN_PERIOD] - 1;
    const size_t kijun = (size_t)param[KIJUN_PERIOD] - 1;

    switch (output) {
    case TENKAN: return tenkan;
    case KIJUN: return kijun;
    case SENKOU_A: return tenkan > kijun ? tenkan : kijun;
    default: return (size_t)param[SENKOU_B_PERIOD] - 1;
    }
}

static size_t warmup(const double *param)
{
    return output_warmup(param, TENKAN);
}

static void fill_middle(size_t n, const double *const in[], size_t period, double *lowest,
                        double *out)
{
    window_highest(n, in[HIGH], period, out);
    window_lowest(n, in[LOW], period, lowest);
    for (size_t i = period - 1; i < n; i++)
        out[i] = (out[i] + lowest[i]) / 2;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *lowest = scratch_new(n);

    fill_middle(n, in, (size_t)param[TENKAN_PERIOD], lowest, out[TENKAN]);
    fill_middle(n, in, (size_t)param[KIJUN_PERIOD], lowest, out[KIJUN]);
    fill_middle(n, in, (size_t)param[SENKOU_B_PERIOD], lowest, out[SENKOU_B]);
    for (size_t i = output_warmup(param, SENKOU_A); i < n; i++)
        out[SENKOU_A][i] = (out[TENKAN][i] + out[KIJUN][i]) / 2;
}

const struct indicator ichimoku_indicator = {
    .name = "ichimoku",
    .title = "Ichimoku Kinko Hyo",
    .origin = "G. Hosoda, 1969",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 3,
    .params = {
        [TENKAN_PERIOD] = INDICATOR_BARS("tenkan_period", 9, 1),
        [KIJUN_PERIOD] = INDICATOR_BARS("kijun_period", 26, 1),
        [SENKOU_B_PERIOD] = INDICATOR_BARS("senkou_b_period", 52, 1),
    },
    .n_outputs = 4,
    .outputs = { "tenkan", "kijun", "senkou_a", "senkou_b" },
    .level = { INDICATOR_PRICE_LEVEL, INDICATOR_PRICE_LEVEL, INDICATOR_PRICE_LEVEL,
               INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
