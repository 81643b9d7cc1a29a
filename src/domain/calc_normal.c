#include "domain/calc.h"

#include "base/words.h"

#include <math.h>

static const double ROOT_TWO_PI = 0x1.40d931ff62706p+1;

/* The height of the normal curve, exp(-x^2/2) / sqrt(2 pi). x^2 is taken apart into an exact part
 * and a small rest, as its rounding error would be multiplied by x^2. For |x| < 40. */
static double normal_density(double x)
{
    const double coarse = floor(x * 0x1p20) * 0x1p-20;

    return calc_exp(-coarse * coarse / 2) * calc_exp(-(x - coarse) * (x + coarse) / 2)
           / ROOT_TWO_PI;
}

/* x + x^3/3 + x^5/15 + ...: all of one sign, so nothing is lost. */
static double odd_series(double x)
{
    double term = x, sum = 0;

    for (double odd = 3; sum + term != sum; odd += 2) {
        sum += term;
        term *= x * x / odd;
    }
    return sum;
}

/* The share above x >= 1: P. S. Laplace's continued fraction of Mills' ratio, from the inside. */
static double share_above(double x)
{
    double fraction = x;

    if (x > 39)
        return 0;
    for (double n = 40 + floor(500 / (x * x)); n >= 1; n--)
        fraction = x + n / fraction;
    return normal_density(x) / fraction;
}

double calc_normal_cdf(double x)
{
    if (isnan(x))
        return x;
    if (x <= -1)
        return share_above(-x);
    if (x >= 1)
        return 1 - share_above(x);
    return 0.5 + normal_density(x) * odd_series(x);
}

/* Highest power first. */
static double polynomial(double x, const double *coefficient, size_t n)
{
    double sum = coefficient[0];

    for (size_t i = 1; i < n; i++)
        sum = sum * x + coefficient[i];
    return sum;
}

/* P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function",
 * 2003: rational, to 1.15e-9 of the result. For 0 < p <= 1/2. */
static double inverse_roughly(double p)
{
    static const double a[] = {
        -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00,
    };
    static const double b[] = {
        -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
        6.680131188771972e+01, -1.328068155288572e+01, 1,
    };
    static const double c[] = {
        -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00,
    };
    static const double d[] = {
        7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
        3.754408661907416e+00, 1,
    };

    if (p < 0.02425) {
        const double q = sqrt(-2 * calc_log(p));
        return polynomial(q, c, COUNT(c)) / polynomial(q, d, COUNT(d));
    }

    const double q = p - 0.5, r = q * q;
    return polynomial(r, a, COUNT(a)) * q / polynomial(r, b, COUNT(b));
}

double calc_normal_inverse(double p)
{
    if (isnan(p) || p < 0 || p > 1)
        return (double)NAN;
    if (p == 0 || p == 1)
        return p == 0 ? -(double)INFINITY : (double)INFINITY;
    if (p > 0.5)
        return -calc_normal_inverse(1 - p);

    /* One step of E. Halley's on top squares the error away. */
    const double x = inverse_roughly(p);
    const double u = (calc_normal_cdf(x) - p) / normal_density(x);

    return x - u / (1 + x * u / 2);
}
