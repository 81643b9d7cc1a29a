/*
 * psar - Parabolic Stop And Reverse: a stop that closes in on the price, `step` faster with each
 * new extreme up to `max_step`. When the price touches it, it jumps to the other side.
 *
 * The first direction is down where bar 1 reached further down than up, else up, as in TA-Lib;
 * every library chooses its own and most meet within 60 bars.
 */
#include "domain/indicators/indicator.h"

#include <math.h>

enum { STEP, MAX_STEP };
enum { HIGH, LOW };

/* The stop below a price that rises. For one that falls, high and low trade places and signs. */
struct stop {
    double level, extreme, speed;
};

static size_t warmup(const double *param)
{
    (void)param;
    return 1;
}

static bool check(const double *param, struct error *err)
{
    if (param[STEP] <= param[MAX_STEP])
        return true;
    return error_set(err, ERROR_INVALID, "psar: step '%g' must not be above max_step '%g'",
                     param[STEP], param[MAX_STEP]);
}

static bool starts_down(const double *const in[])
{
    const double up = in[HIGH][1] - in[HIGH][0], down = in[LOW][0] - in[LOW][1];

    return down > 0 && down > up;
}

/* To the next bar's level, not into the range of this bar and the one before. */
static void advance(struct stop *stop, double low, double low_before)
{
    stop->level += stop->speed * (stop->extreme - stop->level);
    stop->level = fmin(stop->level, fmin(low, low_before));
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    if (n < 2)
        return;
    double sign = starts_down(in) ? -1 : 1;
    struct stop stop = { .speed = param[STEP] };
    double high_before = in[HIGH][1], low_before = in[LOW][1];
    stop.level = sign > 0 ? in[LOW][0] : -in[HIGH][0];
    stop.extreme = sign > 0 ? high_before : -low_before;

    for (size_t i = 1; i < n; i++) {
        const double high = sign > 0 ? in[HIGH][i] : -in[LOW][i];
        const double low = sign > 0 ? in[LOW][i] : -in[HIGH][i];

        if (low <= stop.level) {
            sign = -sign;
            stop = (struct stop){ .level = -stop.extreme, .extreme = -low, .speed = param[STEP] };
            stop.level = fmin(stop.level, fmin(-high, sign > 0 ? low_before : -high_before));
            out[0][i] = sign * stop.level;
            advance(&stop, -high, sign > 0 ? low_before : -high_before);
        } else {
            out[0][i] = sign * stop.level;
            if (high > stop.extreme) {
                stop.extreme = high;
                stop.speed = fmin(stop.speed + param[STEP], param[MAX_STEP]);
            }
            advance(&stop, low, sign > 0 ? low_before : -high_before);
        }
        high_before = in[HIGH][i];
        low_before = in[LOW][i];
    }
}

const struct indicator psar_indicator = {
    .name = "psar",
    .title = "Parabolic Stop And Reverse",
    .origin = "J. W. Wilder, New Concepts in Technical Trading Systems, 1978",
    .n_inputs = 2,  .inputs = { INDICATOR_HIGH, INDICATOR_LOW },
    .n_params = 2,
    .params = {
        [STEP] = INDICATOR_NUMBER("step", "", 0.02, 0.0001, 1),
        [MAX_STEP] = INDICATOR_NUMBER("max_step", "", 0.2, 0.0001, 1),
    },
    .n_outputs = 1, .outputs = { "psar" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .check = check,
    .compute = compute,
};
