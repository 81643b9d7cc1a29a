#include "domain/labels/label_kinds.h"
#include "domain/labels/label_swings.h"

/*
 * BUY before a high that comes within the lookahead and lies at least the threshold above the
 * close, SELL before such a low, else HOLD.
 */
static enum signal judge(const struct strategy_labels *how, const double *close, size_t t,
                         const struct label_swing *next)
{
    const double far = close[t] * (next->is_high ? 1 + how->zigzag_threshold
                                                 : 1 - how->zigzag_threshold);

    if (next->at - t > how->label_lookahead)
        return SIGNAL_HOLD;
    if (next->is_high)
        return close[next->at] >= far ? SIGNAL_BUY : SIGNAL_HOLD;
    return close[next->at] <= far ? SIGNAL_SELL : SIGNAL_HOLD;
}

void label_zigzag(const struct strategy_labels *how, const struct bars *bars, struct labels *labels)
{
    OWNED(label_swings_release) struct label_swings swings;
    const double *close = bars->column[BARS_CLOSE];
    size_t t = 0;

    label_swings_find(close, bars->count, how->zigzag_threshold, &swings);
    for (size_t s = 0; s < swings.count; s++)
        for (const struct label_swing *next = &swings.items[s]; t < next->at; t++) {
            labels->classes[t] = (int8_t)judge(how, close, t, next);
            labels->returns[t] = close[next->at] / close[t] - 1;
            labels->settled[t] = next->confirmed;
        }
}
