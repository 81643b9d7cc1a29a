#include "client/event_reader.h"

#include <stdio.h>
#include <string.h>

static void drop_used(struct event_reader *reader)
{
    if (!reader->used)
        return;
    reader->bytes.length -= reader->used;
    memmove(reader->bytes.bytes, reader->bytes.bytes + reader->used, reader->bytes.length + 1);
    reader->used = 0;
}

bool event_reader_add(struct event_reader *reader, const char *bytes, size_t length,
                      struct error *err)
{
    drop_used(reader);
    if (reader->bytes.length + length > EVENT_READER_MOST)
        return error_set(err, ERROR_BAD_DATA, "an event is longer than %d bytes",
                         EVENT_READER_MOST);
    buf_add(&reader->bytes, bytes, length);
    return true;
}

static void store(char *room, size_t size, const char *value, size_t length)
{
    snprintf(room, size, "%.*s", (int)(length < size ? length : size - 1), value);
}

static bool is_name(const char *line, size_t length, const char *name)
{
    return strlen(name) == length && !memcmp(line, name, length);
}

static void take_field(struct event_reader *reader, const char *line, size_t length,
                       bool *has_data)
{
    const char *colon = memchr(line, ':', length);
    const size_t name_length = colon ? (size_t)(colon - line) : length;
    const char *value = colon ? colon + 1 : line + length;

    if (value < line + length && *value == ' ')
        value++;
    const size_t value_length = (size_t)(line + length - value);
    if (is_name(line, name_length, "event")) {
        store(reader->name, sizeof(reader->name), value, value_length);
    } else if (is_name(line, name_length, "id")) {
        store(reader->id, sizeof(reader->id), value, value_length);
    } else if (is_name(line, name_length, "data")) {
        if (*has_data)
            buf_add(&reader->data, "\n", 1);
        buf_add(&reader->data, value, value_length);
        *has_data = true;
    }
}

/* The length of the line at `at`, without its end; *ret_whole with it. False: it has not ended. */
static bool find_line(const struct event_reader *reader, size_t at, size_t *ret_length,
                      size_t *ret_whole)
{
    const char *line = reader->bytes.bytes + at;
    const char *end = memchr(line, '\n', reader->bytes.length - at);

    if (!end)
        return false;
    *ret_length = (size_t)(end - line);
    *ret_whole = *ret_length + 1;
    if (*ret_length && line[*ret_length - 1] == '\r')
        --*ret_length;
    return true;
}

/* From reader->used to the empty line at `end`. */
static bool take_event(struct event_reader *reader, size_t end)
{
    size_t length, whole;
    bool has_data = false;

    reader->data.length = 0;
    strcpy(reader->name, "message");
    while (reader->used < end && find_line(reader, reader->used, &length, &whole)) {
        take_field(reader, reader->bytes.bytes + reader->used, length, &has_data);
        reader->used += whole;
    }
    return has_data;
}

bool event_reader_next(struct event_reader *reader)
{
    size_t at = reader->used, length, whole;

    while (at < reader->bytes.length && find_line(reader, at, &length, &whole)) {
        at += whole;
        if (length)
            continue;
        if (take_event(reader, at))
            return true;
    }
    return false;
}

void event_reader_release(struct event_reader *reader)
{
    buf_release(&reader->data);
    buf_release(&reader->bytes);
    *reader = (struct event_reader){0};
}
