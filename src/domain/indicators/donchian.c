/* donchian - Donchian channel: the highest high and the lowest low of `period` bars, this one
 * included, and the middle between them. */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { UPPER, MIDDLE, LOWER };
enum { HIGH, LOW };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    window_highest(n, in[HIGH], (size_t)param[PERIOD], out[UPPER]);
    window_lowest(n, in[LOW], (size_t)param[PERIOD], out[LOWER]);
    for (size_t i = warmup(param); i < n; i++)
        out[MIDDLE][i] = (out[UPPER][i] + out[LOWER][i]) / 2;
}

const struct indicator donchian_indicator = {
    .name = "donchian",
    .title = "Donchian Channel",
    .origin = "R. Donchian, 1960s",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 3,
    .outputs = { [UPPER] = "upper", [MIDDLE] = "middle", [LOWER] = "lower" },
    .level = { INDICATOR_PRICE_LEVEL, INDICATOR_PRICE_LEVEL, INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
