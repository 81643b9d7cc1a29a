/* awesome - Awesome Oscillator: mean of the bars' middles over a few bars less that over many. */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { FAST, SLOW };
enum { HIGH, LOW };

static size_t warmup(const double *param)
{
    return (size_t)param[SLOW] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *middle = scratch_new(n), *fast = scratch_new(n);

    for (size_t i = 0; i < n; i++)
        middle[i] = (in[HIGH][i] + in[LOW][i]) / 2;
    window_mean(n, middle, (size_t)param[FAST], fast);
    window_mean(n, middle, (size_t)param[SLOW], out[0]);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = fast[i] - out[0][i];
}

const struct indicator awesome_indicator = {
    .name = "awesome",
    .title = "Awesome Oscillator",
    .origin = "B. Williams, New Trading Dimensions, 1998",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 2,  .n_rising = 2,
    .params = {
        [FAST] = INDICATOR_BARS("fast_period", 5, 1),
        [SLOW] = INDICATOR_BARS("slow_period", 34, 2),
    },
    .n_outputs = 1, .outputs = { "awesome" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
