/*
 * supertrend - a stop that follows the price at `multiplier` average true ranges (Wilder's) from
 * the middle of the bar: below it (direction 1) until a close falls under it, above it (direction
 * -1) until a close rises over it. Below, it only rises, and above, it only falls.
 *
 * The first direction is up, as nothing tells.
 */
#include "domain/indicators/atr.h"
#include "domain/indicators/indicator.h"

enum { PERIOD, MULTIPLIER };
enum { TREND, DIRECTION };
enum { HIGH, LOW, CLOSE };

struct bands {
    double upper, lower;
};

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static struct bands bands_at(const double *const in[], size_t i, double reach)
{
    const double middle = (in[HIGH][i] + in[LOW][i]) / 2;

    return (struct bands){ .upper = middle + reach, .lower = middle - reach };
}

/* A band moves towards the price only, unless the close before was beyond it. */
static struct bands tighten(struct bands bands, struct bands now, double close_before)
{
    return (struct bands){
        .upper = now.upper < bands.upper || close_before > bands.upper ? now.upper : bands.upper,
        .lower = now.lower > bands.lower || close_before < bands.lower ? now.lower : bands.lower,
    };
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t first = warmup(param);
    const double *close = in[CLOSE];
    double *atr = out[TREND];
    bool is_up = true;
    struct bands bands;

    if (n <= first)
        return;
    atr_fill(n, in, first, atr);
    bands = bands_at(in, first, param[MULTIPLIER] * atr[first]);
    for (size_t i = first; i < n; i++) {
        if (i > first) {
            const struct bands now = bands_at(in, i, param[MULTIPLIER] * atr[i]);
            bands = tighten(bands, now, close[i - 1]);
            is_up = is_up ? close[i] >= bands.lower : close[i] > bands.upper;
        }
        out[TREND][i] = is_up ? bands.lower : bands.upper;
        out[DIRECTION][i] = is_up ? 1 : -1;
    }
}

const struct indicator supertrend_indicator = {
    .name = "supertrend",
    .title = "SuperTrend",
    .origin = "O. Seban",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 10, 1),
        [MULTIPLIER] = INDICATOR_NUMBER("multiplier", "average true ranges", 3, 0.01, 100),
    },
    .n_outputs = 2, .outputs = { [TREND] = "trend", [DIRECTION] = "direction" },
    .level = { [TREND] = INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
