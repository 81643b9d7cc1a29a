/* What is taken for features has the hash it says, and one changed byte is seen. */
#include "domain/feature_matrix.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const uint8_t key[HASH_BYTES] = "a key of thirty-two bytes, or so";

static void hold(bool what)
{
    if (!what)
        abort();
}

/* The input as the values of a matrix of its own. */
static void turn_around(const uint8_t *bytes, size_t length)
{
    const size_t columns = length ? 1 + bytes[0] % 5 : 1, rows = length / 4 / columns;
    const size_t whole = FEATURE_MATRIX_HEAD + rows * columns * 4;
    struct features in = { .rows = rows, .columns = columns, .first_row = rows / 2 }, out;
    uint8_t *all = malloc(whole);
    struct error err;

    memcpy(all + FEATURE_MATRIX_HEAD, bytes, rows * columns * 4);
    in.values = (float *)(all + FEATURE_MATRIX_HEAD);
    feature_matrix_head(&in, key, all);
    hold(feature_matrix_decode(all, whole, key, &out, &err));
    hold(out.rows == rows && out.columns == columns && out.first_row == in.first_row);
    hold(out.values == in.values && out.is_borrowed);
    if (rows) {
        all[length % whole] ^= 1;
        hold(length % whole >= 96 && length % whole < FEATURE_MATRIX_HEAD
                 ? feature_matrix_decode(all, whole, key, &out, &err)
                 : !feature_matrix_decode(all, whole, key, &out, &err) &&
                       err.code == ERROR_BAD_DATA);
    }
    free(all);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    uint8_t *copy = malloc(length + 1), own[FEATURE_MATRIX_HEAD];
    struct features features;
    struct error err;

    memcpy(copy, bytes, length);
    if (feature_matrix_decode(copy, length, key, &features, &err)) {
        feature_matrix_head(&features, key, own);
        hold(!memcmp(own, bytes, 96));
        hold(FEATURE_MATRIX_HEAD + features.rows * features.columns * 4 == length);
    } else {
        hold(err.code == ERROR_BAD_DATA);
    }
    turn_around(bytes, length);
    free(copy);
    return 0;
}
