/* adx - the Average Directional Index, for the indicators that build on it. */
#ifndef DOMAIN_INDICATORS_ADX_H
#define DOMAIN_INDICATORS_ADX_H

#include <stddef.h>

/* bars: high, low, close. out: adx from 2 * period - 1 on, plus_di and minus_di from period on;
 * rubbish before. */
void adx_fill(size_t n, const double *const bars[3], size_t period, double *const out[3]);

#endif
