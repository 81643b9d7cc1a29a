#include "base/zone_file.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER = 44, TYPES_MOST = 256, COUNT_MOST = 10000, FOOTER_MOST = 100 };

struct counts {
    size_t utc_flags, std_flags, leaps, times, types, chars;
};

static uint32_t big_endian(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t big_endian_64(const uint8_t *at)
{
    return (int64_t)((uint64_t)big_endian(at) << 32 | big_endian(at + 4));
}

static bool read_header(const uint8_t *at, size_t length, struct counts *ret)
{
    size_t n[6];

    if (length < HEADER || memcmp(at, "TZif", 4) || at[4] < '2')
        return false;
    for (size_t i = 0; i < 6; i++) {
        n[i] = big_endian(at + 20 + 4 * i);
        if (n[i] > COUNT_MOST)
            return false;
    }
    *ret = (struct counts){ n[0], n[1], n[2], n[3], n[4], n[5] };
    return ret->types >= 1 && ret->types <= TYPES_MOST;
}

static size_t block_length(const struct counts *n, size_t width)
{
    return n->times * (width + 1) + n->types * 6 + n->chars + n->leaps * (width + 4)
         + n->std_flags + n->utc_flags;
}

static bool is_offset(int32_t seconds)
{
    return seconds > -26 * 3600 && seconds < 26 * 3600;
}

static bool read_times(const uint8_t *at, const struct counts *n, struct zone_file *file)
{
    const uint8_t *index = at + n->times * 8, *type = index + n->times;

    file->at = mem_alloc((n->times + 1) * sizeof(*file->at));
    file->offset = mem_alloc((n->times + 1) * sizeof(*file->offset));
    file->first = (int32_t)big_endian(type);
    file->count = n->times;
    for (size_t i = 0; i < n->times; i++) {
        if (index[i] >= n->types)
            return false;
        file->at[i] = big_endian_64(at + 8 * i);
        file->offset[i] = (int32_t)big_endian(type + 6 * index[i]);
        if ((i && file->at[i] <= file->at[i - 1]) || !is_offset(file->offset[i]))
            return false;
    }
    return is_offset(file->first);
}

/* '\n', a POSIX rule or nothing, '\n'. */
static bool read_footer(const uint8_t *at, size_t length, struct zone_file *file)
{
    char text[FOOTER_MOST];
    const uint8_t *end = length > 1 ? memchr(at + 1, '\n', length - 1) : NULL;
    size_t n;

    if (!end || at[0] != '\n' || (n = (size_t)(end - at) - 1) >= sizeof(text))
        return false;
    memcpy(text, at + 1, n);
    text[n] = '\0';
    file->has_rule = n > 0;
    return !n || zone_rule_parse(text, &file->rule);
}

bool zone_file_decode(const void *bytes, size_t length, struct zone_file *ret_file,
                      struct error *err)
{
    const uint8_t *at = bytes;
    OWNED(zone_file_release) struct zone_file file = {0};
    struct counts n;
    size_t skip, rest;

    if (!read_header(at, length, &n))
        return error_set(err, ERROR_BAD_DATA, "no TZif file of version 2");
    skip = HEADER + block_length(&n, 4);
    if (skip > length || !read_header(at + skip, length - skip, &n))
        return error_set(err, ERROR_BAD_DATA, "a TZif file without its second part");
    at += skip + HEADER;
    rest = length - skip - HEADER;
    if (block_length(&n, 8) > rest || !read_times(at, &n, &file)
        || !read_footer(at + block_length(&n, 8), rest - block_length(&n, 8), &file))
        return error_set(err, ERROR_BAD_DATA, "a TZif file that is cut off or broken");
    *ret_file = file;
    file = (struct zone_file){0};
    return true;
}

void zone_file_release(struct zone_file *file)
{
    free(file->at);
    free(file->offset);
    *file = (struct zone_file){0};
}
