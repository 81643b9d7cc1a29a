#include "domain/nn/safetensors.h"

#include "base/mem.h"
#include "domain/nn/safetensors_header.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add_u64(struct buf *out, uint64_t value)
{
    char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(unsigned char)(value >> (8 * i));
    buf_add(out, bytes, sizeof(bytes));
}

static uint64_t read_u64(const char *bytes)
{
    uint64_t value = 0;

    for (int i = 0; i < 8; i++)
        value |= (uint64_t)(unsigned char)bytes[i] << (8 * i);
    return value;
}

static void add_float(struct buf *out, float value)
{
    uint32_t bits;
    char bytes[4];

    memcpy(&bits, &value, sizeof(bits));
    for (int i = 0; i < 4; i++)
        bytes[i] = (char)(unsigned char)(bits >> (8 * i));
    buf_add(out, bytes, sizeof(bytes));
}

static float read_float(const char *bytes)
{
    uint32_t bits = 0;
    float value;

    for (int i = 0; i < 4; i++)
        bits |= (uint32_t)(unsigned char)bytes[i] << (8 * i);
    memcpy(&value, &bits, sizeof(value));
    return value;
}

static void write_header(const struct network *network, const struct safetensors_pair *pairs,
                         size_t n, struct buf *header)
{
    buf_print(header, "{\"__metadata__\":{\"activation\":\"%s\"",
              network_activation_name(network->shape.activation));
    for (size_t i = 0; i < n; i++) {
        buf_add(header, ",", 1);
        safetensors_header_quote(header, pairs[i].key);
        buf_add(header, ":", 1);
        safetensors_header_quote(header, pairs[i].value);
    }
    buf_add(header, "}", 1);
    for (size_t l = 0; l < network->n_layers; l++) {
        const struct network_layer *layer = &network->layer[l];

        buf_print(header, ",\"l%zu.weight\":{\"dtype\":\"F32\",\"shape\":[%zu,%zu],"
                  "\"data_offsets\":[%zu,%zu]}", l + 1, layer->out, layer->in,
                  4 * layer->weights, 4 * layer->biases);
        buf_print(header, ",\"l%zu.bias\":{\"dtype\":\"F32\",\"shape\":[%zu],"
                  "\"data_offsets\":[%zu,%zu]}", l + 1, layer->out, 4 * layer->biases,
                  4 * (layer->biases + layer->out));
    }
    if (network->shape.embedding)
        buf_print(header, ",\"symbol_embedding\":{\"dtype\":\"F32\",\"shape\":[%zu,%zu],"
                  "\"data_offsets\":[%zu,%zu]}", network->shape.symbols, network->shape.embedding,
                  4 * network->embeddings, 4 * network->n_values);
    buf_add(header, "}", 1);
    while (header->length % 8)          /* so that the numbers lie aligned */
        buf_add(header, " ", 1);
}

void safetensors_encode(const struct network *network, const struct safetensors_pair *pairs,
                        size_t n, struct buf *ret)
{
    struct buf OWNED(buf_release) header = {0};

    assert(n < SAFETENSORS_METADATA);
    write_header(network, pairs, n, &header);
    add_u64(ret, header.length);
    buf_add(ret, header.bytes, header.length);
    for (size_t i = 0; i < network->n_values; i++)
        add_float(ret, network->values[i]);
}

static const struct safetensors_header_tensor *find_tensor(const struct safetensors_header *header,
                                                           size_t layer, bool is_bias)
{
    for (size_t i = 0; i < header->n_tensors; i++)
        if (!header->tensor[i].is_embedding && header->tensor[i].layer == layer &&
            header->tensor[i].is_bias == is_bias)
            return &header->tensor[i];
    return NULL;
}

static const struct safetensors_header_tensor *find_embedding(
    const struct safetensors_header *header)
{
    for (size_t i = 0; i < header->n_tensors; i++)
        if (header->tensor[i].is_embedding)
            return &header->tensor[i];
    return NULL;
}

/* Its numbers are the last of what the first layer hears. */
static bool take_embedding(const struct safetensors_header *header, struct network_shape *shape,
                           struct error *err)
{
    const struct safetensors_header_tensor *table = find_embedding(header);

    if (!table)
        return true;
    if (table->n_dimensions != 2 || !table->dimension[0] || !table->dimension[1] ||
        table->dimension[1] >= shape->inputs)
        return error_set(err, ERROR_BAD_DATA, "safetensors: the shape of 'symbol_embedding' does "
                                              "not fit");
    shape->symbols = table->dimension[0];
    shape->embedding = table->dimension[1];
    shape->inputs -= shape->embedding;
    return true;
}

/* Layers from the first on until one is missing; every tensor must belong to one of them. */
static bool read_shape(const struct safetensors_header *header, struct network_shape *shape,
                       struct error *err)
{
    size_t n = 0, in = 0;

    for (; n < NETWORK_LAYERS; n++) {
        const struct safetensors_header_tensor *weight = find_tensor(header, n, false);
        const struct safetensors_header_tensor *bias = find_tensor(header, n, true);

        if (!weight || !bias)
            break;
        if (weight->n_dimensions != 2 || bias->n_dimensions != 1
            || bias->dimension[0] != weight->dimension[0] || (n && weight->dimension[1] != in))
            return error_set(err, ERROR_BAD_DATA, "safetensors: the shapes of layer 'l%zu' do "
                             "not fit", n + 1);
        if (n == 0)
            shape->inputs = weight->dimension[1];
        else
            shape->hidden[n - 1] = in;
        in = weight->dimension[0];
    }
    if (!n || header->n_tensors != 2 * n + (find_embedding(header) != NULL))
        return error_set(err, ERROR_BAD_DATA, "safetensors: no whole layer 'l%zu'", n + 1);
    shape->n_hidden = n - 1;
    shape->outputs = in;
    return take_embedding(header, shape, err);
}

static bool take_activation(struct safetensors_metadata *metadata, struct network_shape *shape,
                            struct error *err)
{
    for (size_t i = 0; i < metadata->n; i++) {
        struct safetensors_pair pair = metadata->pair[i];

        if (strcmp(pair.key, "activation") != 0)
            continue;
        if (!network_activation_find(pair.value, &shape->activation))
            return error_set(err, ERROR_BAD_DATA, "safetensors: unknown activation '%.40s'",
                             pair.value);
        memmove(&metadata->pair[i], &metadata->pair[i + 1],
                (--metadata->n - i) * sizeof(pair));
        free(pair.key);
        free(pair.value);
        return true;
    }
    return error_set(err, ERROR_BAD_DATA, "safetensors: the metadata tell no 'activation'");
}

static bool read_values(const struct safetensors_header_tensor *tensor, const char *data, size_t n,
                        float *ret, struct error *err)
{
    for (size_t i = 0; i < n; i++) {
        ret[i] = read_float(data + tensor->begin + 4 * i);
        if (!isfinite(ret[i]))
            return tensor->is_embedding
                ? error_set(err, ERROR_BAD_DATA, "safetensors: a value of a symbol is no number")
                : error_set(err, ERROR_BAD_DATA, "safetensors: a value of 'l%zu.%s' is no number",
                            tensor->layer + 1, tensor->is_bias ? "bias" : "weight");
    }
    return true;
}

/* Each tensor as long as its shape says; side by side, from the first byte to the last. */
static bool check_offsets(const struct safetensors_header *header, size_t length, struct error *err)
{
    uint64_t at = 0;

    for (size_t done = 0; done < header->n_tensors; done++) {
        const struct safetensors_header_tensor *next = NULL;

        for (size_t i = 0; i < header->n_tensors && !next; i++) {
            const struct safetensors_header_tensor *tensor = &header->tensor[i];
            const uint64_t n = tensor->n_dimensions == 2
                                   ? (uint64_t)tensor->dimension[0] * tensor->dimension[1]
                                   : tensor->dimension[0];

            if (tensor->begin == at && tensor->end == at + 4 * n && n)
                next = tensor;
        }
        if (!next)
            return error_set(err, ERROR_BAD_DATA, "safetensors: no tensor fills what follows %llu",
                             (unsigned long long)at);
        at = next->end;
    }
    return at == length
           || error_set(err, ERROR_BAD_DATA, "safetensors: %zu bytes of values, not %llu", length,
                        (unsigned long long)at);
}

static bool read_network(struct safetensors_header *header, const char *data, size_t length,
                         struct network *ret, struct error *err)
{
    struct network_shape shape = {0};

    if (!read_shape(header, &shape, err) || !take_activation(&header->metadata, &shape, err))
        return false;
    if (!network_shape_check(&shape, err)) {
        err->code = ERROR_BAD_DATA;
        return false;
    }
    if (!check_offsets(header, length, err))
        return false;
    *ret = network_new(&shape);
    for (size_t l = 0; l < ret->n_layers; l++) {
        const struct network_layer *layer = &ret->layer[l];

        if (!read_values(find_tensor(header, l, false), data, layer->in * layer->out,
                         ret->values + layer->weights, err)
            || !read_values(find_tensor(header, l, true), data, layer->out,
                            ret->values + layer->biases, err)) {
            network_release(ret);
            return false;
        }
    }
    if (!shape.embedding || read_values(find_embedding(header), data,
                                        shape.symbols * shape.embedding,
                                        ret->values + ret->embeddings, err))
        return true;
    network_release(ret);
    return false;
}

bool safetensors_decode(const char *bytes, size_t length, struct network *ret,
                        struct safetensors_metadata *ret_metadata, struct error *err)
{
    struct safetensors_header header;
    uint64_t n;

    if (length < 8)
        return error_set(err, ERROR_BAD_DATA, "safetensors: %zu bytes are no file", length);
    n = read_u64(bytes);
    if (n > SAFETENSORS_HEADER || n > length - 8)
        return error_set(err, ERROR_BAD_DATA, "safetensors: a header of %llu bytes",
                         (unsigned long long)n);
    if (!safetensors_header_parse(bytes + 8, (size_t)n, &header, err))
        return false;
    if (!read_network(&header, bytes + 8 + n, length - 8 - (size_t)n, ret, err)) {
        safetensors_release(&header.metadata);
        return false;
    }
    *ret_metadata = header.metadata;
    return true;
}

const char *safetensors_value(const struct safetensors_metadata *metadata, const char *key)
{
    for (size_t i = 0; i < metadata->n; i++)
        if (strcmp(metadata->pair[i].key, key) == 0)
            return metadata->pair[i].value;
    return NULL;
}

void safetensors_release(struct safetensors_metadata *metadata)
{
    for (size_t i = 0; i < metadata->n; i++) {
        free(metadata->pair[i].key);
        free(metadata->pair[i].value);
    }
    *metadata = (struct safetensors_metadata){0};
}
