#include "domain/labels/label_kinds.h"

/* The return until the close of bar t + horizon, from the open of t + 1 or the close of t. */
void label_return(const struct strategy_labels *how, const struct bars *bars, struct labels *labels)
{
    const double *open = bars->column[BARS_OPEN], *close = bars->column[BARS_CLOSE];
    const size_t h = how->horizon;

    for (size_t t = 0; t + h < bars->count; t++) {
        const double entry = how->from == STRATEGY_FROM_OPEN ? open[t + 1] : close[t];
        const double gain = close[t + h] / entry - 1;

        labels->classes[t] = gain >= how->upper_threshold ? SIGNAL_BUY
                           : gain <= how->lower_threshold ? SIGNAL_SELL : SIGNAL_HOLD;
        labels->returns[t] = gain;
        labels->settled[t] = t + h;
    }
}
