/*
 * statistics - of returns and equity curves.
 *
 * What is not defined (no deviation, too few values, an equity of zero) is NaN: absent, never 0 and
 * never clamped. Sums run from the first value to the last, so the bits are the same everywhere.
 */
#ifndef DOMAIN_STATISTICS_H
#define DOMAIN_STATISTICS_H

#include "base/words.h"

#include <stddef.h>

double statistics_mean(const double *x, size_t n);
double statistics_deviation(const double *x, size_t n);     /* sample: n - 1 */
double statistics_skew(const double *x, size_t n);          /* biased */
double statistics_kurtosis(const double *x, size_t n);      /* biased, not excess: 3 is normal */

/* Mean by sample deviation, not annualised. */
double statistics_sharpe(const double *returns, size_t n);

/* Mean by the root of the mean square of min(r, 0) over all n, not annualised. */
double statistics_sortino(const double *returns, size_t n);

/* ret_returns[i] = equity[i + 1] / equity[i] - 1, n - 1 of them; NaN from an equity <= 0. */
void statistics_returns(const double *equity, size_t n, double *ret_returns);

/* Growth per year of something that grew by `ratio` in `years`. */
double statistics_growth(double ratio, double years);

/* Slope of y on x in least squares. */
double statistics_beta(const double *y, const double *x, size_t n);

/* The p-quantile, 0 to 1, of values that are sorted, between neighbours in a straight line. */
double statistics_quantile(const double *sorted, size_t n, double p);
void statistics_sort(double *x, size_t n);

struct statistics_drawdown {
    double depth;               /* the deepest: 0.2 is 20 % below the peak; 0 if it never fell */
    double money;               /* the most below a peak in money; at another time, perhaps */
    size_t peak, trough;        /* of the deepest; 0 and 0 if it never fell */
    size_t recovery;            /* where the peak was reached again; n if it was not */
    size_t longest_from, longest_until;     /* the longest time below a peak; n - 1 if it lasts */
};
struct statistics_drawdown statistics_drawdowns(const double *equity, size_t n);

#endif
