/* Whatever decodes is bars that encode, in both codecs, to blocks which decode to the same bits. The hash of
 * a block keeps nearly all inputs out, so each is also tried as a section, and as the values of bars. */
#include "domain/bars.h"
#include "store/bar_block.h"
#include "store/bar_pack.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static int same(const struct bars *a, const struct bars *b)
{
    if (a->count != b->count || memcmp(a->time, b->time, a->count * sizeof(*a->time)))
        return 0;
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (!a->column[c] != !b->column[c] ||
            (a->column[c] && memcmp(a->column[c], b->column[c], a->count * sizeof(double))))
            return 0;
    return 1;
}

static void try_again(const struct bars *bars, enum bar_block_codec codec)
{
    OWNED(buf_release) struct buf block = {0};
    OWNED(bars_release) struct bars back = {0};
    struct error err;

    bar_block_encode(bars, codec, &block);
    if (!bar_block_decode(block.bytes, block.length, &back, &err) || !same(bars, &back))
        abort();
}

static void try_block(const void *bytes, size_t length)
{
    OWNED(bars_release) struct bars bars = {0};
    struct error err = {0};

    if (!bar_block_decode(bytes, length, &bars, &err)) {
        if (err.code != ERROR_BAD_DATA || bars.count)
            abort();
        return;
    }
    try_again(&bars, BAR_BLOCK_RAW);
    try_again(&bars, BAR_BLOCK_PACKED);
}

/* Behind a byte that says how many values: what is read is written so that it is read again. */
static void try_section(const uint8_t *bytes, size_t length)
{
    const size_t n = length ? 1 + bytes[0] : 0;
    double values[256], back[256];
    unsigned char section[BAR_PACK_SECTION(256)];
    size_t used = 0;

    if (!n || !(used = bar_pack_read_values(bytes + 1, length - 1, n, values)))
        return;
    if (used > length - 1 || !(used = bar_pack_values(values, n, section)) ||
        bar_pack_read_values(section, used, n, back) != used || memcmp(values, back, n * 8))
        abort();
}

/* The input as the values of bars: any bits at all must come back. */
static void try_values(const uint8_t *bytes, size_t length)
{
    const size_t columns = 1 + BARS_REQUIRED, count = length / (8 * columns);
    OWNED(bars_release) struct bars bars = {0};

    if (!count || count > BAR_BLOCK_MOST)
        return;
    bars_reserve(&bars, count);
    bars.count = count;
    memcpy(bars.time, bytes, count * 8);
    for (size_t c = 0; c < BARS_REQUIRED; c++)
        memcpy(bars.column[c], bytes + (1 + c) * count * 8, count * 8);
    try_again(&bars, BAR_BLOCK_RAW);
    try_again(&bars, BAR_BLOCK_PACKED);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    try_block(bytes, length);
    try_section(bytes, length);
    try_values(bytes, length);
    return 0;
}
