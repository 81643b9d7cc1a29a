/* safetensors_header - the JSON at the head of a .safetensors file: just the part of JSON it needs.
 * */
#ifndef DOMAIN_NN_SAFETENSORS_HEADER_H
#define DOMAIN_NN_SAFETENSORS_HEADER_H

#include "domain/nn/safetensors.h"

enum { SAFETENSORS_HEADER_TENSORS = 2 * NETWORK_LAYERS + 1 };

struct safetensors_header_tensor {
    size_t layer;                       /* from 0 */
    bool is_bias;
    bool is_embedding;                  /* of symbols; then layer and is_bias say nothing */
    size_t n_dimensions, dimension[2];
    uint64_t begin, end;                /* in the bytes after the header */
};

struct safetensors_header {
    size_t n_tensors;
    struct safetensors_header_tensor tensor[SAFETENSORS_HEADER_TENSORS];
    struct safetensors_metadata metadata;       /* owned */
};

/* On false ret holds nothing. */
CHECKED bool safetensors_header_parse(const char *text, size_t length,
                                      struct safetensors_header *ret, struct error *err);

/* text in quotes, with what JSON must escape. */
void safetensors_header_quote(struct buf *out, const char *text);

#endif
