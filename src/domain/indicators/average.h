/*
 * average - moving averages of a column; the building blocks of other indicators.
 *
 * Each writes to out[period - 1] ... out[n - 1] and leaves alone what is before. Of a column that
 * never moves they are exactly its value. Any n, any period from 1 on. No output may be an input.
 */
#ifndef DOMAIN_INDICATORS_AVERAGE_H
#define DOMAIN_INDICATORS_AVERAGE_H

#include <stddef.h>

/* Each new value counts 2/(period + 1); starts with the mean of the first `period`. */
void average_ema(size_t n, const double *x, size_t period, double *out);

/* Two at once, fast < slow, which takes no longer than one. */
void average_ema_pair(size_t n, const double *x, size_t fast, size_t slow, double *out_fast,
                      double *out_slow);

/* Wilder's: each new value counts 1/period; starts with the mean of the first `period`. */
void average_wilder(size_t n, const double *x, size_t period, double *out);

double average_first(const double *x, size_t count);    /* the plain mean of so many */

#endif
