/* volatility - what the estimators of volatility share. */
#ifndef DOMAIN_INDICATORS_VOLATILITY_H
#define DOMAIN_INDICATORS_VOLATILITY_H

#include <stddef.h>

#define VOLATILITY_LN2 0.6931471805599453

/* log(a / b); 0 where one of them has no logarithm. */
double volatility_log(double a, double b);

/* Rogers and Satchell's estimate of the variance of one bar; not below 0. */
double volatility_range(double open, double high, double low, double close);

/* In percent, for a year: of terms that are variances of single bars, the root of the mean of
 * `period`. A mean below 0, which some estimators know, is 0. Writes to out[period - 1] ... */
void volatility_fill(size_t n, const double *term, size_t period, double bars_per_year,
                     double *out);

#endif
