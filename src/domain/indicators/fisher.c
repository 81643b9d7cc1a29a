/*
 * fisher - Ehlers' Fisher Transform of where the middle of the bar stands in its range over
 * `period` bars; signal is fisher one bar before.
 *
 * The place, -1 to 1, is smoothed (a third new) and kept within 0.999; the transform 0.5 log((1 +
 * x) / (1 - x)) is halved into the one before. All start from 0. A range of 0 counts as its lower
 * end, as in Tulip: a price that never moves ends at -7.6.
 */
#include "domain/calc.h"
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

enum { PERIOD };
enum { FISHER, SIGNAL };
enum { HIGH, LOW };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD] - 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *middle = scratch_new(n);
    double *highest = out[FISHER], *lowest = out[SIGNAL];
    double place = 0, fisher = 0;

    for (size_t i = 0; i < n; i++)
        middle[i] = (in[HIGH][i] + in[LOW][i]) / 2;
    window_highest(n, middle, (size_t)param[PERIOD], highest);
    window_lowest(n, middle, (size_t)param[PERIOD], lowest);
    for (size_t i = warmup(param); i < n; i++) {
        const double range = highest[i] - lowest[i];
        const double now = range > 0 ? (middle[i] - lowest[i]) / range - 0.5 : -0.5;

        place = 0.33 * 2 * now + 0.67 * place;
        place = place > 0.99 ? 0.999 : place < -0.99 ? -0.999 : place;
        out[SIGNAL][i] = fisher;
        fisher = 0.5 * calc_log((1 + place) / (1 - place)) + 0.5 * fisher;
        out[FISHER][i] = fisher;
    }
}

const struct indicator fisher_indicator = {
    .name = "fisher",
    .title = "Fisher Transform",
    .origin = "J. Ehlers, Technical Analysis of Stocks & Commodities, November 2002",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 10, 1) },
    .n_outputs = 2, .outputs = { [FISHER] = "fisher", [SIGNAL] = "signal" },
    .warmup = warmup,
    .compute = compute,
};
