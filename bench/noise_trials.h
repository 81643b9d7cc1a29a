/*
 * noise_trials - worlds without anything to find, many rules tried on them, and what the verdict
 * says of the best (noise_judge.h): for bench_noise.c and its short form among the tests.
 *
 * A world is daily bars: GARCH(1,1) returns without a mean, or with a drift, or with an edge that
 * only the side in `hidden` knows; or given days in another order. A rule is one of five ideas with
 * parameters by its number; the first 500 all differ, since a repeat is no trial.
 */
#ifndef BENCH_NOISE_TRIALS_H
#define BENCH_NOISE_TRIALS_H

#include "base/mem.h"
#include "base/random.h"
#include "domain/bars.h"
#include "domain/signal.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct noise_world {
    size_t n;
    double drift;                   /* a year, of buy and hold */
    double edge;                    /* Sharpe ratio a year of being on the hidden side: */
    bool is_measured;               /* as these bars turned out, not as they were drawn from */
    const struct bars *days;        /* given ones, to shuffle; NULL: GARCH */
    uint64_t seed;
};

static void noise_add_day(struct bars *bars, double close, const double ratio[4])
{
    bars_append(bars, 946857600 + (int64_t)bars->count * 86400,
                (double[BARS_REQUIRED]){ close * ratio[0], close * ratio[1], close * ratio[2],
                                         close * ratio[3], 1e6 });
}

/* Open, high, low, close by the close before, of a day with this volatility. */
static void noise_day(struct random *random, double sigma, double mean, double ret_ratio[4])
{
    const double open = 1 + 0.4 * sigma * random_normal(random);
    const double close = open * (1 + mean + 0.9165 * sigma * random_normal(random));
    const double top = open > close ? open : close, bottom = open > close ? close : open;

    ret_ratio[0] = open;
    ret_ratio[1] = top * (1 + 0.4 * sigma * random_uniform(random));
    ret_ratio[2] = bottom * (1 - 0.4 * sigma * random_uniform(random));
    ret_ratio[3] = close;
}

/* J. Bollerslev and S. Taylor, 1986: alpha 0.08, beta 0.9, 1.1 % a day in the long run. */
static void noise_garch(const struct noise_world *world, struct random *random,
                        struct bars *ret_bars, uint8_t *ret_hidden)
{
    const double lasting = 0.011 * 0.011;
    double variance = lasting, close = 100, ratio[4];
    int side = 1;

    for (size_t t = 0; t < world->n; t++) {
        const double sigma = sqrt(variance);
        const double mean = world->drift / 252 + side * world->edge / sqrt(252) * sigma;

        noise_day(random, sigma, mean, ratio);
        noise_add_day(ret_bars, close, ratio);
        variance = 0.02 * lasting + 0.9 * variance +
                   0.08 * (ratio[3] - 1 - mean) * (ratio[3] - 1 - mean);
        close *= ratio[3];
        side = random_below(random, 10) ? side : -side;     /* known at this close: trades next */
        ret_hidden[t] = side > 0 ? SIGNAL_BUY : SIGNAL_SELL;
    }
}

static void noise_shuffle(const struct noise_world *world, struct random *random,
                          struct bars *ret_bars)
{
    size_t *order = mem_alloc(world->days->count * sizeof(*order));
    double close = 100, ratio[4];

    for (size_t i = 0; i < world->days->count; i++)
        order[i] = i;
    random_shuffle(random, order + 1, world->days->count - 1);
    for (size_t i = 1; i <= world->n; i++) {
        for (int c = 0; c < 4; c++)
            ratio[c] = world->days->column[c][order[i]] /
                       world->days->column[BARS_CLOSE][order[i] - 1];
        noise_add_day(ret_bars, close, ratio);
        close *= ratio[3];
    }
    free(order);
}

static double noise_mean(const double *x, size_t t, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[t - i];
    return sum / (double)n;
}

/* What rule k wants at the close of bar t: above 0 long, below it short. */
static double noise_wish(const struct bars *bars, size_t k, size_t t)
{
    const double *close = bars->column[BARS_CLOSE];
    const size_t n = 3 + k / 5 % 20 * 3, m = n + 10 + k / 100 * 12;

    switch (k % 5) {
    case 0: return noise_mean(close, t, n) - noise_mean(close, t, m);       /* two averages */
    case 1: return close[t - k / 100] - close[t - k / 100 - n];             /* momentum */
    case 2: return noise_mean(close, t, n) * (1 - 0.002 * (double)(k / 100)) - close[t];
    case 3: return close[t] - noise_mean(bars->column[BARS_HIGH], t, n) +
                   close[t] - noise_mean(bars->column[BARS_LOW], t, m);     /* a channel */
    default: return close[t - 1 - k / 5] - close[t];                        /* what was turns */
    }
}

static void noise_rule(const struct bars *bars, size_t k, uint8_t *ret_signal)
{
    enum { LOOKS_BACK = 120 };

    for (size_t t = 0; t < bars->count; t++) {
        const double wish = t < LOOKS_BACK ? 0 : noise_wish(bars, k, t);

        ret_signal[t] = wish > 0 ? SIGNAL_BUY : wish < 0 ? SIGNAL_SELL : SIGNAL_HOLD;
    }
}

#endif
