#include "domain/nn/network.h"

#include "base/mem.h"
#include "base/random.h"
#include "domain/calc.h"
#include "domain/nn/kernel.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_ONCE = 128, WEIGHT_STREAM = 1, EMBEDDING_STREAM = 3 };

static const char *const names[] = {
    [NETWORK_RELU] = "relu",       [NETWORK_TANH] = "tanh",
    [NETWORK_SIGMOID] = "sigmoid", [NETWORK_LEAKY_RELU] = "leaky_relu",
};
static_assert(COUNT(names) == NETWORK_ACTIVATIONS, "one name per activation");

const char *network_activation_name(enum network_activation activation)
{
    return names[activation];
}

bool network_activation_find(const char *name, enum network_activation *ret_activation)
{
    for (int i = 0; i < NETWORK_ACTIVATIONS; i++)
        if (strcmp(names[i], name) == 0) {
            *ret_activation = (enum network_activation)i;
            return true;
        }
    return false;
}

static bool is_count(size_t n, size_t most)
{
    return n > 0 && n <= most;
}

bool network_shape_check(const struct network_shape *shape, struct error *err)
{
    if (!is_count(shape->inputs, NETWORK_INPUTS))
        return error_set(err, ERROR_INVALID, "a network takes 1 to %d inputs, not %zu",
                         NETWORK_INPUTS, shape->inputs);
    if (!shape->symbols != !shape->embedding || shape->symbols > NETWORK_SYMBOLS ||
        shape->embedding > NETWORK_EMBEDDING || shape->inputs + shape->embedding > NETWORK_INPUTS)
        return error_set(err, ERROR_INVALID, "a network knows no table of %zu symbols with %zu "
                         "numbers beside %zu inputs", shape->symbols, shape->embedding,
                         shape->inputs);
    if (!is_count(shape->outputs, NETWORK_WIDTH))
        return error_set(err, ERROR_INVALID, "a network has 1 to %d outputs, not %zu",
                         NETWORK_WIDTH, shape->outputs);
    if (shape->n_hidden > NETWORK_HIDDEN)
        return error_set(err, ERROR_INVALID, "a network has at most %d hidden layers, not %zu",
                         NETWORK_HIDDEN, shape->n_hidden);
    for (size_t l = 0; l < shape->n_hidden; l++)
        if (!is_count(shape->hidden[l], NETWORK_WIDTH))
            return error_set(err, ERROR_INVALID, "a hidden layer has 1 to %d units, not %zu",
                             NETWORK_WIDTH, shape->hidden[l]);
    if ((unsigned)shape->activation >= NETWORK_ACTIVATIONS)
        return error_set(err, ERROR_INVALID, "no activation has the number %u",
                         (unsigned)shape->activation);
    if (!(shape->dropout >= 0 && shape->dropout < 1))
        return error_set(err, ERROR_INVALID, "dropout lies in 0 to < 1, not %g", shape->dropout);
    return true;
}

struct network network_new(const struct network_shape *shape)
{
    struct network network = { .shape = *shape, .n_layers = shape->n_hidden + 1 };
    size_t in = shape->inputs + shape->embedding, at = 0;

    for (size_t l = 0; l < network.n_layers; l++) {
        const size_t out = l < shape->n_hidden ? shape->hidden[l] : shape->outputs;

        network.layer[l] = (struct network_layer){ in, out, at, at + in * out };
        at += in * out + out;
        in = out;
    }
    network.embeddings = at;
    network.n_values = at + shape->symbols * shape->embedding;
    network.values = mem_alloc(network.n_values * sizeof(*network.values));
    return network;
}

struct network network_copy(const struct network *network)
{
    struct network copy = network_new(&network->shape);

    memcpy(copy.values, network->values, copy.n_values * sizeof(*copy.values));
    return copy;
}

void network_release(struct network *network)
{
    free(network->values);
    *network = (struct network){0};
}

void network_randomize(struct network *network, uint64_t seed)
{
    struct random random = random_derive(seed, WEIGHT_STREAM);

    for (size_t l = 0; l < network->n_layers; l++) {
        const struct network_layer *layer = &network->layer[l];
        const double bound = 1 / sqrt((double)layer->in);

        for (size_t i = layer->weights; i < layer->biases + layer->out; i++)
            network->values[i] = (float)(bound * (2 * random_uniform(&random) - 1));
    }
    random = random_derive(seed, EMBEDDING_STREAM);
    for (size_t i = network->embeddings; i < network->n_values; i++)
        network->values[i] = (float)(2 * random_uniform(&random) - 1);
}

typedef void answer_fn(const float *sums, size_t n, float *ret_answer);

static void take_values(const float *sums, size_t n, float *ret_answer)
{
    memcpy(ret_answer, sums, n * sizeof(*sums));
}

static void take_softmax(const float *sums, size_t n, float *ret_answer)
{
    float highest = sums[0], sum = 0;

    for (size_t i = 1; i < n; i++)
        highest = sums[i] > highest ? sums[i] : highest;
    for (size_t i = 0; i < n; i++) {
        ret_answer[i] = calc_expf(sums[i] - highest);
        sum += ret_answer[i];
    }
    for (size_t i = 0; i < n; i++)
        ret_answer[i] /= sum;
}

/* Rows of features and behind them what is known of their symbols. */
static void widen(const struct network *network, const float *x, const uint32_t *symbols, size_t n,
                  float *ret_x)
{
    const size_t inputs = network->shape.inputs, embedding = network->shape.embedding;

    for (size_t r = 0; r < n; r++) {
        float *row = ret_x + r * (inputs + embedding);

        memcpy(row, x + r * inputs, inputs * sizeof(*row));
        memcpy(row + inputs, network->values + network->embeddings + symbols[r] * embedding,
               embedding * sizeof(*row));
    }
}

/* Where it knows symbols, one for each row. */
struct asked {
    size_t rows;
    const float *x;
    const uint32_t *symbols;
};

static void predict(const struct network *network, const struct asked *asked, answer_fn *answer,
                    float *ret)
{
    const size_t rows = asked->rows;
    const struct kernel_net net = kernel_net_of(&network->shape);
    const size_t inputs = network->shape.inputs, outputs = network->shape.outputs;
    const size_t last = net.n_layers - 1, most = rows < ROWS_AT_ONCE ? rows : ROWS_AT_ONCE;
    struct kernel_room OWNED(kernel_room_release) room = kernel_room_new(&kernel_f32, &net, most);
    float *values = mem_alloc(net.n_values * sizeof(*values));
    float *wide = network->shape.embedding ? mem_alloc(most * net.layer[0].in * sizeof(*wide))
                                           : NULL;

    assert(!network->shape.embedding == !asked->symbols);
    kernel_load(&kernel_f32, &net, network, values);
    for (size_t from = 0; from < rows; from += most) {
        const size_t n = rows - from < most ? rows - from : most;

        const float *x = asked->x + from * inputs;

        if (wide)
            widen(network, x, asked->symbols + from, n, wide);
        kernel_f32.forward(&net, values, wide ? wide : x, n, &room, NULL);
        for (size_t r = 0; r < n; r++)
            answer((const float *)room.out[last] + r * net.layer[last].width, outputs,
                   ret + (from + r) * outputs);
    }
    free(values);
    free(wide);
}

void network_predict(const struct network *network, size_t rows, const float *x, float *ret_softmax)
{
    predict(network, &(struct asked){ rows, x, NULL }, take_softmax, ret_softmax);
}

void network_predict_of(const struct network *network, size_t rows, const float *x,
                        const uint32_t *symbols, float *ret_softmax)
{
    predict(network, &(struct asked){ rows, x, symbols }, take_softmax, ret_softmax);
}

void network_predict_values(const struct network *network, size_t rows, const float *x,
                            float *ret_values)
{
    predict(network, &(struct asked){ rows, x, NULL }, take_values, ret_values);
}
