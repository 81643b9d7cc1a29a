/* rsi - the Relative Strength Index, for the indicators that build on it. */
#ifndef DOMAIN_INDICATORS_RSI_H
#define DOMAIN_INDICATORS_RSI_H

#include <stddef.h>

/* Writes to out[period] ... out[n - 1]; rubbish before. out may not be price. */
void rsi_fill(size_t n, const double *price, size_t period, double *out);

#endif
