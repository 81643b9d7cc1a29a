#include "net/sse_reader.h"

#include <string.h>

static void set(struct buf *buf, const char *text, size_t length)
{
    buf->length = 0;
    buf_add(buf, text, length);
}

bool sse_reader_add(struct sse_reader *reader, const char *bytes, size_t length, struct error *err)
{
    if (reader->used) {
        reader->in.length -= reader->used;
        memmove(reader->in.bytes, reader->in.bytes + reader->used, reader->in.length);
        reader->used = 0;
    }
    if (reader->in.length + reader->data.length + length > SSE_READER_MOST_BYTES)
        return error_set(err, ERROR_BAD_DATA, "an event has more than %d bytes",
                         SSE_READER_MOST_BYTES);
    buf_add(&reader->in, bytes, length);
    return true;
}

/* The next line, without its end. A CR ends a line too, and the LF after it belongs to it. */
static bool take_line(struct sse_reader *reader, const char **ret_line, size_t *ret_length)
{
    const char *from = reader->in.bytes + reader->used;
    size_t left = reader->in.length - reader->used, n = 0;

    if (left && reader->has_cr) {
        reader->has_cr = false;
        if (*from == '\n') {
            reader->used++;
            from++;
            left--;
        }
    }
    while (n < left && from[n] != '\n' && from[n] != '\r')
        n++;
    if (n == left)
        return false;
    reader->has_cr = from[n] == '\r';
    reader->used += n + 1;
    *ret_line = from;
    *ret_length = n;
    return true;
}

static bool is(const char *name, size_t length, const char *want)
{
    return length == strlen(want) && !memcmp(name, want, length);
}

static void take_field(struct sse_reader *reader, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    const size_t name = colon ? (size_t)(colon - line) : length;
    const char *value = colon ? colon + 1 : line + length;
    size_t n = (size_t)(line + length - value);

    if (n && *value == ' ') {
        value++;
        n--;
    }
    if (is(line, name, "event")) {
        set(&reader->event, value, n);
    } else if (is(line, name, "id") && !memchr(value, '\0', n)) {
        set(&reader->id, value, n);
    } else if (is(line, name, "data")) {
        if (reader->has_data)
            buf_add(&reader->data, "\n", 1);
        buf_add(&reader->data, value, n);
        reader->has_data = true;
    }
}

/* False until it is clear whether there is one: it is part of no line. */
static bool skip_byte_order_mark(struct sse_reader *reader)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t n = reader->in.length < 3 ? reader->in.length : 3;

    if (reader->has_begun)
        return true;
    if (n < 3 && (!n || !memcmp(reader->in.bytes, mark, n)))
        return false;
    reader->used = n == 3 && !memcmp(reader->in.bytes, mark, 3) ? 3 : 0;
    reader->has_begun = true;
    return true;
}

static void start_anew(struct sse_reader *reader)
{
    reader->event.length = reader->data.length = 0;
    reader->has_data = reader->is_given = false;
}

bool sse_reader_next(struct sse_reader *reader, struct sse_event *ret_event)
{
    const char *line;
    size_t length;

    if (reader->is_given)
        start_anew(reader);
    if (!skip_byte_order_mark(reader))
        return false;
    while (take_line(reader, &line, &length)) {
        if (length) {
            take_field(reader, line, length);
        } else if (reader->has_data) {
            reader->is_given = true;
            *ret_event = (struct sse_event){
                .event = reader->event.length ? reader->event.bytes : "message",
                .id = reader->id.length ? reader->id.bytes : "",
                .data = reader->data.bytes,
                .length = reader->data.length,
            };
            return true;
        } else {
            start_anew(reader);
        }
    }
    return false;
}

void sse_reader_release(struct sse_reader *reader)
{
    buf_release(&reader->in);
    buf_release(&reader->event);
    buf_release(&reader->id);
    buf_release(&reader->data);
    *reader = (struct sse_reader){0};
}
