/*
 * kernel_update - one step of the optimizer over all weights, as torch 1.13 does it.
 *
 * D. Kingma and J. Ba, "Adam", 2015; I. Loshchilov and F. Hutter, "Decoupled weight decay", 2019
 * (AdamW); T. Tieleman and G. Hinton 2012 (RMSprop). Epsilon is added outside the corrected root.
 */
#ifndef DOMAIN_NN_KERNEL_UPDATE_H
#define DOMAIN_NN_KERNEL_UPDATE_H

#include "domain/nn/kernel.h"
#include "domain/nn/real.h"

/* A moment whose gradient is 0 from now on (of a dead unit) would shrink into the denormal numbers
 * and stay there, where a processor is up to a hundred times slower. */
REAL_INLINE real kernel_flush(real moment)
{
#ifdef REAL_IS_DOUBLE
    const real tiny = 1e-290;
#else
    const real tiny = 1e-33f;
#endif

    return moment < tiny && moment > -tiny ? 0 : moment;
}

/* AdamW shrinks the weights themselves, the others add L2's slope to the gradient. */
REAL_INLINE void kernel_adam(const struct kernel_update *u, size_t n, const real *restrict gradient,
                             real *restrict first, real *restrict second, real *restrict v)
{
    const bool is_decoupled = u->optimizer == TRAIN_ADAMW;
    const real scale = (real)u->scale, l2 = is_decoupled ? 0 : (real)u->decay;
    const real kept = is_decoupled ? (real)u->decay : 1;
    const real beta1 = (real)u->beta1, rest1 = (real)(1 - u->beta1);
    const real beta2 = (real)u->beta2, rest2 = (real)(1 - u->beta2);
    const real rate = (real)u->rate, correct = (real)u->root_correction;
    const real epsilon = (real)u->epsilon;

    for (size_t i = 0; i < n; i++) {
        const real g = gradient[i] * scale + l2 * v[i];

        first[i] = kernel_flush(beta1 * first[i] + rest1 * g);
        second[i] = kernel_flush(beta2 * second[i] + rest2 * g * g);
        v[i] = v[i] * kept - rate * first[i] / (real_sqrt(second[i]) * correct + epsilon);
    }
}

REAL_INLINE void kernel_sgd(const struct kernel_update *u, size_t n, const real *restrict gradient,
                            real *restrict first, real *restrict v)
{
    const real scale = (real)u->scale, l2 = (real)u->decay;
    const real momentum = (real)u->momentum, rate = (real)u->rate;

    for (size_t i = 0; i < n; i++) {
        first[i] = kernel_flush(momentum * first[i] + (gradient[i] * scale + l2 * v[i]));
        v[i] -= rate * first[i];
    }
}

REAL_INLINE void kernel_rmsprop(const struct kernel_update *u, size_t n,
                                const real *restrict gradient, real *restrict second,
                                real *restrict v)
{
    const real scale = (real)u->scale, l2 = (real)u->decay;
    const real alpha = (real)u->alpha, rest = (real)(1 - u->alpha);
    const real rate = (real)u->rate, epsilon = (real)u->epsilon;

    for (size_t i = 0; i < n; i++) {
        const real g = gradient[i] * scale + l2 * v[i];

        second[i] = kernel_flush(alpha * second[i] + rest * g * g);
        v[i] -= rate * g / (real_sqrt(second[i]) + epsilon);
    }
}

#endif
