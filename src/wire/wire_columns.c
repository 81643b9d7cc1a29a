#include "wire/wire_columns.h"

#include "base/buf.h"
#include "base/number.h"
#include "wire/wire_time.h"

#include <math.h>
#include <string.h>

enum { CHUNK = 4096, ITEM = NUMBER_TEXT + 1, DAY = 86400 };

struct chunk {
    struct buf *json;
    size_t length;
    char bytes[CHUNK];
};

static void flush(struct chunk *chunk)
{
    buf_add(chunk->json, chunk->bytes, chunk->length);
    chunk->length = 0;
}

/* Room for one more item, after its comma. */
static char *next_item(struct chunk *chunk, size_t i)
{
    if (chunk->length + ITEM > CHUNK)
        flush(chunk);
    if (i)
        chunk->bytes[chunk->length++] = ',';
    return chunk->bytes + chunk->length;
}

static size_t print_or_null(double value, char *text)
{
    if (isfinite(value))
        return number_print(value, text);
    memcpy(text, "null", 4);
    return 4;
}

void wire_columns_numbers(struct buf *json, const double *values, size_t count)
{
    struct chunk chunk = { .json = json };

    buf_add(json, "[", 1);
    for (size_t i = 0; i < count; i++) {
        char *text = next_item(&chunk, i);
        chunk.length += print_or_null(values[i], text);
    }
    flush(&chunk);
    buf_add(json, "]", 1);
}

void wire_columns_integers(struct buf *json, const int64_t *values, size_t count)
{
    struct chunk chunk = { .json = json };

    buf_add(json, "[", 1);
    for (size_t i = 0; i < count; i++) {
        char *text = next_item(&chunk, i);
        chunk.length += number_print_int64(values[i], text);
    }
    flush(&chunk);
    buf_add(json, "]", 1);
}

void wire_columns_times(struct buf *json, const int64_t *times, size_t count)
{
    struct chunk chunk = { .json = json };
    struct wire_time_day day = {0};

    buf_add(json, "[", 1);
    for (size_t i = 0; i < count; i++) {
        char *text = next_item(&chunk, i);
        text[0] = '"';
        wire_time_print_next(&day, times[i], text + 1);
        text[WIRE_TIME_LENGTH + 1] = '"';
        chunk.length += WIRE_TIME_LENGTH + 2;
    }
    flush(&chunk);
    buf_add(json, "]", 1);
}
