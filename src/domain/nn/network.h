/*
 * network - a small fully connected net: its shape, and its weights in float32.
 *
 * Layer l maps in[l] to out[l]: w is row by row w[out][in] (as torch and safetensors keep it), then
 * b[out]. All weights lie in one block, layer after layer, w before b.
 */
#ifndef DOMAIN_NN_NETWORK_H
#define DOMAIN_NN_NETWORK_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum { NETWORK_HIDDEN = 8, NETWORK_WIDTH = 1024, NETWORK_INPUTS = 4096 };

enum network_activation {
    NETWORK_RELU, NETWORK_TANH, NETWORK_SIGMOID, NETWORK_LEAKY_RELU, NETWORK_ACTIVATIONS
};

struct network_shape {
    size_t inputs, outputs;
    size_t n_hidden;
    size_t hidden[NETWORK_HIDDEN];
    enum network_activation activation;
    double dropout;                     /* share of hidden units silenced in training, 0 to < 1 */
};

const char *network_activation_name(enum network_activation activation);

#endif
