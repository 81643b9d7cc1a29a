/*
 * mfi - Money Flow Index: the share of money (typical price times volume) that changed hands in
 * bars whose typical price rose, of all in bars where it moved; 0 to 100, over `period` changes.
 *
 * A bar whose typical price is that of the bar before counts for neither side. Where no money
 * moved: 50.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { HIGH, LOW, CLOSE, VOLUME };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void fill_flows(size_t n, const double *const in[], double *up, double *down)
{
    double before = 0;

    for (size_t i = 0; i < n; i++) {
        const double typical = (in[HIGH][i] + in[LOW][i] + in[CLOSE][i]) / 3;
        const double flow = typical * in[VOLUME][i];

        up[i] = typical > before ? flow : 0;
        down[i] = typical < before ? flow : 0;
        before = typical;
    }
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const size_t period = (size_t)param[PERIOD];
    OWNED(scratch_release) double *up = scratch_new(n), *down = scratch_new(n);
    OWNED(scratch_release) double *fallen = scratch_new(n);
    double *risen = out[0];

    fill_flows(n, in, up, down);
    window_sum(n - 1, up + 1, period, risen + 1);
    window_sum(n - 1, down + 1, period, fallen + 1);
    for (size_t i = period; i < n; i++) {
        const double all = risen[i] + fallen[i];
        out[0][i] = all > 0 ? 100 * risen[i] / all : 50;
    }
}

const struct indicator mfi_indicator = {
    .name = "mfi",
    .title = "Money Flow Index",
    .origin = "G. Quong and A. Soudack, Technical Analysis of Stocks & Commodities, 1989",
    .n_inputs = 4,
    .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE, INDICATOR_VOLUME },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "mfi" },
    .warmup = warmup,
    .compute = compute,
};
