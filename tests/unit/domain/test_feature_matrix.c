#include "domain/feature_matrix.h"

#include "test.h"

#include <string.h>

enum { ROWS = 3, COLUMNS = 2, WHOLE = FEATURE_MATRIX_HEAD + ROWS * COLUMNS * 4 };

static const uint8_t key[HASH_BYTES] = { 1, 2, 3 }, other[HASH_BYTES] = { 1, 2, 4 };
static _Alignas(64) uint8_t bytes[WHOLE];
static struct features out;
static struct error err;

static void encode(void)
{
    float values[ROWS * COLUMNS] = { 1, 2, 3, 4, 5, 6 };
    const struct features in = { .rows = ROWS, .columns = COLUMNS, .first_row = 1,
                                 .values = values };

    feature_matrix_head(&in, key, bytes);
    memcpy(bytes + FEATURE_MATRIX_HEAD, values, sizeof(values));
}

TEST(what_was_written_is_read_in_place)
{
    encode();
    CHECK(feature_matrix_decode(bytes, WHOLE, key, &out, &err));
    CHECK(out.rows == ROWS && out.columns == COLUMNS && out.first_row == 1 && out.is_borrowed);
    CHECK((const uint8_t *)out.values == bytes + FEATURE_MATRIX_HEAD);
    CHECK_NEAR(out.values[5], 6, 0);
    features_release(&out);         /* frees nothing */
    CHECK(bytes[0] == 'K');
}

TEST(every_changed_byte_and_every_cut_is_seen)
{
    for (size_t i = 0; i < WHOLE; i++) {
        encode();
        bytes[i] ^= 0x10;
        CHECK(feature_matrix_decode(bytes, WHOLE, key, &out, &err) == (i >= 96 && i < 128));
        encode();
        CHECK(!feature_matrix_decode(bytes, i, key, &out, &err) && err.code == ERROR_BAD_DATA);
    }
}

TEST(features_of_something_else_are_refused)
{
    encode();
    CHECK(!feature_matrix_decode(bytes, WHOLE, other, &out, &err));
    CHECK_TEXT(err.text, "these are features of something else");
}
