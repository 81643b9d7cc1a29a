/* Whatever decodes must come back from its encoding byte by byte, and what does not must say why.
 * The owner and the hash at the end are made right first, or nothing would get past them. */
#include "base/buf.h"
#include "domain/nn/checkpoint.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 20, INPUTS = 2, CLASSES = 3, OWNER_AT = 56 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct checkpoint_owner owner = { "fuzz", { 1 }, { 2 } };

static void require(bool held)
{
    if (!held)
        abort();
}

static void make_right(struct buf *buf)
{
    const size_t end = buf->length - HASH_BYTES;
    struct hash hash;

    memcpy(buf->bytes + OWNER_AT, &owner, sizeof(owner));
    hash_start(&hash);
    hash_add(&hash, buf->bytes, end);
    hash_end(&hash, (uint8_t *)buf->bytes + end);
}

static void try(const struct buf *given, struct train *train)
{
    struct buf OWNED(buf_release) back = {0};
    struct error err = {0};

    if (!checkpoint_decode(given->bytes, given->length, &owner, train, &err)) {
        require((err.code == ERROR_BAD_DATA || err.code == ERROR_CONFLICT) && err.text[0]);
        return;
    }
    require(train->epoch <= 3 && train->batch < train->batches);
    checkpoint_encode(train, &owner, &back);
    require(back.length == given->length && !memcmp(back.bytes, given->bytes, back.length));
    if (!train->is_over && !train_step(train, &err))
        require(err.text[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static float x[ROWS * INPUTS];
    static int32_t labels[ROWS];
    const struct train_samples samples = { ROWS, INPUTS, x, labels, NULL, NULL, NULL };
    const struct train_job job = {
        .shape = { INPUTS, CLASSES, 1, { 2 }, NETWORK_RELU, 0, 0, 0 },
        .settings = { .learning_rate = 0.1, .batch_size = 8, .epochs = 3 },
        .training = samples, .validation = samples,
    };
    struct train OWNED(train_release) train = {0};
    struct buf OWNED(buf_release) given = {0};
    struct error err = {0};

    for (size_t i = 0; i < COUNT(x); i++)
        x[i] = (float)(i % 7) - 3;
    for (size_t i = 0; i < ROWS; i++)
        labels[i] = (int32_t)(i % CLASSES);
    require(train_new(&job, &train, &err));
    buf_add(&given, (const char *)bytes, length);
    if (length < OWNER_AT + sizeof(owner) + HASH_BYTES) {
        require(!checkpoint_decode(given.bytes ? given.bytes : "", length, &owner, &train, &err));
        return 0;
    }
    make_right(&given);
    try(&given, &train);
    return 0;
}
