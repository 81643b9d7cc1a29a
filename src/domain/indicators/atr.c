/*
 * atr - Average True Range: how far the price ranges in a bar, on average, in the price's unit.
 *
 * The first bar has no close before it, so the average starts with the mean of the true ranges of
 * bars 1 to `period`; from then on each new one counts 1/period.
 */
#include "domain/indicators/atr.h"

#include "domain/indicators/indicator.h"
#include "domain/indicators/true_range.h"

enum { PERIOD };
enum { HIGH, LOW, CLOSE };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

void atr_fill(size_t n, const double *const bars[3], size_t period, double *out)
{
    const double weight = 1 / (double)period;
    double mean = 0;

    if (n <= period)
        return;
    for (size_t i = 1; i <= period; i++)
        mean += true_range_at(bars[HIGH], bars[LOW], bars[CLOSE], i);
    mean /= (double)period;
    out[period] = mean;
    for (size_t i = period + 1; i < n; i++) {
        mean += (true_range_at(bars[HIGH], bars[LOW], bars[CLOSE], i) - mean) * weight;
        out[i] = mean;
    }
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    atr_fill(n, in, (size_t)param[PERIOD], out[0]);
}

const struct indicator atr_indicator = {
    .name = "atr",
    .title = "Average True Range",
    .origin = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
    .n_inputs = 3,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW, INDICATOR_CLOSE },
    .n_params = 1,  .params = { [PERIOD] = INDICATOR_BARS("period", 14, 1) },
    .n_outputs = 1, .outputs = { "atr" }, .level = { INDICATOR_DISTANCE },
    .warmup = warmup,
    .compute = compute,
};
