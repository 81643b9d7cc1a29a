/*
 * kama - Kaufman's Adaptive Moving Average: quick where the price goes one way, slow where it goes
 * to and fro. Efficiency = the net change over `period` bars by the sum of the single changes; it
 * sets the weight of a new price between those of a fast and a slow exponential average, squared.
 *
 * Starts from the price of the bar before its first value. Where nothing moved the efficiency is 1,
 * as in TA-Lib: it then goes to the price it stays at quickly.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/scratch.h"
#include "domain/indicators/window.h"

#include <math.h>

enum { PERIOD, FAST, SLOW };

static size_t warmup(const double *param)
{
    return (size_t)param[PERIOD];
}

static bool check(const double *param, struct error *err)
{
    if (param[FAST] < param[SLOW])
        return true;
    return error_set(err, ERROR_INVALID, "kama: fast_period '%g' must be below slow_period '%g'",
                     param[FAST], param[SLOW]);
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    const double *price = in[0];
    const size_t period = (size_t)param[PERIOD];
    const double slow = 2 / (param[SLOW] + 1), fast = 2 / (param[FAST] + 1);
    OWNED(scratch_release) double *moves = scratch_new(n), *path = scratch_new(n);

    if (n <= period)
        return;
    for (size_t i = 1; i < n; i++)
        moves[i] = fabs(price[i] - price[i - 1]);
    window_sum(n - 1, moves + 1, period, path + 1);
    double mean = price[period - 1];
    for (size_t i = period; i < n; i++) {
        const double net = fabs(price[i] - price[i - period]);
        const double efficiency = path[i] > net ? net / path[i] : 1;    /* it cannot be more */
        const double weight = efficiency * (fast - slow) + slow;

        mean += (price[i] - mean) * weight * weight;
        out[0][i] = mean;
    }
}

const struct indicator kama_indicator = {
    .name = "kama",
    .title = "Kaufman's Adaptive Moving Average",
    .origin = "P. Kaufman, Smarter Trading, 1995",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 3,
    .params = {
        [PERIOD] = INDICATOR_BARS("period", 10, 1),
        [FAST] = INDICATOR_BARS("fast_period", 2, 1),
        [SLOW] = INDICATOR_BARS("slow_period", 30, 2),
    },
    .n_outputs = 1, .outputs = { "kama" }, .level = { INDICATOR_PRICE_LEVEL },
    .warmup = warmup,
    .check = check,
    .compute = compute,
};
