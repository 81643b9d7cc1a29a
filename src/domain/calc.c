#include "domain/calc.h"

#include "base/words.h"

#include <math.h>
#include <stdbool.h>

/* A number and what it lacks: hi + lo, with about 106 bits. */
struct pair {
    double hi, lo;
};

static const struct pair LN2 = { 0x1.62e42fee00000p-1, 0x1.a39ef35793c76p-33 };  /* hi: 32 bits */
static const struct pair HALF_PI = { 0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54 };
static const double INVERSE_LN2 = 0x1.71547652b82fep+0;
static const double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
static const double TWO_OVER_ROOT_PI = 0x1.20dd750429b6dp+0;

/* D. Knuth, The Art of Computer Programming 2, 4.2.2: the sum, and what rounding took from it. */
static struct pair add_exactly(double a, double b)
{
    const double sum = a + b, b_in_it = sum - a;

    return (struct pair){ sum, (a - (sum - b_in_it)) + (b - b_in_it) };
}

/* T. J. Dekker 1971: the same for a product, by halves of 26 bits. For |a|, |b| below 1e290. */
static struct pair multiply_exactly(double a, double b)
{
    const double a_high = a * 134217729.0 - (a * 134217729.0 - a), a_low = a - a_high;
    const double b_high = b * 134217729.0 - (b * 134217729.0 - b), b_low = b - b_high;
    const double product = a * b;

    return (struct pair){ product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high)
                                       + a_low * b_low };
}

static struct pair multiply(struct pair a, struct pair b)
{
    const struct pair p = multiply_exactly(a.hi, b.hi);

    return add_exactly(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static double power_of_two(int exponent)        /* -1022 to 1023 */
{
    const uint64_t bits = (uint64_t)(exponent + 1023) << 52;
    double value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* In two steps, as the exponent may leave the range of normal numbers: it is rounded only once. */
static double scale(double x, int exponent)
{
    if (exponent > 1023)
        return x * power_of_two(exponent - 1) * 2;
    if (exponent < -1021)
        return x * power_of_two(exponent + 600) * power_of_two(-600);
    return x * power_of_two(exponent);
}

static double polynomial(double x, const double *coefficient, size_t n)
{
    double sum = coefficient[n - 1];

    for (size_t i = n - 1; i-- > 0;)
        sum = sum * x + coefficient[i];
    return sum;
}

/* e to the (x.hi + x.lo): x = k ln 2 + r, and Taylor for r. */
static double exp_of(struct pair x)
{
    static const double inverse_factorials[] = {
        1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880,
        1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800,
    };

    if (x.hi > 709.8)
        return (double)INFINITY;
    if (x.hi < -745.2)
        return 0;

    const double k = floor(x.hi * INVERSE_LN2 + 0.5);
    const struct pair r = add_exactly(x.hi - k * LN2.hi, x.lo - k * LN2.lo);
    const double p = polynomial(r.hi, inverse_factorials, COUNT(inverse_factorials));

    return scale(1 + (r.hi + (r.hi * r.hi * p + r.lo)), (int)k);
}

double calc_exp(double x)
{
    return isnan(x) ? x : exp_of((struct pair){ x, 0 });
}

/* x = mantissa * 2^exponent, the mantissa in [sqrt(1/2), sqrt(2)). x is positive and finite. */
static double split(double x, int *ret_exponent)
{
    uint64_t bits;
    int below = 0;

    if (x < 0x1p-1022) {
        x *= 0x1p54;
        below = 54;
    }
    memcpy(&bits, &x, sizeof(bits));
    *ret_exponent = (int)(bits >> 52) - 1023 - below;
    bits = (bits & 0xfffffffffffffu) | (UINT64_C(1023) << 52);
    memcpy(&x, &bits, sizeof(x));
    if (x < 1.4142135623730951)
        return x;
    ++*ret_exponent;
    return x / 2;
}

/* log((1+s)/(1-s)) = 2 (s + s^3/3 + s^5/5 + ...): the factors from s^3 on, for |s| < 0.172. */
static const double ATANH[] = {
    2.0 / 3, 2.0 / 5, 2.0 / 7, 2.0 / 9, 2.0 / 11, 2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21,
    2.0 / 23,
};

double calc_log(double x)
{
    int exponent;

    if (isnan(x) || x < 0)
        return (double)NAN;
    if (x == 0 || isinf(x))
        return x == 0 ? -(double)INFINITY : x;

    const double f = split(x, &exponent) - 1, k = exponent;
    const double s = f / (2 + f), half = 0.5 * f * f;
    const double rest = s * s * polynomial(s * s, ATANH, COUNT(ATANH));

    /* log(1 + f) = f - f^2/2 + s (f^2/2 + rest): the large part, f, enters last and exact. */
    return k * LN2.hi - ((half - (s * (half + rest) + k * LN2.lo)) - f);
}

static struct pair log_of(double x)
{
    static const struct pair two_thirds = { 2.0 / 3, 0x1.5555555555555p-55 };
    int exponent;
    const double f = split(x, &exponent) - 1, k = exponent, d = 2 + f;
    const struct pair product = multiply_exactly(f / d, d);
    const struct pair s = add_exactly(f / d, ((f - product.hi) - product.lo
                                              - f / d * (f - (d - 2))) / d);
    const struct pair square = multiply(s, s);
    const double rest = square.hi * polynomial(square.hi, ATANH + 1, COUNT(ATANH) - 1);
    const struct pair factor = add_exactly(two_thirds.hi, two_thirds.lo + rest);
    const struct pair cubic = multiply(multiply(s, square), factor);
    const struct pair twice = add_exactly(2 * s.hi, cubic.hi);
    const struct pair sum = add_exactly(k * LN2.hi, twice.hi);

    return add_exactly(sum.hi, sum.lo + (twice.lo + (2 * s.lo + cubic.lo) + k * LN2.lo));
}

static bool is_odd(double y)
{
    return fabs(y) < 0x1p53 && floor(y) == y && floor(y / 2) * 2 != y;
}

/* x is positive, and neither it nor y is 0, infinite or NaN. */
static double pow_finite(double x, double y)
{
    const double bounded = y > 1e20 ? 1e20 : y < -1e20 ? -1e20 : y;     /* overflows as well */
    const struct pair log = log_of(x);
    const struct pair product = multiply_exactly(bounded, log.hi);

    return exp_of(add_exactly(product.hi, product.lo + bounded * log.lo));
}

double calc_pow(double x, double y)
{
    const double sign = signbit(x) && is_odd(y) ? -1 : 1, size = fabs(x);

    if (y == 0 || x == 1)
        return 1;
    if (isnan(x) || isnan(y))
        return (double)NAN;
    if (isinf(y))
        return size == 1 ? 1 : (size > 1) == (y > 0) ? (double)INFINITY : 0;
    if (size == 0 || isinf(size))
        return sign * ((size == 0) == (y > 0) ? 0 : (double)INFINITY);
    if (x < 0 && floor(y) != y)
        return (double)NAN;
    return sign * pow_finite(size, y);
}

/* Small: J. H. Lambert's continued fraction of 1768, x / (1 + c), c = x^2/(3 + x^2/(5 + ...)). */
double calc_tanh(double x)
{
    const double size = fabs(x);

    if (isnan(x) || size < 0x1p-30)
        return x;
    if (size > 22)
        return copysign(1, x);
    if (size > 0.55)
        return copysign(1 - 2 / (calc_exp(2 * size) + 1), x);

    double c = 19;
    for (double odd = 17; odd > 1; odd -= 2)
        c = odd + x * x / c;
    c = x * x / c;
    return x - x * (c / (1 + c));
}

double calc_atan(double x)
{
    static const struct pair of_eighths[] = {
        { 0, 0 },
        { 0x1.fd5ba9aac2f6ep-4, -0x1.cd37686760c17p-59 },
        { 0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57 },
        { 0x1.6f61941e4def1p-2, -0x1.c63aae6f6e918p-56 },
        { 0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56 },
        { 0x1.1e00babdefeb4p-1, -0x1.928df287a668fp-58 },
        { 0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56 },
        { 0x1.700a7c5784634p-1, -0x1.8c34d25aadef6p-56 },
        { 0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55 },
    };
    static const double series[] = {
        1.0 / 3, -1.0 / 5, 1.0 / 7, -1.0 / 9, 1.0 / 11, -1.0 / 13, 1.0 / 15, -1.0 / 17,
    };
    const double size = fabs(x);

    if (isnan(x))
        return x;

    /* atan(x) = atan(c) + atan((x-c)/(1+xc)), c the nearest eighth; of 1/x where x is above 1. */
    const double c = floor((size > 1 ? 1 / size : size) * 8 + 0.5) / 8;
    const struct pair base = of_eighths[(int)(c * 8)];
    const double t = isinf(size) ? 0 : size > 1 ? (1 - c * size) / (size + c)
                                                : (size - c) / (1 + size * c);
    const double bend = t * (t * t) * polynomial(t * t, series, COUNT(series));

    if (size <= 1)
        return copysign(base.hi + (t + (base.lo - bend)), x);

    const struct pair rest = add_exactly(HALF_PI.hi, -base.hi);
    return copysign(rest.hi - (t - (bend + (HALF_PI.lo - base.lo + rest.lo))), x);
}

/* x less k quarter turns, in four steps of which three are exact; k modulo 4 says which quarter. */
static struct pair quarter(double x, int *ret_k)
{
    const double k = floor(x * TWO_OVER_PI + 0.5);
    const double first = x - k * 0x1.921fb54400000p+0;
    const struct pair second = add_exactly(first, -k * 0x1.0b4611a600000p-34);
    const struct pair third = add_exactly(second.hi, -k * 0x1.3198a2e000000p-69);

    *ret_k = (int)k & 3;
    return add_exactly(third.hi, (second.lo + third.lo) - k * 0x1.b839a252049c1p-104);
}

static double sin_small(struct pair r)
{
    static const double series[] = {
        -1.0 / 6, 1.0 / 120, -1.0 / 5040, 1.0 / 362880, -1.0 / 39916800, 1.0 / 6227020800,
        -1.0 / 1307674368000, 1.0 / 355687428096000,
    };
    const double z = r.hi * r.hi;

    return r.hi + (r.hi * z * polynomial(z, series, COUNT(series)) + r.lo * (1 - z / 2));
}

static double cos_small(struct pair r)
{
    static const double series[] = {
        1.0 / 24, -1.0 / 720, 1.0 / 40320, -1.0 / 3628800, 1.0 / 479001600, -1.0 / 87178291200,
        1.0 / 20922789888000, -1.0 / 6402373705728000,
    };
    const double z = r.hi * r.hi, near = 1 - z / 2;
    const double rest = z * z * polynomial(z, series, COUNT(series)) - r.hi * r.lo;

    return near + (((1 - near) - z / 2) + rest);
}

double calc_sin(double x)
{
    int k;

    if (!(fabs(x) <= CALC_LARGEST_ANGLE))
        return (double)NAN;
    if (fabs(x) < 0x1p-30)
        return x;

    const struct pair r = quarter(x, &k);
    const double size = k & 1 ? cos_small(r) : sin_small(r);

    return k & 2 ? -size : size;
}

double calc_cos(double x)
{
    int k;

    if (!(fabs(x) <= CALC_LARGEST_ANGLE))
        return (double)NAN;

    const struct pair r = quarter(x, &k);
    const double size = k & 1 ? sin_small(r) : cos_small(r);

    return k == 1 || k == 2 ? -size : size;
}

double calc_tan(double x)
{
    int k;

    if (!(fabs(x) <= CALC_LARGEST_ANGLE))
        return (double)NAN;
    if (fabs(x) < 0x1p-30)
        return x;

    const struct pair r = quarter(x, &k);

    return k & 1 ? -cos_small(r) / sin_small(r) : sin_small(r) / cos_small(r);
}

/* Taylor's series near 0; beyond, what the tails of the normal curve leave over. */
double calc_erf(double x)
{
    const double size = fabs(x);
    double term = size, sum = size;

    if (isnan(x))
        return x;
    if (size >= 0.75)
        return copysign(1 - 2 * calc_normal_cdf(-size * 1.4142135623730951), x);
    for (double n = 1; n < 24; n++) {
        term *= -size * size / n;
        sum += term / (2 * n + 1);
    }
    return copysign(sum * TWO_OVER_ROOT_PI, x);
}
