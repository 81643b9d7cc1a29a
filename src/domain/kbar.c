#include "domain/kbar.h"

#include "domain/bars.h"
#include "domain/series.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "columns are used where they lie");

enum { VERSION = 1, INT64 = 1, FLOAT64 = 2, WIDTH = 8, COLUMNS_MOST = 256 };

struct header {
    char magic[4];
    uint16_t version, columns;
    uint32_t header_bytes, zero;
    uint64_t count;
    uint8_t sha256[HASH_BYTES];
    uint64_t zero_too;
};
static_assert(sizeof(struct header) == 64, "as the format says");

struct entry {
    char name[8];
    uint8_t type, zero[7];
};
static_assert(sizeof(struct entry) == 16, "as the format says");

static size_t round_up(size_t n)
{
    return (n + KBAR_ALIGN - 1) / KBAR_ALIGN * KBAR_ALIGN;
}

static size_t header_bytes(size_t columns)
{
    return round_up(sizeof(struct header) + columns * sizeof(struct entry));
}

static size_t count_columns(const struct bars *bars)
{
    size_t columns = 1 + BARS_REQUIRED;

    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        columns += bars->column[c] != NULL;
    return columns;
}

size_t kbar_encoded_length(const struct bars *bars)
{
    const size_t columns = count_columns(bars);

    return header_bytes(columns) + columns * round_up(bars->count * WIDTH);
}

static void add_padded(struct buf *buf, const void *bytes, size_t length)
{
    static const char zeros[KBAR_ALIGN];

    if (length)
        buf_add(buf, bytes, length);
    if (round_up(length) > length)
        buf_add(buf, zeros, round_up(length) - length);
}

static struct entry entry(const char *name, uint8_t type)
{
    struct entry entry = { .type = type };

    memcpy(entry.name, name, strlen(name));
    return entry;
}

static void add_directory(const struct bars *bars, size_t columns, struct buf *ret)
{
    struct entry entries[1 + BARS_COLUMNS];
    size_t n = 0;

    entries[n++] = entry("time", INT64);
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (c < BARS_REQUIRED || bars->column[c])
            entries[n++] = entry(bars_column_name((enum bars_column)c), FLOAT64);
    assert(n == columns);
    add_padded(ret, entries, n * sizeof(entries[0]));   /* the header before is one line of 64 */
}

static void hash_content(const char *bytes, size_t length, uint8_t ret_hash[HASH_BYTES])
{
    struct hash hash;

    hash_start(&hash);
    hash_add(&hash, bytes + sizeof(struct header), length - sizeof(struct header));
    hash_end(&hash, ret_hash);
}

void kbar_encode(const struct bars *bars, struct buf *ret)
{
    const size_t from = ret->length, columns = count_columns(bars);
    struct header header = {
        .magic = { 'K', 'B', 'A', 'R' }, .version = VERSION, .columns = (uint16_t)columns,
        .header_bytes = (uint32_t)header_bytes(columns), .count = bars->count,
    };

    buf_add(ret, (const char *)&header, sizeof(header));
    add_directory(bars, columns, ret);
    add_padded(ret, bars->time, bars->count * WIDTH);
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (c < BARS_REQUIRED || bars->column[c])
            add_padded(ret, bars->column[c], bars->count * WIDTH);
    hash_content(ret->bytes + from, ret->length - from, header.sha256);
    memcpy(ret->bytes + from, &header, sizeof(header));
}

static bool read_header(const void *bytes, size_t length, struct header *ret_header,
                        struct error *err)
{
    struct header h;

    if (length < sizeof(h))
        return error_set(err, ERROR_BAD_DATA, "%zu bytes are too few for bars", length);
    memcpy(&h, bytes, sizeof(h));
    if (memcmp(h.magic, "KBAR", 4))
        return error_set(err, ERROR_BAD_DATA, "these bytes are no bars: no 'KBAR' in front");
    if (h.version != VERSION)
        return error_set(err, ERROR_BAD_DATA, "bars of version %u, not %d", h.version, VERSION);
    if (h.columns > COLUMNS_MOST || h.header_bytes != header_bytes(h.columns) || h.zero
        || h.zero_too)
        return error_set(err, ERROR_BAD_DATA, "bars with a broken header");
    if (h.count > (SIZE_MAX - h.header_bytes) / (COLUMNS_MOST + 1) / (2 * WIDTH)
        || length != h.header_bytes + h.columns * round_up((size_t)h.count * WIDTH))
        return error_set(err, ERROR_BAD_DATA, "bars of %zu bytes, other than their header says",
                         length);
    *ret_header = h;
    return true;
}

/* BARS_COLUMNS for time, -1 for one we do not know. */
static int find_column(const struct entry *entry)
{
    if (!strncmp(entry->name, "time", 8))
        return BARS_COLUMNS;
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (!strncmp(entry->name, bars_column_name((enum bars_column)c), 8))
            return c;
    return -1;
}

/* Where each column lies; 0 for one that is missing. */
static bool read_directory(const char *bytes, const struct header *h,
                           size_t ret_offset[BARS_COLUMNS + 1], struct error *err)
{
    for (size_t i = 0; i < h->columns; i++) {
        struct entry entry;
        int column;

        memcpy(&entry, bytes + sizeof(*h) + i * sizeof(entry), sizeof(entry));
        column = find_column(&entry);
        if ((column == BARS_COLUMNS) != (i == 0))
            return error_set(err, ERROR_BAD_DATA, "bars whose first column is not 'time'");
        if (column < 0)
            continue;
        if (entry.type != (column == BARS_COLUMNS ? INT64 : FLOAT64) || ret_offset[column])
            return error_set(err, ERROR_BAD_DATA, "bars with a wrong or doubled column '%.8s'",
                             entry.name);
        ret_offset[column] = h->header_bytes + i * round_up((size_t)h->count * WIDTH);
    }
    for (int c = 0; c < BARS_REQUIRED; c++)
        if (!ret_offset[c])
            return error_set(err, ERROR_BAD_DATA, "bars without the column '%s'",
                             bars_column_name((enum bars_column)c));
    return true;
}

static struct bars borrow(const char *bytes, const struct header *h, const size_t *offset)
{
    struct bars bars = { .count = (size_t)h->count, .room = (size_t)h->count, .is_borrowed = true };

    bars.time = (int64_t *)(uintptr_t)(bytes + offset[BARS_COLUMNS]);
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (offset[c])
            bars.column[c] = (double *)(uintptr_t)(bytes + offset[c]);
    return bars;
}

static struct bars copy(const char *bytes, const struct header *h, const size_t *offset)
{
    const size_t length = (size_t)h->count * WIDTH;
    struct bars bars = {0};

    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (offset[c])
            bars_add_column(&bars, (enum bars_column)c, 0);
    if (!length)
        return bars;
    bars_reserve(&bars, (size_t)h->count);
    bars.count = (size_t)h->count;
    memcpy(bars.time, bytes + offset[BARS_COLUMNS], length);
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (offset[c])
            memcpy(bars.column[c], bytes + offset[c], length);
    return bars;
}

bool kbar_decode(const void *bytes, size_t length, struct bars *ret_bars, struct error *err)
{
    size_t offset[BARS_COLUMNS + 1] = {0};
    struct header header;

    if (!read_header(bytes, length, &header, err) || !read_directory(bytes, &header, offset, err))
        return false;
    *ret_bars = (uintptr_t)bytes % WIDTH == 0 ? borrow(bytes, &header, offset)
                                              : copy(bytes, &header, offset);
    return true;
}

bool kbar_check_hash(const void *bytes, size_t length, struct error *err)
{
    struct header header;
    uint8_t hash[HASH_BYTES];

    if (!read_header(bytes, length, &header, err))
        return false;
    hash_content(bytes, length, hash);
    if (memcmp(hash, header.sha256, sizeof(hash)))
        return error_set(err, ERROR_BAD_DATA, "bars whose content does not have their hash");
    return true;
}

void kbar_start_data_hash(const struct series *series, struct hash *ret_hash)
{
    char key[SERIES_KEY];

    series_key_text(series, key);
    hash_start(ret_hash);
    hash_add(ret_hash, key, strlen(key));
    hash_add(ret_hash, "\n", 1);
}

void kbar_data_hash(const struct series *series, const struct bars *bars, char ret_hex[HASH_HEX])
{
    uint8_t bytes[HASH_BYTES];
    struct hash hash;

    kbar_start_data_hash(series, &hash);
    hash_add(&hash, bars->time, bars->count * WIDTH);
    for (int c = 0; c < BARS_REQUIRED; c++)
        hash_add(&hash, bars->column[c], bars->count * WIDTH);
    hash_end(&hash, bytes);
    hash_hex(bytes, sizeof(bytes), ret_hex);
}
