/* volume_ratio - the volume by its mean over `period` bars, this one included. Where nothing was
 * traded: 1, as much as ever. */
#include "domain/indicators/indicator.h"
#include "domain/indicators/window.h"

enum { PERIOD };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    window_sum(n, in[0], (size_t)param[PERIOD], out[0]);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = out[0][i] > 0 ? param[PERIOD] * in[0][i] / out[0][i] : 1;
}

const struct indicator volume_ratio_indicator = {
    .name = "volume_ratio",
    .title = "Volume Ratio",
    .origin = "folklore",
    .n_inputs = 1,  .inputs = { INDICATOR_VOLUME },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "volume_ratio" },
    .warmup = warmup,
    .compute = compute,
};
