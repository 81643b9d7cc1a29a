#include "base/file.h"
#include "domain/bars.h"
#include "store/bar_block.h"
#include "test.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const enum bar_block_codec codecs[] = { BAR_BLOCK_RAW, BAR_BLOCK_PACKED };

static void make(struct bars *bars, size_t count, double tick)
{
    int64_t ticks = 108345, time = 1500000000;

    srand(7);
    for (size_t i = 0; i < count; i++) {
        ticks += rand() % 21 - 10;
        time += rand() % 50 ? 60 : 86400;
        bars_append(bars, time, (double[]){ (double)ticks / tick, (double)(ticks + 9) / tick,
                                            (double)(ticks - 9) / tick, (double)(ticks + 3) / tick,
                                            rand() % 1000 });
    }
}

static bool same(const void *a, const void *b, size_t count)
{
    return !memcmp(a, b, count * 8);
}

static bool same_bars(const struct bars *a, const struct bars *b)
{
    bool ok = a->count == b->count && same(a->time, b->time, a->count);

    for (int c = 0; ok && c < BARS_COLUMNS; c++)
        ok = !a->column[c] == !b->column[c] &&
             (!a->column[c] || same(a->column[c], b->column[c], a->count));
    return ok;
}

static bool survives(const struct bars *bars)
{
    bool ok = true;

    for (size_t i = 0; i < COUNT(codecs); i++) {
        OWNED(buf_release) struct buf bytes = {0};
        OWNED(bars_release) struct bars back = {0};
        struct error err;

        bar_block_encode(bars, codecs[i], &bytes);
        ok &= bar_block_decode(bytes.bytes, bytes.length, &back, &err) && same_bars(bars, &back);
    }
    return ok;
}

TEST(bars_come_back_to_the_last_bit)
{
    static const double tick[] = { 1, 100, 1e5, 1e9, 3, 7e11, 1e-300, 1e300 };

    for (size_t i = 0; i < COUNT(tick); i++)
        for (size_t count = 1; count <= BAR_BLOCK_MOST; count = count * 3 + (count > 900)) {
            OWNED(bars_release) struct bars bars = {0};

            make(&bars, count > 3000 ? BAR_BLOCK_MOST : count, tick[i]);
            CHECK(survives(&bars));
        }
}

TEST(optional_columns_come_back)
{
    OWNED(bars_release) struct bars bars = {0};

    make(&bars, 100, 100);
    bars_add_column(&bars, BARS_TRADES, 12);
    bars_add_column(&bars, BARS_ADJUST, 1);
    bars.column[BARS_TRADES][7] = (double)NAN;
    bars.column[BARS_ADJUST][8] = 0.1 + 0.2;
    CHECK(survives(&bars));
}

TEST(odd_numbers_come_back)
{
    static const double odd[] = { 0.0, -0.0, 0x1p51, -0x1p51, 0x1p51 - 1, 0x1p53 + 2, 5e-324,
                                  1.7976931348623157e308, (double)INFINITY, (double)NAN, -1.5 };
    OWNED(bars_release) struct bars bars = {0};

    make(&bars, 64, 100);
    for (size_t i = 0; i < COUNT(odd); i++) {
        bars.column[BARS_VOLUME][i] = odd[i];
        for (size_t n = 0; n < 64; n++)
            bars.column[BARS_OPEN][n] = odd[i];
        CHECK(survives(&bars));
    }
    bars.time[0] = INT64_MIN;
    bars.time[1] = INT64_MAX;
    CHECK(survives(&bars));
}

TEST(blocks_add_to_what_is_there_and_columns_fill_up)
{
    OWNED(bars_release) struct bars plain = {0};
    OWNED(bars_release) struct bars wide = {0};
    OWNED(bars_release) struct bars all = {0};
    OWNED(buf_release) struct buf bytes = {0};
    struct error err;

    make(&plain, 10, 100);
    make(&wide, 5, 100);
    bars_add_column(&wide, BARS_WAP, 2);
    bar_block_encode(&plain, BAR_BLOCK_PACKED, &bytes);
    CHECK(bar_block_decode(bytes.bytes, bytes.length, &all, &err));
    bar_block_encode(&wide, BAR_BLOCK_PACKED, &bytes);
    CHECK(bar_block_decode(bytes.bytes, bytes.length, &all, &err) && all.count == 15);
    bar_block_encode(&plain, BAR_BLOCK_RAW, &bytes);
    CHECK(bar_block_decode(bytes.bytes, bytes.length, &all, &err) && all.count == 25);
    CHECK(isnan(all.column[BARS_WAP][9]) && isnan(all.column[BARS_WAP][15]));
    CHECK(all.column[BARS_WAP][10] >= 2 && all.time[15] == plain.time[0]);
}

TEST(prices_in_ticks_take_a_fifth_of_their_size_or_less)
{
    OWNED(bars_release) struct bars bars = {0};
    OWNED(buf_release) struct buf bytes = {0};

    make(&bars, BAR_BLOCK_MOST, 1e5);
    bar_block_encode(&bars, BAR_BLOCK_PACKED, &bytes);
    CHECK(bytes.length < BAR_BLOCK_MOST * 48 / 5);
}

TEST(one_wrong_byte_anywhere_is_noticed)
{
    OWNED(bars_release) struct bars bars = {0};

    make(&bars, 20, 100);
    for (size_t i = 0; i < COUNT(codecs); i++) {
        OWNED(buf_release) struct buf bytes = {0};
        OWNED(bars_release) struct bars back = {0};
        struct error err = {0};

        bar_block_encode(&bars, codecs[i], &bytes);
        for (size_t at = 0; at < bytes.length; at++) {
            bytes.bytes[at] ^= (char)(1 << at % 8);
            CHECK(!bar_block_decode(bytes.bytes, bytes.length, &back, &err));
            CHECK(err.code == ERROR_BAD_DATA && back.count == 0);
            bytes.bytes[at] ^= (char)(1 << at % 8);
        }
        for (size_t length = 0; length < bytes.length; length++)
            CHECK(!bar_block_decode(bytes.bytes, length, &back, &err));
        CHECK(bar_block_decode(bytes.bytes, bytes.length, &back, &err));
    }
}

/* The file was written by a second implementation of the layout, in Python. */
TEST(a_raw_block_is_laid_out_as_its_header_says)
{
    OWNED(buf_release) struct buf golden = {0};
    OWNED(buf_release) struct buf bytes = {0};
    OWNED(bars_release) struct bars bars = {0};
    struct error err;

    CHECK(file_read(test_path("golden/store/three_bars.block"), 9999, &golden, &err));
    CHECK(bar_block_decode(golden.bytes, golden.length, &bars, &err) && bars.count == 3);
    CHECK(bars.time[2] == 300 && bars.column[BARS_HIGH][2] == 3.25);
    CHECK(bars.column[BARS_VOLUME][0] == 10 && !bars.column[BARS_WAP]);
    bar_block_encode(&bars, BAR_BLOCK_RAW, &bytes);
    CHECK(bytes.length == golden.length && !memcmp(bytes.bytes, golden.bytes, bytes.length));
}
