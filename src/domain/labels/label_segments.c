#include "domain/labels/label_kinds.h"
#include "domain/labels/label_swings.h"

/* Every bar of an up-swing BUY, of a down-swing SELL; a turning point belongs to what follows. */
void label_segments(const struct strategy_labels *how, const struct bars *bars,
                    struct labels *labels)
{
    OWNED(label_swings_release) struct label_swings swings;
    const double *close = bars->column[BARS_CLOSE];
    size_t t = 0;

    label_swings_find(close, bars->count, how->zigzag_threshold, &swings);
    for (size_t s = 0; s < swings.count; s++)
        for (const struct label_swing *next = &swings.items[s]; t < next->at; t++) {
            labels->classes[t] = next->is_high ? SIGNAL_BUY : SIGNAL_SELL;
            labels->returns[t] = close[next->at] / close[t] - 1;
            labels->settled[t] = next->confirmed;
        }
}
