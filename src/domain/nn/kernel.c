#include "domain/nn/kernel.h"

#include "base/mem.h"

#include <stdlib.h>

static size_t rounded_up(size_t n)
{
    return (n + 7) / 8 * 8;
}

struct kernel_net kernel_net_of(const struct network_shape *shape)
{
    struct kernel_net net = { .n_layers = shape->n_hidden + 1, .activation = shape->activation,
                              .dropout = shape->n_hidden ? shape->dropout : 0 };
    size_t in = shape->inputs + shape->embedding;

    for (size_t l = 0; l < net.n_layers; l++) {
        struct kernel_layer *layer = &net.layer[l];

        layer->in = in;
        layer->out = l < shape->n_hidden ? shape->hidden[l] : shape->outputs;
        layer->width = rounded_up(layer->out);
        layer->weights = net.n_values;
        layer->biases = layer->weights + layer->in * layer->width;
        net.n_values = layer->biases + layer->width;
        if (layer->width > net.widest)
            net.widest = layer->width;
        in = layer->out;
    }
    net.embedding = shape->embedding;
    net.embeddings = net.n_values;
    net.n_values += rounded_up(shape->symbols * shape->embedding);
    return net;
}

struct kernel_room kernel_room_new(const struct kernel *kernel, const struct kernel_net *net,
                                   size_t rows)
{
    struct kernel_room room = { .rows = rows };
    size_t largest = 0;

    for (size_t l = 0; l < net->n_layers; l++) {
        const struct kernel_layer *layer = &net->layer[l];
        const size_t size = rows * layer->width * kernel->size;

        if (l > 0 && layer->out * net->layer[l - 1].width > largest)
            largest = layer->out * net->layer[l - 1].width;
        room.out[l] = room.fed[l] = mem_alloc(size);
        if (net->dropout > 0 && l + 1 < net->n_layers) {
            room.fed[l] = mem_alloc(size);
            room.mask[l] = mem_alloc(size);
        }
    }
    room.delta = mem_alloc(rows * net->widest * kernel->size);
    room.next_delta = mem_alloc(rows * net->widest * kernel->size);
    room.turned = mem_alloc(largest * kernel->size);
    return room;
}

void kernel_room_release(struct kernel_room *room)
{
    for (size_t l = 0; l < NETWORK_LAYERS; l++) {
        if (room->fed[l] != room->out[l])
            free(room->fed[l]);
        free(room->out[l]);
        free(room->mask[l]);
    }
    free(room->delta);
    free(room->next_delta);
    free(room->turned);
    *room = (struct kernel_room){0};
}

size_t kernel_place(const struct kernel_layer *layer, size_t out, size_t in)
{
    return layer->weights + in * layer->width + out;    /* the biases follow the last input's */
}

/* The place in network.h's block of what kernel_place() has in ours. */
static size_t stored_place(const struct network_layer *layer, size_t out, size_t in)
{
    return in == layer->in ? layer->biases + out : layer->weights + out * layer->in + in;
}

void kernel_load(const struct kernel *kernel, const struct kernel_net *net,
                 const struct network *network, void *ret_values)
{
    for (size_t l = 0; l < net->n_layers; l++)
        for (size_t out = 0; out < net->layer[l].out; out++)
            for (size_t in = 0; in <= net->layer[l].in; in++)
                kernel->set(ret_values, kernel_place(&net->layer[l], out, in),
                            (double)network->values[stored_place(&network->layer[l], out, in)]);
    for (size_t i = network->embeddings; i < network->n_values; i++)
        kernel->set(ret_values, net->embeddings + i - network->embeddings,
                    (double)network->values[i]);
}

void kernel_store(const struct kernel *kernel, const struct kernel_net *net, const void *values,
                  struct network *ret_network)
{
    for (size_t l = 0; l < net->n_layers; l++)
        for (size_t out = 0; out < net->layer[l].out; out++)
            for (size_t in = 0; in <= net->layer[l].in; in++)
                ret_network->values[stored_place(&ret_network->layer[l], out, in)] =
                    (float)kernel->get(values, kernel_place(&net->layer[l], out, in));
    for (size_t i = ret_network->embeddings; i < ret_network->n_values; i++)
        ret_network->values[i] =
            (float)kernel->get(values, net->embeddings + i - ret_network->embeddings);
}
