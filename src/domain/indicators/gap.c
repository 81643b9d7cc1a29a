/* gap - by how many percent the open differs from the close before. From a close of 0: 0. */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { OPEN, CLOSE };

static size_t warmup(const double *param)
{
    (void)param;
    return 1;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    (void)param;
    for (size_t i = 1; i < n; i++) {
        const double before = in[CLOSE][i - 1];
        out[0][i] = 100 * (in[OPEN][i] - before) / (before != 0 ? before : INFINITY);
    }
}

const struct indicator gap_indicator = {
    .name = "gap",
    .title = "Opening Gap",
    .origin = "folklore",
    .n_inputs = 2,  .inputs = { INDICATOR_OPEN, INDICATOR_CLOSE },
    .n_outputs = 1, .outputs = { "gap" },
    .warmup = warmup,
    .compute = compute,
};
