#include "domain/lookahead_poison.h"

#include "base/random.h"

static const double factor = 7.5, least_price = 1e-6;

const char *lookahead_poison_name(enum lookahead_poison how)
{
    static const char *const names[] = { "replaced", "shifted", "cut off" };

    return names[how];
}

/* A walk from twice the last price that was known, in steps of up to 2 %. */
static void replace(struct bars *bars, size_t i, size_t known, struct random *random)
{
    const double before = bars->column[BARS_CLOSE][i ? i - 1 : i] * (i == known ? 2 : 1);
    const double open = before > least_price ? before : least_price;
    const double close = open * (0.98 + 0.04 * random_uniform(random));
    const double above = open > close ? open : close, below = open > close ? close : open;

    bars->column[BARS_OPEN][i] = open;
    bars->column[BARS_CLOSE][i] = close;
    bars->column[BARS_HIGH][i] = above * (1 + 0.01 * random_uniform(random));
    bars->column[BARS_LOW][i] = below * (1 - 0.01 * random_uniform(random));
    bars->column[BARS_VOLUME][i] *= 0.1 + 3 * random_uniform(random);
}

static void shift(struct bars *bars, size_t i)
{
    for (int c = 0; c < BARS_REQUIRED; c++)
        bars->column[c][i] *= factor;
}

struct bars lookahead_poison_bars(const struct bars *bars, enum lookahead_poison how,
                                  const struct lookahead_poisoning *poisoning)
{
    struct random random = random_seed(poisoning->seed);
    struct bars made;
    size_t known = bars->count;

    while (known && calendar_bar_end(poisoning->calendar, poisoning->timeframe,
                                     bars->time[known - 1]) > poisoning->now)
        known--;
    made = bars_copy(bars, 0, how == LOOKAHEAD_CUT_OFF ? known : bars->count);
    for (size_t i = known; i < made.count; i++) {
        if (how == LOOKAHEAD_REPLACED)
            replace(&made, i, known, &random);
        else
            shift(&made, i);
        if (made.column[BARS_ADJUST])
            made.column[BARS_ADJUST][i] *= 1.25;
    }
    return made;
}
