#include "store/bar_block.h"

#include "base/mem.h"
#include "domain/bars.h"
#include "store/bar_pack.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "written as it lies in memory");

enum { HEAD = 16, COLUMNS_MOST = 1 + BARS_COLUMNS, LEVEL = 1 };

struct head {
    uint8_t codec, columns;
    uint16_t zero;
    uint32_t count;
    uint64_t hash;
};
static_assert(sizeof(struct head) == HEAD, "no padding");

static uint64_t turn(uint64_t word, int by)
{
    return word << by | word >> (64 - by);
}

/* Four lanes, so that the multiplications overlap. Against accidents, not against people. */
static uint64_t hash_of(const struct head *head, const unsigned char *bytes, size_t length)
{
    static const uint64_t odd = 0x9e3779b97f4a7c15u;
    uint64_t lane[4] = { 1, 2, 3, 4 }, word[4], first, sum = length;
    size_t i = 0;

    memcpy(&first, head, sizeof(first));
    lane[0] ^= first;
    for (; i + sizeof(word) <= length; i += sizeof(word)) {
        memcpy(word, bytes + i, sizeof(word));
        for (int l = 0; l < 4; l++)
            lane[l] = turn((lane[l] ^ word[l]) * odd, 31);
    }
    memset(word, 0, sizeof(word));
    memcpy(word, bytes + i, length - i);
    for (int l = 0; l < 4; l++)
        sum = turn((sum ^ turn((lane[l] ^ word[l]) * odd, 31)) * odd, 29);
    return sum ^ sum >> 32;
}

static unsigned columns_of(const struct bars *bars)
{
    unsigned columns = 0;

    for (int c = 0; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            columns |= 1u << c;
    return columns;
}

static size_t n_columns(unsigned columns)
{
    return 1 + (size_t)__builtin_popcount(columns);
}

static void reserve(struct buf *buf, size_t room)
{
    if (buf->room < room) {
        buf->bytes = mem_resize(buf->bytes, room);
        buf->room = room;
    }
}

static void encode_raw(const struct bars *bars, struct buf *buf)
{
    const size_t size = bars->count * 8;

    reserve(buf, HEAD + size * COLUMNS_MOST + 1);
    buf->length = HEAD;
    memcpy(buf->bytes + buf->length, bars->time, size);
    buf->length += size;
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (bars->column[c]) {
            memcpy(buf->bytes + buf->length, bars->column[c], size);
            buf->length += size;
        }
}

/* zstd's work space, a pair per thread that goes with it: making one costs more than a block. */
static pthread_key_t spaces;
static pthread_once_t once = PTHREAD_ONCE_INIT;

struct space {
    ZSTD_CCtx *in;
    ZSTD_DCtx *out;
};

static void free_space(void *arg)
{
    struct space *space = arg;

    ZSTD_freeCCtx(space->in);
    ZSTD_freeDCtx(space->out);
    free(space);
}

static void make_key(void)
{
    const int failed = pthread_key_create(&spaces, free_space);

    assert(!failed);
    (void)failed;
}

static struct space *my_space(void)
{
    struct space *space;

    pthread_once(&once, make_key);
    space = pthread_getspecific(spaces);
    if (!space) {
        space = MEM_NEW(struct space);
        *space = (struct space){ ZSTD_createCCtx(), ZSTD_createDCtx() };
        pthread_setspecific(spaces, space);
    }
    return space;
}

static void encode_packed(const struct bars *bars, struct buf *buf)
{
    const size_t most = BAR_PACK_SECTION(bars->count) * COLUMNS_MOST;
    OWNED(buf_release) struct buf plain = {0};
    size_t got;

    reserve(&plain, most);
    plain.length = bar_pack_times(bars->time, bars->count, (unsigned char *)plain.bytes);
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            plain.length += bar_pack_values(bars->column[c], bars->count,
                                            (unsigned char *)plain.bytes + plain.length);
    reserve(buf, HEAD + ZSTD_compressBound(plain.length) + 1);
    got = ZSTD_compressCCtx(my_space()->in, buf->bytes + HEAD, buf->room - HEAD, plain.bytes,
                            plain.length, LEVEL);
    assert(!ZSTD_isError(got));         /* the room is what it asked for */
    buf->length = HEAD + got;
}

void bar_block_encode(const struct bars *bars, enum bar_block_codec codec, struct buf *ret_bytes)
{
    struct head head = { (uint8_t)codec, (uint8_t)columns_of(bars), 0, (uint32_t)bars->count, 0 };

    assert(bars->count > 0 && bars->count <= BAR_BLOCK_MOST);
    ret_bytes->length = 0;
    if (codec == BAR_BLOCK_RAW)
        encode_raw(bars, ret_bytes);
    else
        encode_packed(bars, ret_bytes);
    head.hash = hash_of(&head, (unsigned char *)ret_bytes->bytes + HEAD, ret_bytes->length - HEAD);
    memcpy(ret_bytes->bytes, &head, HEAD);
    ret_bytes->bytes[ret_bytes->length] = '\0';
}

/* Columns that one side has and the other has not are there for all afterwards. */
static void make_place(struct bars *bars, const struct head *head)
{
    if (bars->room < bars->count + head->count)
        bars_reserve(bars, (bars->count + head->count) * 2);
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++) {
        const double untold = c == BARS_ADJUST ? 1 : (double)NAN;

        if (head->columns >> c & 1)
            bars_add_column(bars, (enum bars_column)c, untold);
        else if (bars->column[c])
            for (size_t i = 0; i < head->count; i++)
                bars->column[c][bars->count + i] = untold;
    }
}

static bool decode_raw(const struct head *head, const unsigned char *bytes, size_t length,
                       struct bars *bars)
{
    const size_t size = (size_t)head->count * 8;

    if (length != size * n_columns(head->columns))
        return false;
    make_place(bars, head);
    memcpy(bars->time + bars->count, bytes, size);
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (head->columns >> c & 1)
            memcpy(bars->column[c] + bars->count, bytes += size, size);
    return true;
}

static bool unpack(const struct head *head, const unsigned char *plain, size_t length,
                   struct bars *bars)
{
    size_t used = bar_pack_read_times(plain, length, head->count, bars->time + bars->count);

    for (int c = 0; used && c < BARS_COLUMNS; c++)
        if (head->columns >> c & 1) {
            const size_t more = bar_pack_read_values(plain + used, length - used, head->count,
                                                     bars->column[c] + bars->count);
            used = more ? used + more : 0;
        }
    return used == length;
}

static bool decode_packed(const struct head *head, const unsigned char *bytes, size_t length,
                          struct bars *bars)
{
    const size_t most = BAR_PACK_SECTION(head->count) * COLUMNS_MOST;
    OWNED(buf_release) struct buf plain = {0};
    size_t got;

    reserve(&plain, most);
    got = ZSTD_decompressDCtx(my_space()->out, plain.bytes, most, bytes, length);
    if (ZSTD_isError(got) || !got)
        return false;
    make_place(bars, head);
    return unpack(head, (unsigned char *)plain.bytes, got, bars);
}

static bool is_sane(const struct head *head)
{
    const unsigned required = (1u << BARS_REQUIRED) - 1;

    return head->codec <= BAR_BLOCK_PACKED && !head->zero && head->count > 0 &&
           head->count <= BAR_BLOCK_MOST && (head->columns & required) == required;
}

bool bar_block_decode(const void *bytes, size_t length, struct bars *bars, struct error *err)
{
    const unsigned char *rest = (const unsigned char *)bytes + HEAD;
    struct head head;
    bool ok;

    if (length < HEAD)
        return error_set(err, ERROR_BAD_DATA, "a block of bars is cut short");
    memcpy(&head, bytes, HEAD);
    if (!is_sane(&head) || hash_of(&head, rest, length - HEAD) != head.hash)
        return error_set(err, ERROR_BAD_DATA, "a block of bars is not what was written");
    ok = head.codec == BAR_BLOCK_RAW ? decode_raw(&head, rest, length - HEAD, bars)
                                     : decode_packed(&head, rest, length - HEAD, bars);
    if (!ok)
        return error_set(err, ERROR_BAD_DATA, "a block of bars does not unpack");
    bars->count += head.count;
    return true;
}
