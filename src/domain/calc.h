/*
 * calc - exp, log and their kin, with the same bits on every x86-64.
 *
 * The C library picks another exp where the processor has FMA, and its last bit differs: a model
 * trained here would not be the model trained there. These use + - * / and sqrt alone, in an order
 * that is written down, so they answer alike everywhere. The errors below, in units in the last
 * place, hold against glibc over 100 000 arguments each in tests/unit/domain/test_calc.c.
 *
 * NaN gives NaN, and infinities and zeros what C99's annex F says. Any thread.
 */
#ifndef DOMAIN_CALC_H
#define DOMAIN_CALC_H

#include <stdint.h>
#include <string.h>

double calc_exp(double x);                  /* 1 ulp */
double calc_log(double x);                  /* 1 ulp; NaN below 0, -inf at 0 */
double calc_pow(double x, double y);        /* 1 ulp */
double calc_tanh(double x);                 /* 2 ulp */
double calc_atan(double x);                 /* 1 ulp */

/* For |x| <= CALC_LARGEST_ANGLE, in radians; NaN beyond: a larger one has no use here. */
#define CALC_LARGEST_ANGLE 1e6
double calc_sin(double x);                  /* 1 ulp */
double calc_cos(double x);                  /* 1 ulp */
double calc_tan(double x);                  /* 2 ulp */

double calc_erf(double x);                  /* 4 ulp */

/* The share of a standard normal below x, also far out in either tail (1e-14 relative), and the x
 * below which the share p lies (2e-14 relative or absolute): -inf at 0, inf at 1, NaN outside. */
double calc_normal_cdf(double x);
double calc_normal_inverse(double p);

/*
 * Float32, for kernels: no branch and no call, so that a loop over them becomes vector code, and
 * the lanes come out as the scalar would.
 */

static inline float calc_scale_f(float log2_e_x_plus_shift)
{
    uint32_t bits;
    float scale;

    memcpy(&bits, &log2_e_x_plus_shift, sizeof(bits));
    bits = (bits + (127u - 0x4b400000u)) << 23;
    memcpy(&scale, &bits, sizeof(scale));
    return scale;
}

/* e to the r, less 1, for |r| <= ln(2)/2: Taylor, the next term is 5e-9 of the result. */
static inline float calc_expm1_small_f(float r)
{
    float p = 1.0f / 5040;

    p = p * r + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    return r + r * r * p;
}

/* Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits. */
#define CALC_SHIFT_F 12582912.0f
#define CALC_LN2_HIGH_F 0.693359375f        /* 9 bits: times an integer up to 2^15 it is exact */
#define CALC_LN2_LOW_F (-2.12194440054690587e-4f)

/* 2 ulp in [-87, 88]; 0 below, where the result would be denormal; infinite above. */
static inline float calc_expf(float x)
{
    const float clamped = x > 88.0f ? 88.0f : x < -87.0f ? -87.0f : x;
    const float shifted = clamped * 1.44269504f + CALC_SHIFT_F;
    const float k = shifted - CALC_SHIFT_F;
    const float r = (clamped - k * CALC_LN2_HIGH_F) - k * CALC_LN2_LOW_F;
    const float y = (1 + calc_expm1_small_f(r)) * calc_scale_f(shifted);

    return x < -87.0f ? 0.0f : x > 88.0f ? __builtin_inff() : y;
}

/* 3 ulp: -m / (2 + m) with m = exp(-2|x|) - 1, which keeps small x exact. */
static inline float calc_tanhf(float x)
{
    const float size = x < 0 ? -x : x;
    const float twice = size > 10.0f ? -20.0f : -2 * size;
    const float shifted = twice * 1.44269504f + CALC_SHIFT_F;
    const float k = shifted - CALC_SHIFT_F;
    const float r = (twice - k * CALC_LN2_HIGH_F) - k * CALC_LN2_LOW_F;
    const float scale = calc_scale_f(shifted);
    const float m = scale * calc_expm1_small_f(r) + (scale - 1);
    const float y = -m / (2 + m);

    return x < 0 ? -y : x > 0 ? y : x;
}

#endif
