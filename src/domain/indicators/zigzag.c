/*
 * zigzag - the price at each extreme, NaN between: an up-swing ends at the first price at or under
 * its high * (1 - threshold), a down-swing at the first at or over its low * (1 + threshold). Of
 * equal prices the earlier is the extreme; the first extreme is the running high or low that is
 * left first. The last extreme, which the next bar may move, is shown.
 *
 * Looks ahead: that a bar is an extreme is known only when a later bar leaves it. For labels and
 * charts, never as a feature.
 */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { THRESHOLD };

static size_t warmup(const double *param)
{
    (void)param;
    return 0;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *price = in[0];
    const double rise = 1 + param[THRESHOLD], fall = 1 - param[THRESHOLD];
    size_t high = 0, low = 0;
    int swing = 0;              /* 1 up, -1 down, 0 until the first extreme was left */

    for (size_t i = 0; i < n; i++) {
        out[0][i] = NAN;
        high = swing >= 0 && price[i] > price[high] ? i : high;
        low = swing <= 0 && price[i] < price[low] ? i : low;
        if (swing >= 0 && price[i] <= price[high] * fall) {
            out[0][high] = price[high];
            swing = -1;
            low = i;
        } else if (swing <= 0 && price[i] >= price[low] * rise) {
            out[0][low] = price[low];
            swing = 1;
            high = i;
        }
    }
    if (swing) {
        const size_t last = swing > 0 ? high : low;
        out[0][last] = price[last];
    }
}

const struct indicator zigzag_indicator = {
    .name = "zigzag",
    .title = "ZigZag",
    .origin = "A. Merrill, Filtered Waves, 1977",
    .looks_ahead = true,
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 1,
    .params = { [THRESHOLD] = INDICATOR_NUMBER("threshold", "of the price", 0.03, 0.0001, 0.99) },
    .n_outputs = 1, .outputs = { "zigzag" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .compute = compute,
};
