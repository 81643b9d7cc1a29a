/* natr - Normalised Average True Range: atr in percent of the close. At a close of 0: 0. */
#include "domain/indicators/atr.h"
#include "domain/indicators/indicator.h"

#include <math.h>

enum { PERIOD };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *close = in[CLOSE];

    atr_fill(n, in, (size_t)param[PERIOD], out[0]);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = 100 * out[0][i] / (close[i] != 0 ? close[i] : INFINITY);
}

const struct indicator natr_indicator = {
    .name = "natr",
    .title = "Normalised Average True Range",
    .origin = "J. Forman, Technical Analysis of Stocks & Commodities, May 2006",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "natr" },
    .warmup = warmup,
    .compute = compute,
};
