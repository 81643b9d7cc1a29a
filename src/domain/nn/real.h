/*
 * real - the kernels are written once, for float and for double. kernel_f64.c defines
 * REAL_IS_DOUBLE before it includes them, kernel_f32.c does not.
 *
 * Every sum has one order, whatever the width of the processor's vectors: lanes are independent
 * sums, and eight of them are added up in a fixed order where it must be. Nothing is contracted to
 * FMA.
 */
#ifndef DOMAIN_NN_REAL_H
#define DOMAIN_NN_REAL_H

#include "domain/calc.h"

#include <math.h>
#include <stddef.h>

#ifdef REAL_IS_DOUBLE
enum { REAL_LANES = 4 };
typedef double real;
#define REAL_NAME(what) kernel_f64_##what
#else
enum { REAL_LANES = 8 };
typedef float real;
#define REAL_NAME(what) kernel_f32_##what
#endif

/* 32 bytes of them side by side, anywhere in memory: a register of AVX2, two of the plain build. */
typedef real real_lanes __attribute__((vector_size(REAL_LANES * sizeof(real)),
                                       aligned(sizeof(real)), may_alias));

/* Before a loop whose count is known: its variables shall be registers. */
#ifdef __clang__
#define REAL_UNROLL _Pragma("clang loop unroll(full)")
#else
#define REAL_UNROLL _Pragma("GCC unroll 8")
#endif

#define REAL_INLINE static inline __attribute__((always_inline))

REAL_INLINE real real_exp(real x)
{
#ifdef REAL_IS_DOUBLE
    return calc_exp(x);
#else
    return calc_expf(x);
#endif
}

REAL_INLINE real real_tanh(real x)
{
#ifdef REAL_IS_DOUBLE
    return calc_tanh(x);
#else
    return calc_tanhf(x);
#endif
}

REAL_INLINE real real_sqrt(real x)
{
#ifdef REAL_IS_DOUBLE
    return sqrt(x);
#else
    return sqrtf(x);
#endif
}

#endif
