/* qstick - Qstick: the mean of close less open over `period` bars. */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { OPEN, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *body = scratch_new(n);

    for (size_t i = 0; i < n; i++)
        body[i] = in[CLOSE][i] - in[OPEN][i];
    window_mean(n, body, (size_t)param[PERIOD], out[0]);
}

const struct indicator qstick_indicator = {
    .name = "qstick",
    .title = "Qstick",
    .origin = "T. Chande and S. Kroll, The New Technical Trader, 1994",
    .n_inputs = 2,  .inputs = { INDICATOR_OPEN, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 8, 1) },
    .n_outputs = 1, .outputs = { "qstick" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
