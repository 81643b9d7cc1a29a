/*
 * true_range - how far the price ranged in a bar, the jump from the close before included.
 * J. W. Wilder, New Concepts in Technical Trading Systems, 1978.
 */
#ifndef DOMAIN_INDICATORS_TRUE_RANGE_H
#define DOMAIN_INDICATORS_TRUE_RANGE_H

#include <stddef.h>

/* The largest of high - low, |high - close before|, |low - close before|, which is how far the bar
 * and the close before reach together. Of a first bar there is none: i >= 1. */
static inline double true_range_at(const double *high, const double *low, const double *close,
                                   size_t i)
{
    const double before = close[i - 1];

    return (high[i] > before ? high[i] : before) - (low[i] < before ? low[i] : before);
}

/* bars: high, low, close. Writes to out[1] ... out[n - 1]. */
void true_range_fill(size_t n, const double *const bars[3], double *out);

#endif
