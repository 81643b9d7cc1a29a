#include "domain/labels/label_kinds.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

/*
 * The triple barrier (M. Lopez de Prado, Advances in Financial Machine Learning, 2018, chapter 3):
 * which comes first of a gain of pt_multiplier volatilities (BUY), a loss of sl_multiplier (SELL)
 * and the end of the holding period; then the sign of the return decides, or HOLD where it is
 * small. A bar that touches both is the loss: nobody knows which came first. The volatility is the
 * exponential mean of (high - low) / close, seeded with the plain mean of the first vol_span bars;
 * where it is not there yet, or nothing moved at all, no label is.
 */
static double *find_volatility(const struct bars *bars, size_t span)
{
    double *volatility = mem_alloc((bars->count + 1) * sizeof(*volatility));
    const double weight = 2 / ((double)span + 1);
    double mean = 0;

    for (size_t i = 0; i < bars->count; i++) {
        const double range = (bars->column[BARS_HIGH][i] - bars->column[BARS_LOW][i]) /
                             bars->column[BARS_CLOSE][i];

        mean += i < span ? range / (double)span : weight * (range - mean);
        volatility[i] = i + 1 < span ? 0 : mean;
    }
    return volatility;
}

struct trade {
    double entry, upper, lower, small;
    size_t from, last;                  /* bars in which a barrier may be touched */
};

static void settle(struct labels *labels, size_t t, enum signal class, double gain, size_t settled)
{
    labels->classes[t] = (int8_t)class;
    labels->returns[t] = gain;
    labels->settled[t] = settled;
}

static void follow(const struct trade *trade, const struct bars *bars, struct labels *labels,
                   size_t t)
{
    double gain;

    for (size_t i = trade->from; i <= trade->last && i < bars->count; i++) {
        if (bars->column[BARS_LOW][i] <= trade->lower) {
            settle(labels, t, SIGNAL_SELL, trade->lower / trade->entry - 1, i);
            return;
        }
        if (bars->column[BARS_HIGH][i] >= trade->upper) {
            settle(labels, t, SIGNAL_BUY, trade->upper / trade->entry - 1, i);
            return;
        }
    }
    if (trade->last >= bars->count)
        return;
    gain = bars->column[BARS_CLOSE][trade->last] / trade->entry - 1;
    settle(labels, t, fabs(gain) < trade->small ? SIGNAL_HOLD : gain > 0 ? SIGNAL_BUY : SIGNAL_SELL,
           gain, trade->last);
}

void label_barrier(const struct strategy_labels *how, const struct bars *bars,
                   struct labels *labels)
{
    double *volatility = find_volatility(bars, how->vol_span);
    const size_t hold = how->max_holding_period;

    for (size_t t = 0; t + 1 < bars->count; t++) {
        const double entry = how->from == STRATEGY_FROM_OPEN ? bars->column[BARS_OPEN][t + 1]
                                                             : bars->column[BARS_CLOSE][t];
        const struct trade trade = {
            .entry = entry,
            .upper = entry * (1 + how->pt_multiplier * volatility[t]),
            .lower = entry * (1 - how->sl_multiplier * volatility[t]),
            .small = volatility[t] * sqrt((double)hold) * 0.5,
            .from = t + 1,
            .last = t + hold,
        };

        if (volatility[t] > 0)
            follow(&trade, bars, labels, t);
    }
    free(volatility);
}
