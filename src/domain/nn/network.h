/*
 * network - a small fully connected net: its shape, and its weights in float32.
 *
 * Layer l maps in[l] to out[l]: w is row by row w[out][in] (as torch and safetensors keep it), then
 * b[out]. All weights lie in one block, layer after layer, w before b; after them, row by row, what
 * was learnt of each symbol: so many numbers that the first layer hears after the features.
 */
#ifndef DOMAIN_NN_NETWORK_H
#define DOMAIN_NN_NETWORK_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum {
    NETWORK_HIDDEN = 8, NETWORK_WIDTH = 1024, NETWORK_INPUTS = 4096,
    NETWORK_LAYERS = NETWORK_HIDDEN + 1, NETWORK_SYMBOLS = 1024, NETWORK_EMBEDDING = 64
};

enum network_activation {
    NETWORK_RELU, NETWORK_TANH, NETWORK_SIGMOID, NETWORK_LEAKY_RELU, NETWORK_ACTIVATIONS
};

struct network_shape {
    size_t inputs, outputs;             /* inputs: numbers of the feature plan */
    size_t n_hidden;
    size_t hidden[NETWORK_HIDDEN];
    enum network_activation activation;
    double dropout;                     /* share of hidden units silenced in training, 0 to < 1 */
    size_t symbols, embedding;          /* rows of the table, numbers in each; 0 and 0: none */
};

struct network_layer {
    size_t in, out;
    size_t weights, biases;             /* where they begin in the block */
};

struct network {
    struct network_shape shape;
    size_t n_layers;
    struct network_layer layer[NETWORK_LAYERS];
    size_t embeddings;                  /* where the table begins in the block */
    size_t n_values;
    float *values;                      /* owned */
};

const char *network_activation_name(enum network_activation activation);    /* "leaky_relu" */
CHECKED bool network_activation_find(const char *name, enum network_activation *ret_activation);

/* At least an input, an output and a unit in each hidden layer, and none beyond the limits above.
 * */
CHECKED bool network_shape_check(const struct network_shape *shape, struct error *err);

/* The layers of a shape that was checked, all values 0. */
struct network network_new(const struct network_shape *shape);
struct network network_copy(const struct network *network);
void network_release(struct network *network);

/* Every weight and bias of a layer uniform in +-1/sqrt(in), which is torch's default for a linear
 * layer, drawn from the seed in the order of the block; the numbers of symbols in +-1, drawn by
 * themselves, so that they change nothing of the layers. */
void network_randomize(struct network *network, uint64_t seed);

/* x is rows x inputs, row by row; so is the answer, rows x outputs. Softmax gives each row's shares
 * of the classes; network_predict_values what the last layer says, for a net that was fitted to a
 * number. Dropout is off. A NaN among a row's inputs makes that row NaN. */
void network_predict(const struct network *network, size_t rows, const float *x,
                     float *ret_softmax);
/* The same for one that knows symbols: the table's row for each row of x. NULL: it knows none. */
void network_predict_of(const struct network *network, size_t rows, const float *x,
                        const uint32_t *symbols, float *ret_softmax);
void network_predict_values(const struct network *network, size_t rows, const float *x,
                            float *ret_values);

#endif
