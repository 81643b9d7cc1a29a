/* kernel_table - struct kernel of one precision, filled. */
#ifndef DOMAIN_NN_KERNEL_TABLE_H
#define DOMAIN_NN_KERNEL_TABLE_H

#include "domain/nn/kernel_body.h"

#include <string.h>

static void take_row(void *batch, size_t to, size_t width, const float *row, size_t columns)
{
    real *taken = (real *)batch + to * width;

    for (size_t i = 0; i < columns; i++)
        taken[i] = (real)row[i];
}

static void embed(const struct kernel_net *net, const void *values, const uint32_t *symbols,
                  size_t rows, void *x)
{
    const real *table = (const real *)values + net->embeddings;
    const size_t width = net->layer[0].in, n = net->embedding;

    for (size_t r = 0; r < rows; r++)
        memcpy((real *)x + r * width + width - n, table + symbols[r] * n, n * sizeof(real));
}

/* Row after row, so that the sum has one order. */
static void embed_back(const struct kernel_net *net, const void *values, const uint32_t *symbols,
                       size_t rows, const void *delta, void *ret_gradient)
{
    const struct kernel_layer *layer = &net->layer[0];
    const real *weights = (const real *)values + layer->weights;
    real *gradient = (real *)ret_gradient + net->embeddings;

    memset(gradient, 0, (net->n_values - net->embeddings) * sizeof(real));
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < net->embedding; i++) {
            const real *weight = weights + (layer->in - net->embedding + i) * layer->width;
            const real *slope = (const real *)delta + r * layer->width;
            real sum = 0;

            for (size_t o = 0; o < layer->out; o++)
                sum += slope[o] * weight[o];
            gradient[symbols[r] * net->embedding + i] += sum;
        }
}

static double value_at(const void *values, size_t at)
{
    return (double)((const real *)values)[at];
}

static void set_value(void *values, size_t at, double value)
{
    ((real *)values)[at] = (real)value;
}

#define KERNEL_TABLE                                                                    \
    {                                                                                   \
        .size = sizeof(real), .forward = REAL_NAME(forward), .score = REAL_NAME(score), \
        .backward = REAL_NAME(backward), .norm = REAL_NAME(norm),                       \
        .update = REAL_NAME(update), .take = take_row, .embed = embed,                  \
        .embed_back = embed_back, .get = value_at, .set = set_value,                    \
    }

#endif
