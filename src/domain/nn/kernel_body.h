/* kernel_body - the functions of struct kernel, for the precision of whoever includes it. */
#ifndef DOMAIN_NN_KERNEL_BODY_H
#define DOMAIN_NN_KERNEL_BODY_H

#include "domain/nn/kernel_layers.h"
#include "domain/nn/kernel_loss.h"
#include "domain/nn/kernel_update.h"

void REAL_NAME(forward)(const struct kernel_net *net, const void *values, const void *x,
                        size_t rows, struct kernel_room *room, struct random *random);
struct kernel_score REAL_NAME(score)(const struct kernel_net *net,
                                     const struct kernel_truth *truth, size_t rows,
                                     struct kernel_room *room);
void REAL_NAME(backward)(const struct kernel_net *net, const void *values, const void *x,
                         size_t rows, struct kernel_room *room, void *ret_gradient);
double REAL_NAME(norm)(const void *gradient, size_t n);
void REAL_NAME(update)(const struct kernel_update *update, size_t n, const void *gradient,
                       void *const moments[2], void *values);

KERNEL void REAL_NAME(forward)(const struct kernel_net *net, const void *values, const void *x,
                               size_t rows, struct kernel_room *room, struct random *random)
{
    const real *weights = values, *in = x;
    size_t in_row = net->layer[0].in;

    for (size_t l = 0; l < net->n_layers; l++) {
        const struct kernel_layer *layer = &net->layer[l];
        const size_t n = rows * layer->width;

        kernel_multiply(&(struct kernel_product){
            rows, layer->in, layer->width, in, in_row, 1, weights + layer->weights, layer->width,
            weights + layer->biases, room->out[l], layer->width });
        if (l + 1 == net->n_layers)
            return;
        kernel_activate(net->activation, room->out[l], n);
        if (net->activation == NETWORK_SIGMOID)
            kernel_clear_spare(layer, rows, room->out[l]);
        if (random && room->mask[l])
            kernel_drop(net->dropout, random, n, room->out[l], room->mask[l], room->fed[l]);
        in = random ? room->fed[l] : room->out[l];
        in_row = layer->width;
    }
}

KERNEL struct kernel_score REAL_NAME(score)(const struct kernel_net *net,
                                            const struct kernel_truth *truth, size_t rows,
                                            struct kernel_room *room)
{
    const size_t last = net->n_layers - 1, width = net->layer[last].width;
    const bool is_number = truth->loss == TRAIN_HUBER || truth->loss == TRAIN_MSE;
    struct kernel_score score = {0};
    double sum = 0;

    memset(room->delta, 0, rows * width * sizeof(real));
    for (size_t r = 0; r < rows; r++)
        sum += kernel_row_weight(truth, r);
    for (size_t r = 0; r < rows; r++) {
        const real *v = (const real *)room->out[last] + r * width;
        real *delta = (real *)room->delta + r * width;
        const double weight = kernel_row_weight(truth, r) / sum;

        if (is_number) {
            const double off = (double)v[0] - truth->targets[r];

            score.loss += weight * kernel_number_row(truth, off, weight, delta);
            continue;
        }

        const struct kernel_row row =
            kernel_class_row(truth, v, (size_t)truth->labels[r], weight, delta);

        score.loss += weight * row.loss;
        score.hits += row.is_hit;
    }
    return score;
}

KERNEL void REAL_NAME(backward)(const struct kernel_net *net, const void *values, const void *x,
                                size_t rows, struct kernel_room *room, void *ret_gradient)
{
    const real *weights = values;
    real *gradient = ret_gradient;

    for (size_t l = net->n_layers; l-- > 0;) {
        const struct kernel_layer *layer = &net->layer[l];
        const real *in = l ? room->fed[l - 1] : x;
        const size_t in_row = l ? net->layer[l - 1].width : layer->in;

        kernel_multiply(&(struct kernel_product){
            layer->in, rows, layer->width, in, 1, in_row, room->delta, layer->width, NULL,
            gradient + layer->weights, layer->width });
        kernel_sum_rows(room->delta, rows, layer->width, gradient + layer->biases);
        if (l == 0)
            return;

        real *next = room->next_delta;
        const real *mask = room->mask[l - 1];

        kernel_turn(layer, in_row, weights + layer->weights, room->turned);
        kernel_multiply(&(struct kernel_product){
            rows, layer->out, in_row, room->delta, layer->width, 1, room->turned, in_row, NULL,
            next, in_row });
        for (size_t i = 0; mask && i < rows * in_row; i++)
            next[i] *= mask[i];
        kernel_slope(net->activation, room->out[l - 1], next, rows * in_row);
        room->next_delta = room->delta;
        room->delta = next;
    }
}

KERNEL double REAL_NAME(norm)(const void *gradient, size_t n)
{
    const real *g = gradient;
    double sum[8] = {0};

    for (size_t i = 0; i < n; i += 8)
        for (size_t k = 0; k < 8; k++)
            sum[k] += (double)g[i + k] * (double)g[i + k];
    return sqrt(((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7])));
}

KERNEL void REAL_NAME(update)(const struct kernel_update *update, size_t n, const void *gradient,
                              void *const moments[2], void *values)
{
    if (update->optimizer == TRAIN_SGD)
        kernel_sgd(update, n, gradient, moments[0], values);
    else if (update->optimizer == TRAIN_RMSPROP)
        kernel_rmsprop(update, n, gradient, moments[1], values);
    else
        kernel_adam(update, n, gradient, moments[0], moments[1], values);
}

#endif
