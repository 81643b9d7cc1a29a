/*
 * connors_rsi - Connors RSI: the mean of the RSI of the price, the RSI of the streak (how many bars
 * it has risen, or fallen, in a row), and the percent rank of the last relative change among the
 * `rank_period` before it.
 */
#include "domain/indicators/indicator.h"
#include "domain/indicators/rsi.h"
#include "domain/indicators/scratch.h"

enum { RSI_PERIOD, STREAK_PERIOD, RANK_PERIOD };

static size_t warmup(const double *param)
{
    const double rsi = param[RSI_PERIOD], streak = param[STREAK_PERIOD];
    const double most = rsi > streak ? rsi : streak, rank = param[RANK_PERIOD] + 1;

    return (size_t)(most > rank ? most : rank);
}

static void fill_streak(size_t n, const double *price, double *streak, double *change)
{
    for (size_t i = 1; i < n; i++) {
        const double before = price[i - 1], last = streak[i - 1];

        change[i] = before != 0 ? (price[i] - before) / before : 0;
        streak[i] = price[i] > before   ? (last > 0 ? last + 1 : 1)
                    : price[i] < before ? (last < 0 ? last - 1 : -1)
                                        : 0;
    }
}

static double rank(const double *change, size_t i, double period)
{
    size_t lower = 0;

    for (size_t k = i - (size_t)period; k < i; k++)
        lower += change[k] < change[i];
    return 100 * (double)lower / period;
}

static void compute(size_t n, const double *const in[], const double *param, double *const out[])
{
    OWNED(scratch_release) double *streak = scratch_new(n), *change = scratch_new(n);
    OWNED(scratch_release) double *of_streak = scratch_new(n);

    fill_streak(n, in[0], streak, change);
    rsi_fill(n, in[0], (size_t)param[RSI_PERIOD], out[0]);
    rsi_fill(n, streak, (size_t)param[STREAK_PERIOD], of_streak);
    for (size_t i = warmup(param); i < n; i++)
        out[0][i] = (out[0][i] + of_streak[i] + rank(change, i, param[RANK_PERIOD])) / 3;
}

const struct indicator connors_rsi_indicator = {
    .name = "connors_rsi",
    .title = "Connors RSI",
    .origin = "L. Connors and C. Alvarez, An Introduction to ConnorsRSI, 2012",
    .n_inputs = 1,  .inputs = { INDICATOR_PRICE },
    .n_params = 3,
    .params = {
        [RSI_PERIOD] = INDICATOR_BARS("rsi_period", 3, 2),
        [STREAK_PERIOD] = INDICATOR_BARS("streak_period", 2, 2),
        [RANK_PERIOD] = INDICATOR_BARS("rank_period", 100, 1),
    },
    .n_outputs = 1, .outputs = { "connors_rsi" },
    .warmup = warmup,
    .compute = compute,
};
