#include "domain/statistics.h"

#include "domain/calc.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

double statistics_mean(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return n ? sum / (double)n : (double)NAN;
}

/* Sum of (x - mean)^power. */
static double moment(const double *x, size_t n, int power)
{
    const double mean = statistics_mean(x, n);
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        const double d = x[i] - mean;
        sum += power == 2 ? d * d : power == 3 ? d * d * d : d * d * d * d;
    }
    return sum;
}

/* Equal values may leave a hair of deviation, since their mean is rounded. */
static bool is_constant(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (!(x[i] == x[0]))
            return false;
    return true;
}

double statistics_deviation(const double *x, size_t n)
{
    if (n < 2)
        return NAN;
    return is_constant(x, n) ? 0 : sqrt(moment(x, n, 2) / (double)(n - 1));
}

double statistics_skew(const double *x, size_t n)
{
    const double variance = n ? moment(x, n, 2) / (double)n : 0;

    if (is_constant(x, n))
        return NAN;
    return moment(x, n, 3) / (double)n / (variance * sqrt(variance));
}

double statistics_kurtosis(const double *x, size_t n)
{
    const double variance = n ? moment(x, n, 2) / (double)n : 0;

    if (is_constant(x, n))
        return NAN;
    return moment(x, n, 4) / (double)n / (variance * variance);
}

double statistics_sharpe(const double *returns, size_t n)
{
    const double deviation = statistics_deviation(returns, n);

    return deviation > 0 ? statistics_mean(returns, n) / deviation : (double)NAN;
}

double statistics_sortino(const double *returns, size_t n)
{
    double squares = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(returns[i]))
            return NAN;
        if (returns[i] < 0)
            squares += returns[i] * returns[i];
    }
    return squares > 0 ? statistics_mean(returns, n) / sqrt(squares / (double)n) : (double)NAN;
}

void statistics_returns(const double *equity, size_t n, double *ret_returns)
{
    for (size_t i = 1; i < n; i++)
        ret_returns[i - 1] = equity[i - 1] > 0 ? equity[i] / equity[i - 1] - 1 : (double)NAN;
}

double statistics_growth(double ratio, double years)
{
    return ratio >= 0 && years > 0 ? calc_pow(ratio, 1 / years) - 1 : (double)NAN;
}

double statistics_beta(const double *y, const double *x, size_t n)
{
    const double mean_y = statistics_mean(y, n), mean_x = statistics_mean(x, n);
    double product = 0, square = 0;

    for (size_t i = 0; i < n; i++) {
        product += (y[i] - mean_y) * (x[i] - mean_x);
        square += (x[i] - mean_x) * (x[i] - mean_x);
    }
    return n && !is_constant(x, n) ? product / square : (double)NAN;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

void statistics_sort(double *x, size_t n)
{
    qsort(x, n, sizeof(*x), by_value);
}

double statistics_quantile(const double *sorted, size_t n, double p)
{
    const double place = p * (double)(n - 1);
    const size_t below = n ? (size_t)place : 0;

    if (!n)
        return NAN;
    if (below + 1 >= n)
        return sorted[n - 1];
    return sorted[below] + (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

struct statistics_drawdown statistics_drawdowns(const double *equity, size_t n)
{
    struct statistics_drawdown d = { .recovery = n };
    size_t peak = 0;

    for (size_t i = 1; i < n; i++) {
        const bool was_below = equity[i - 1] < equity[peak], is_below = equity[i] < equity[peak];
        const double depth = 1 - equity[i] / equity[peak];

        if ((was_below || is_below) && i - peak > d.longest_until - d.longest_from) {
            d.longest_from = peak;
            d.longest_until = i;
        }
        if (is_below && depth > d.depth) {
            d.depth = depth;
            d.peak = peak;
            d.trough = i;
            d.recovery = n;
        }
        d.money = fmax(d.money, equity[peak] - equity[i]);
        if (is_below)
            continue;
        if (d.depth > 0 && d.peak == peak && d.recovery == n)
            d.recovery = i;
        peak = i;
    }
    return d;
}
