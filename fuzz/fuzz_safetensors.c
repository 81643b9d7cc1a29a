/* Whatever decodes must come back from its encoding, value by value and pair by pair; and that
 * encoding is the only one: encoded again it has the same bytes. What does not decode says why. */
#include "base/buf.h"
#include "domain/nn/safetensors.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool held)
{
    if (!held)
        abort();
}

static void compare(const struct network *one, const struct network *two)
{
    require(one->n_values == two->n_values && one->n_layers == two->n_layers);
    require(one->shape.activation == two->shape.activation);
    require(memcmp(one->values, two->values, one->n_values * sizeof(*one->values)) == 0);
    for (size_t i = 0; i < one->n_values; i++)
        require(one->values[i] - one->values[i] == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct network OWNED(network_release) network = {0};
    struct network OWNED(network_release) back = {0};
    struct safetensors_metadata OWNED(safetensors_release) metadata = {0};
    struct safetensors_metadata OWNED(safetensors_release) metadata_back = {0};
    struct buf OWNED(buf_release) once = {0};
    struct buf OWNED(buf_release) twice = {0};
    struct error err = {0};

    if (!safetensors_decode((const char *)bytes, length, &network, &metadata, &err)) {
        require(err.code == ERROR_BAD_DATA && err.text[0]);
        return 0;
    }
    require(network_shape_check(&network.shape, &err));
    require(4 * network.n_values < length);
    safetensors_encode(&network, metadata.pair, metadata.n, &once);
    require(safetensors_decode(once.bytes, once.length, &back, &metadata_back, &err));
    compare(&network, &back);
    require(metadata.n == metadata_back.n);
    for (size_t i = 0; i < metadata.n; i++) {
        require(strcmp(metadata.pair[i].key, metadata_back.pair[i].key) == 0);
        require(strcmp(metadata.pair[i].value, metadata_back.pair[i].value) == 0);
    }
    safetensors_encode(&back, metadata_back.pair, metadata_back.n, &twice);
    require(once.length == twice.length && memcmp(once.bytes, twice.bytes, once.length) == 0);
    return 0;
}
