#include "domain/kbar.h"

#include "domain/bars.h"
#include "domain/series.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

enum { N = 37 };

static struct bars some_bars(void)
{
    struct bars bars = {0};

    for (int i = 0; i < N; i++)
        bars_append(&bars, 86400 * (int64_t)i, (double[]){ i + 1, i + 2, i + 0.5, i + 1.5, 1e10 + i });
    bars_add_column(&bars, BARS_ADJUST, 0.25);
    return bars;
}

static bool is_same(const struct bars *a, const struct bars *b)
{
    if (a->count != b->count || memcmp(a->time, b->time, a->count * 8))
        return false;
    for (int c = 0; c < BARS_COLUMNS; c++) {
        if (!a->column[c] != !b->column[c])
            return false;
        if (a->column[c] && memcmp(a->column[c], b->column[c], a->count * 8))
            return false;
    }
    return true;
}

TEST(bars_come_back_as_they_went_from_any_address)
{
    OWNED(bars_release) struct bars bars = some_bars();
    OWNED(buf_release) struct buf bytes = {0};
    struct error err;

    kbar_encode(&bars, &bytes);
    CHECK(bytes.length == kbar_encoded_length(&bars) && bytes.length % KBAR_ALIGN == 0);
    CHECK(kbar_check_hash(bytes.bytes, bytes.length, &err));
    for (size_t shift = 0; shift < 16; shift++) {
        char *moved = malloc(bytes.length + 16);
        OWNED(bars_release) struct bars back = {0};

        memcpy(moved + shift, bytes.bytes, bytes.length);
        CHECK(kbar_decode(moved + shift, bytes.length, &back, &err));
        CHECK(back.is_borrowed == (shift % 8 == 0));
        CHECK(is_same(&bars, &back));
        free(moved);
    }
}

TEST(no_bars_are_bars_too)
{
    struct bars none = {0};
    OWNED(buf_release) struct buf bytes = {0};
    OWNED(bars_release) struct bars back = { .count = 1 };
    struct error err;

    kbar_encode(&none, &bytes);
    CHECK(bytes.length == 192);
    CHECK(kbar_decode(bytes.bytes, bytes.length, &back, &err));
    CHECK(back.count == 0 && bars_check(&back, &err));
}

/* The layout is a promise to other programs: written here byte by byte, not by our own structs. */
TEST(the_layout_is_the_one_of_the_header)
{
    OWNED(bars_release) struct bars bars = {0};
    OWNED(buf_release) struct buf bytes = {0};
    const unsigned char *at;
    double close;

    bars_append(&bars, 0x0102030405, (double[]){ 1, 2, 0.5, 1.5, 7 });
    kbar_encode(&bars, &bytes);
    at = (const unsigned char *)bytes.bytes;
    CHECK(bytes.length == 192 + 6 * 64);
    CHECK(!memcmp(at, "KBAR\1\0\6\0\300\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0", 24));
    CHECK(!memcmp(at + 64, "time\0\0\0\0\1\0\0\0\0\0\0\0open\0\0\0\0\2", 25));
    CHECK(!memcmp(at + 144, "volume\0\0\2", 9));
    CHECK(!memcmp(at + 192, "\5\4\3\2\1\0\0\0\0", 9));
    memcpy(&close, at + 192 + 4 * 64, 8);
    CHECK_NEAR(close, 1.5, 0);
}

TEST(columns_nobody_knows_are_skipped)
{
    OWNED(bars_release) struct bars bars = some_bars();
    OWNED(buf_release) struct buf bytes = {0};
    OWNED(bars_release) struct bars back = {0};
    struct error err;

    kbar_encode(&bars, &bytes);
    memcpy(bytes.bytes + 64 + 16 * 6, "newest\0\0\7", 9);
    CHECK(kbar_decode(bytes.bytes, bytes.length, &back, &err));
    CHECK(back.count == N && !back.column[BARS_ADJUST] && back.column[BARS_VOLUME]);
}

/* One byte at `place` becomes `value`: refused. */
static const struct { size_t place; unsigned char value; } damages[] = {
    { 0, 'X' }, { 4, 2 }, { 6, 5 }, { 6, 8 }, { 7, 255 }, { 8, 0 }, { 9, 2 }, { 12, 1 }, { 16, 32 },
    { 16, 41 }, { 23, 255 }, { 23, 16 }, { 63, 1 }, { 64, 'T' }, { 72, 2 }, { 80, 'x' }, { 88, 1 },
};

TEST(a_broken_header_is_refused)
{
    OWNED(bars_release) struct bars bars = some_bars();
    OWNED(buf_release) struct buf bytes = {0};
    struct bars back;
    struct error err;

    kbar_encode(&bars, &bytes);
    for (size_t i = 0; i < COUNT(damages); i++) {
        const char was = bytes.bytes[damages[i].place];

        bytes.bytes[damages[i].place] = (char)damages[i].value;
        err.code = ERROR_NONE;
        CHECK(!kbar_decode(bytes.bytes, bytes.length, &back, &err));
        CHECK(err.code == ERROR_BAD_DATA);
        bytes.bytes[damages[i].place] = was;
    }
    for (size_t length = 0; length < bytes.length; length += 1 + length / 3)
        CHECK(!kbar_decode(bytes.bytes, length, &back, &err));
}

TEST(a_doubled_column_is_refused)
{
    OWNED(bars_release) struct bars bars = some_bars();
    OWNED(buf_release) struct buf bytes = {0};
    struct bars back;
    struct error err;

    kbar_encode(&bars, &bytes);
    memcpy(bytes.bytes + 64 + 16 * 6, "open\0\0\0\0", 8);
    CHECK(!kbar_decode(bytes.bytes, bytes.length, &back, &err));
}

TEST(a_flipped_bit_in_the_content_breaks_the_hash)
{
    OWNED(bars_release) struct bars bars = some_bars();
    OWNED(buf_release) struct buf bytes = {0};
    struct error err;

    kbar_encode(&bars, &bytes);
    for (size_t i = 64; i < bytes.length; i += 97) {
        bytes.bytes[i] ^= 4;
        CHECK(!kbar_check_hash(bytes.bytes, bytes.length, &err));
        bytes.bytes[i] ^= 4;
    }
    CHECK(kbar_check_hash(bytes.bytes, bytes.length, &err));
}

/* Golden: python3, hashlib.sha256(b'X:1d:TRADES:all\n' + struct.pack('<2q10d', 0, 86400, 1, 2, 2, 3,
 * .5, 1.5, 1.5, 2.5, 10, 20)).hexdigest() */
TEST(the_data_hash_is_of_key_and_columns_and_of_nothing_else)
{
    OWNED(bars_release) struct bars bars = {0};
    struct series series = series_imported("X", TIMEFRAME_1_DAY);
    char hex[HASH_HEX], other[HASH_HEX];

    bars_append(&bars, 0, (double[]){ 1, 2, 0.5, 1.5, 10 });
    bars_append(&bars, 86400, (double[]){ 2, 3, 1.5, 2.5, 20 });
    kbar_data_hash(&series, &bars, hex);
    CHECK_TEXT(hex, "b22465323ce0a2153f79d4881bc941f6c08adea94d33a5151524c9302507de34");
    bars_add_column(&bars, BARS_WAP, 1);
    strcpy(series.calendar, "nyse");
    kbar_data_hash(&series, &bars, other);
    CHECK_TEXT(other, hex);
    series.hours = SERIES_RTH;
    kbar_data_hash(&series, &bars, other);
    CHECK(strcmp(other, hex) != 0);
}
