/*
 * kernel - what a net computes, in float32 (kernel_f32) and in float64 (kernel_f64) from one
 * source.
 *
 * Inside, weights lie input by input, w[in][width], width being the outputs rounded up to 8 lanes,
 * then b[width]; the spare ones are 0 and stay 0. network.h's order is made only to store and to
 * predict. `void *` is an array of real: float or double, by the kernel that gets it.
 */
#ifndef DOMAIN_NN_KERNEL_H
#define DOMAIN_NN_KERNEL_H

#include "base/random.h"
#include "domain/nn/network.h"
#include "domain/nn/train_settings.h"

#include <stdbool.h>

struct kernel_layer {
    size_t in, out, width;
    size_t weights, biases;             /* where they begin in the block */
};

struct kernel_net {
    size_t n_layers, n_values;
    size_t widest;                      /* of all widths */
    size_t embedding, embeddings;       /* numbers of a symbol; where their table begins */
    struct kernel_layer layer[NETWORK_LAYERS];
    enum network_activation activation;
    double dropout;
};

/* Room for one batch. out[l] is what layer l says, rows x width: after the activation, but for the
 * last layer's. fed[l] is what the next layer hears of it: the same, or less what dropout took. */
struct kernel_room {
    size_t rows;
    void *out[NETWORK_LAYERS], *fed[NETWORK_LAYERS];
    void *mask[NETWORK_LAYERS];         /* 0 or 1/(1-dropout); NULL without dropout */
    void *delta, *next_delta;           /* slope of the loss by a layer's sums */
    void *turned;                       /* a layer's weights, output by output */
};

/* What the answers are held against. Weights, if not NULL, are of rows and multiply the class's. */
struct kernel_truth {
    enum train_loss loss;
    size_t n_classes;                   /* of cross entropy and focal; they are the first outputs */
    double focal_gamma, huber_delta;
    const double *class_weights;        /* NULL: all 1 */
    const int32_t *labels;              /* classes, or else */
    const double *targets;              /* numbers, for the first output */
    const double *weights;
};

struct kernel_score {
    double loss;                        /* weighted mean over the rows */
    size_t hits;                        /* rows whose highest output is their label's */
};

/* One step of the optimizer, its bias corrections and rates worked out. */
struct kernel_update {
    enum train_optimizer optimizer;
    double rate;                        /* Adam: learning rate / (1 - beta1^step) */
    double beta1, beta2, root_correction;   /* 1 / sqrt(1 - beta2^step) */
    double epsilon, momentum, alpha;
    double scale;                       /* of the gradient, by clipping */
    double decay;                       /* L2; AdamW: factor of the weights */
};

struct kernel {
    size_t size;                        /* of a real */

    /* x is rows x inputs. random is NULL without dropout. */
    void (*forward)(const struct kernel_net *net, const void *values, const void *x, size_t rows,
                    struct kernel_room *room, struct random *random);

    /* Loss of the rows that forward() left in room, and room->delta of the last layer. */
    struct kernel_score (*score)(const struct kernel_net *net, const struct kernel_truth *truth,
                                 size_t rows, struct kernel_room *room);

    void (*backward)(const struct kernel_net *net, const void *values, const void *x, size_t rows,
                     struct kernel_room *room, void *ret_gradient);
    double (*norm)(const void *gradient, size_t n);

    /* The two moments are Adam's; the first alone is momentum's, the second alone RMSprop's. */
    void (*update)(const struct kernel_update *update, size_t n, const void *gradient,
                   void *const moments[2], void *values);

    /* A stored row becomes row `to` of a batch, whose rows are `width` wide. */
    void (*take)(void *batch, size_t to, size_t width, const float *row, size_t columns);

    /* What is known of their symbols, put at the end of each row of x; and, after backward(), the
     * slope by it, from that by the first layer's sums in room->delta. */
    void (*embed)(const struct kernel_net *net, const void *values, const uint32_t *symbols,
                  size_t rows, void *x);
    void (*embed_back)(const struct kernel_net *net, const void *values, const uint32_t *symbols,
                       size_t rows, const void *delta, void *ret_gradient);
    double (*get)(const void *values, size_t at);
    void (*set)(void *values, size_t at, double value);
};

extern const struct kernel kernel_f32, kernel_f64;

struct kernel_net kernel_net_of(const struct network_shape *shape);
struct kernel_room kernel_room_new(const struct kernel *kernel, const struct kernel_net *net,
                                   size_t rows);
void kernel_room_release(struct kernel_room *room);

/* Between the two orders. */
void kernel_load(const struct kernel *kernel, const struct kernel_net *net,
                 const struct network *network, void *ret_values);
void kernel_store(const struct kernel *kernel, const struct kernel_net *net, const void *values,
                  struct network *ret_network);

/* Where weight w[out][in] of network.h lies in the block; `in` == layer->in is the bias. */
size_t kernel_place(const struct kernel_layer *layer, size_t out, size_t in);

#endif
