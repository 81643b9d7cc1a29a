/*
 * emv - Ease of Movement: the mean over `period` bars of how far the middle of the bar moved, by
 * the volume it took per unit of range, in units of `scale`. A bar without volume or without a
 * range counts 0.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD, SCALE };
enum { HIGH, LOW, VOLUME };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *ease = scratch_new(n);

    for (size_t i = 1; i < n; i++) {
        const double high = in[HIGH][i], low = in[LOW][i], volume = in[VOLUME][i];
        const double moved = (high + low) / 2 - (in[HIGH][i - 1] + in[LOW][i - 1]) / 2;

        ease[i] = volume > 0 ? moved * (high - low) * param[SCALE] / volume : 0;
    }
    window_mean(n - 1, ease + 1, (size_t)param[PERIOD], out[0] + 1);
}

const struct indicator emv_indicator = {
    .name = "emv",
    .title = "Ease of Movement",
    .origin = "R. Arms, Volume Cycles in the Stock Market, 1983",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_VOLUME },
    .n_params = 2,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 14, 1),
        [SCALE] = INDICATOR_NUMBER("scale", "units of volume", 1e8, 1, 1e12),
    },
    .n_outputs = 1, .outputs = { "emv" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
