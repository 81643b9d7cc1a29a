/*
 * cmf - Chaikin Money Flow: where the closes of `period` bars stood between low (-1) and high (1),
 * each counting as much as was traded. Where nothing was traded: 0.
 */
#include "domain/indicators/ad.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD };
enum { HIGH, LOW, CLOSE, VOLUME };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *flow = scratch_new(n), *volume = scratch_new(n);

    for (size_t i = 0; i < n; i++)
        flow[i] = ad_flow_at(in, i);
    window_sum(n, flow, period, out[0]);
    window_sum(n, in[VOLUME], period, volume);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = out[0][i] / (volume[i] > 0 ? volume[i] : INFINITY);
}

const struct indicator cmf_indicator = {
    .name = "cmf",
    .title = "Chaikin Money Flow",
    .origin = "M. Chaikin, 1980s",
    .n_inputs = 4,
    .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 20, 1) },
    .n_outputs = 1, .outputs = { "cmf" },
    .warmup = warmup,
    .compute = compute,
};
