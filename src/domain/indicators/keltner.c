/*
 * keltner - Keltner channel: the exponential average of the close, and `multiplier` average true
 * ranges (Wilder's) above and below. In this form by L. Raschke; Keltner's own had another middle.
 */
#include "domain/indicators/atr.h"
#include "domain/indicators/average.h"
#include "domain/indicators/indicator.h"

enum { PERIOD, ATR_PERIOD, MULTIPLIER };
enum { UPPER, MIDDLE, LOWER };
enum { HIGH, LOW, CLOSE };

static size_t output_warmup(const double *param, size_t output)
{
    const size_t middle = (size_t)param[PERIOD] - 1, range = (size_t)param[ATR_PERIOD];

    return output == MIDDLE || middle > range ? middle : range;
}

static size_t warmup(const double *param)
{
    return output_warmup(param, UPPER);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    average_ema(n, in[CLOSE], (size_t)param[PERIOD], out[MIDDLE]);
    atr_fill(n, in, (size_t)param[ATR_PERIOD], out[UPPER]);
    for (size_t i = warmup(param); i < n; i++) {
        const double reach = param[MULTIPLIER] * out[UPPER][i];

        out[UPPER][i] = out[MIDDLE][i] + reach;
        out[LOWER][i] = out[MIDDLE][i] - reach;
    }
}

const struct indicator keltner_indicator = {
    .name = "keltner",
    .title = "Keltner Channel",
    .origin = "C. Keltner, How to Make Money in Commodities, 1960; L. Raschke, 1980s",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 3,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 20, 1),
        [ATR_PERIOD] = INDICATOR_BARS("atr_period", 10, 1),
        [MULTIPLIER] = INDICATOR_NUMBER("multiplier", "average true ranges", 2, 0.01, 100),
    },
    .n_outputs = 3,
    .outputs = { [UPPER] = "upper", [MIDDLE] = "middle", [LOWER] = "lower" },
    .level = { INDICATOR_PRICE_LEVEL, INDICATOR_PRICE_LEVEL, INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .output_warmup = output_warmup,
    .compute = compute,
};
