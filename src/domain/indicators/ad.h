/* ad - the money flow of a bar and its sum, for the indicators that build on it. */
#ifndef DOMAIN_INDICATORS_AD_H
#define DOMAIN_INDICATORS_AD_H

#include <stddef.h>

/* bars: high, low, close, volume. Volume times where the close stands in the bar: 1 at the high, -1
 * at the low, 0 in a bar without a range. */
static inline double ad_flow_at(const double *const bars[4], size_t i)
{
    const double high = bars[0][i], low = bars[1][i], close = bars[2][i];

    return high > low ? ((close - low) - (high - close)) / (high - low) * bars[3][i] : 0;
}

void ad_fill(size_t n, const double *const bars[4], double *out);

#endif
