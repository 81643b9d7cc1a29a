#include "domain/indicators/true_range.h"

#include "domain/indicators/indicator.h"

enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    (void)param;
    return 1;
}

void true_range_fill(size_t n, const double *const bars[3], double *out)
{
    for (size_t i = 1; i < n; i++)
        out[i] = true_range_at(bars[HIGH], bars[LOW], bars[CLOSE], i);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    (void)param;
    true_range_fill(n, in, out[0]);
}

const struct indicator true_range_indicator = {
    .name = "true_range",
    .title = "True Range",
    .origin = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_outputs = 1, .outputs = { "true_range" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
