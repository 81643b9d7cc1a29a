/* atr - Wilder's average of the true range, for the indicators that build on it. */
#ifndef DOMAIN_INDICATORS_ATR_H
#define DOMAIN_INDICATORS_ATR_H

#include <stddef.h>

/* bars: high, low, close. Writes to out[period] ... out[n - 1], and leaves the rest alone. */
void atr_fill(size_t n, const double *const bars[3], size_t period, double *out);

#endif
