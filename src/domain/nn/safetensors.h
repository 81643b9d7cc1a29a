/*
 * safetensors - a network as the bytes of a .safetensors file, and back.
 *
 * The format is Hugging Face's: u64 length of the header (little endian), the header in JSON, the
 * numbers. Tensors are l1.weight [out, in], l1.bias [out], l2.weight ... in F32, one after another
 * without a hole; where symbols are known, symbol_embedding [symbols, numbers] follows. The
 * metadata map tells the activation, which no tensor does, and whatever the caller adds. Dropout is
 * not kept: it has no part in answering.
 */
#ifndef DOMAIN_NN_SAFETENSORS_H
#define DOMAIN_NN_SAFETENSORS_H

#include "base/buf.h"
#include "domain/nn/network.h"

enum { SAFETENSORS_METADATA = 64, SAFETENSORS_HEADER = 1 << 20 };   /* most pairs, most bytes */

struct safetensors_pair {
    char *key, *value;          /* UTF-8 without '\0' */
};

struct safetensors_metadata {
    size_t n;
    struct safetensors_pair pair[SAFETENSORS_METADATA];     /* owned */
};

/* Appends to ret. The keys are not 'activation' and differ from each other. */
void safetensors_encode(const struct network *network, const struct safetensors_pair *pairs,
                        size_t n, struct buf *ret);

/* Refuses whatever is not exactly as above: a header that is too long or no JSON, another type, an
 * unknown name, a missing layer, shapes that do not fit each other, offsets that overlap, leave a
 * hole or end elsewhere than the file, a weight that is not a number: ERROR_BAD_DATA with the
 * culprit. ret_metadata is without 'activation'. */
CHECKED bool safetensors_decode(const char *bytes, size_t length, struct network *ret,
                                struct safetensors_metadata *ret_metadata, struct error *err);

const char *safetensors_value(const struct safetensors_metadata *metadata, const char *key);
void safetensors_release(struct safetensors_metadata *metadata);

#endif
