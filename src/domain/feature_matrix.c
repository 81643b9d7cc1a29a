#include "domain/feature_matrix.h"

#include <string.h>

enum { VERSION = 1, AT_VERSION = 4, AT_ROWS = 8, AT_COLUMNS = 16, AT_FIRST = 24, AT_KEY = 32,
       AT_HASH = 64 };

static const char magic[] = { 'K', 'F', 'E', 'A' };

static void put(uint8_t *at, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get(const uint8_t *at, size_t bytes)
{
    uint64_t value = 0;

    for (size_t i = 0; i < bytes; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static void hash_all(const uint8_t *head, const void *values, size_t length,
                     uint8_t ret_hash[HASH_BYTES])
{
    struct hash hash;

    hash_start(&hash);
    hash_add(&hash, head, AT_HASH);
    hash_add(&hash, values, length);
    hash_end(&hash, ret_hash);
}

void feature_matrix_head(const struct features *features, const uint8_t key[HASH_BYTES],
                         uint8_t ret_head[FEATURE_MATRIX_HEAD])
{
    memset(ret_head, 0, FEATURE_MATRIX_HEAD);
    memcpy(ret_head, magic, sizeof(magic));
    put(ret_head + AT_VERSION, VERSION, 4);
    put(ret_head + AT_ROWS, features->rows, 8);
    put(ret_head + AT_COLUMNS, features->columns, 8);
    put(ret_head + AT_FIRST, features->first_row, 8);
    memcpy(ret_head + AT_KEY, key, HASH_BYTES);
    hash_all(ret_head, features->values, features->rows * features->columns * sizeof(float),
             ret_head + AT_HASH);
}

static bool has_length(const struct features *features, size_t length)
{
    const uint64_t values = (length - FEATURE_MATRIX_HEAD) / sizeof(float);

    return !((length - FEATURE_MATRIX_HEAD) % sizeof(float)) && features->columns &&
           !(values % features->columns) && values / features->columns == features->rows &&
           features->first_row <= features->rows;
}

bool feature_matrix_decode(const void *bytes, size_t length, const uint8_t key[HASH_BYTES],
                           struct features *ret_features, struct error *err)
{
    const uint8_t *head = bytes;
    uint8_t hash[HASH_BYTES];
    struct features features;

    if (length < FEATURE_MATRIX_HEAD || memcmp(head, magic, sizeof(magic)) != 0 ||
        get(head + AT_VERSION, 4) != VERSION)
        return error_set(err, ERROR_BAD_DATA, "these are no features");
    if (memcmp(head + AT_KEY, key, HASH_BYTES) != 0)
        return error_set(err, ERROR_BAD_DATA, "these are features of something else");
    features = (struct features){
        .rows = get(head + AT_ROWS, 8), .columns = get(head + AT_COLUMNS, 8),
        .first_row = get(head + AT_FIRST, 8), .is_borrowed = true,
        .values = (float *)(uintptr_t)(head + FEATURE_MATRIX_HEAD),
    };
    if (!has_length(&features, length))
        return error_set(err, ERROR_BAD_DATA, "features of another size than they say");
    hash_all(head, features.values, length - FEATURE_MATRIX_HEAD, hash);
    if (memcmp(hash, head + AT_HASH, HASH_BYTES) != 0)
        return error_set(err, ERROR_BAD_DATA, "features that do not match their hash");
    *ret_features = features;
    return true;
}
