/* kernel_layers - the net forwards and backwards over a batch. */
#ifndef DOMAIN_NN_KERNEL_LAYERS_H
#define DOMAIN_NN_KERNEL_LAYERS_H

#include "domain/nn/kernel.h"
#include "domain/nn/kernel_product.h"

#define KERNEL_LEAK ((real)0.01)        /* slope of leaky_relu below 0 */

/* Compared so that a NaN stays one. */
REAL_INLINE void kernel_activate(enum network_activation activation, real *v, size_t n)
{
    switch (activation) {
    case NETWORK_TANH:
        for (size_t i = 0; i < n; i++)
            v[i] = real_tanh(v[i]);
        break;
    case NETWORK_SIGMOID:
        for (size_t i = 0; i < n; i++)
            v[i] = 1 / (1 + real_exp(-v[i]));
        break;
    case NETWORK_LEAKY_RELU:
        for (size_t i = 0; i < n; i++)
            v[i] = v[i] < 0 ? v[i] * KERNEL_LEAK : v[i];
        break;
    default:
        for (size_t i = 0; i < n; i++)
            v[i] = v[i] < 0 ? 0 : v[i];
    }
}

/* delta times the slope, which is seen in what came out. */
REAL_INLINE void kernel_slope(enum network_activation activation, const real *out, real *delta,
                              size_t n)
{
    switch (activation) {
    case NETWORK_TANH:
        for (size_t i = 0; i < n; i++)
            delta[i] *= 1 - out[i] * out[i];
        break;
    case NETWORK_SIGMOID:
        for (size_t i = 0; i < n; i++)
            delta[i] *= out[i] * (1 - out[i]);
        break;
    case NETWORK_LEAKY_RELU:
        for (size_t i = 0; i < n; i++)
            delta[i] *= out[i] > 0 ? 1 : KERNEL_LEAK;
        break;
    default:
        for (size_t i = 0; i < n; i++)
            delta[i] = out[i] > 0 ? delta[i] : 0;
    }
}

/* Sigmoid makes 1/2 of the spare sums' 0. */
REAL_INLINE void kernel_clear_spare(const struct kernel_layer *layer, size_t rows, real *v)
{
    for (size_t r = 0; r < rows; r++)
        for (size_t o = layer->out; o < layer->width; o++)
            v[r * layer->width + o] = 0;
}

/* Inverted dropout: what stays is scaled up, so that nothing is to do when predicting. Four units
 * per number drawn: the share is rounded to 1/65536, and the scale fits what it was rounded to. */
REAL_INLINE void kernel_drop(double share, struct random *random, size_t n, const real *out,
                             real *mask, real *fed)
{
    const double rounded = floor(share * 65536 + 0.5);
    const uint16_t limit = (uint16_t)(rounded < 65535 ? rounded : 65535);
    const real factor[2] = { (real)(1 / (1 - limit / 65536.0)), 0 };    /* looked up: no branch */

    for (size_t i = 0; i < n; i += 4) {
        const uint64_t bits = random_bits(random);

        for (unsigned k = 0; k < 4; k++)
            mask[i + k] = factor[(uint16_t)(bits >> 16 * k) < limit];
    }
    for (size_t i = 0; i < n; i++)
        fed[i] = out[i] * mask[i];
}

REAL_INLINE void kernel_turn(const struct kernel_layer *layer, size_t width, const real *weights,
                             real *turned)
{
    for (size_t o = 0; o < layer->out; o++) {
        for (size_t i = 0; i < layer->in; i++)
            turned[o * width + i] = weights[i * layer->width + o];
        for (size_t i = layer->in; i < width; i++)
            turned[o * width + i] = 0;
    }
}

REAL_INLINE void kernel_sum_rows(const real *v, size_t rows, size_t width, real *ret_sums)
{
    for (size_t o = 0; o < width; o++)
        ret_sums[o] = v[o];
    for (size_t r = 1; r < rows; r++)
        for (size_t o = 0; o < width; o++)
            ret_sums[o] += v[r * width + o];
}

#endif
