#include "domain/bars_csv_line.h"

#include <string.h>

static bool is_space(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

static struct bars_csv_field trimmed(const char *from, const char *end, char delimiter)
{
    while (from < end && is_space(*from, delimiter))
        from++;
    while (end > from && is_space(end[-1], delimiter))
        end--;
    return (struct bars_csv_field){ from, (size_t)(end - from) };
}

/* Past the closing quote; NULL if there is none. `at` is the first byte inside. */
static const char *find_close(const char *at, const char *end)
{
    while (at < end && (at = memchr(at, '"', (size_t)(end - at)))) {
        if (at + 1 == end || at[1] != '"')
            return at;
        at += 2;
    }
    return NULL;
}

/* The end of the field that begins at `at`: a delimiter, or `end`; NULL for a broken quote. */
static const char *read_field(const char *at, const char *end, char delimiter,
                              struct bars_csv_field *ret)
{
    const char *from = at, *close;

    while (from < end && is_space(*from, delimiter))
        from++;
    if (from == end || *from != '"') {
        for (at = from; at < end && *at != delimiter; at++)
            ;
        *ret = trimmed(from, at, delimiter);
        return at;
    }
    close = find_close(from + 1, end);
    if (!close)
        return NULL;
    *ret = trimmed(from + 1, close, delimiter);
    for (at = close + 1; at < end && is_space(*at, delimiter); at++)
        ;
    return at == end || *at == delimiter ? at : NULL;
}

size_t bars_csv_line_split(const char *line, size_t length, char delimiter,
                           struct bars_csv_field *ret_fields, size_t room)
{
    const char *at = line, *end = line + length;
    size_t n = 0;

    for (;; at++) {
        struct bars_csv_field field;

        at = read_field(at, end, delimiter, &field);
        if (!at)
            return SIZE_MAX;
        if (n < room)
            ret_fields[n] = field;
        n++;
        if (at == end)
            return n;
    }
}

/* Where c is next, at or after reader->at; `known` is what the last search found. */
static size_t seek(const struct bars_csv_reader *reader, char c, size_t known)
{
    const char *found;

    if (known >= reader->at && known)
        return known;
    found = memchr(reader->bytes + reader->at, c, reader->length - reader->at);
    return found ? (size_t)(found - reader->bytes) : reader->length;
}

bool bars_csv_line_next(struct bars_csv_reader *reader, const char **ret_line, size_t *ret_length)
{
    size_t end, next;

    if (reader->at >= reader->length)
        return false;
    reader->line_feed = seek(reader, '\n', reader->line_feed);
    reader->return_mark = seek(reader, '\r', reader->return_mark);
    end = reader->line_feed < reader->return_mark ? reader->line_feed : reader->return_mark;
    next = end + 1;
    if (end == reader->length) {
        if (!reader->is_whole)
            return false;
        next = end;
    } else if (reader->bytes[end] == '\r') {
        if (next == reader->length && !reader->is_whole)
            return false;       /* its line feed may be in the next piece */
        if (next < reader->length && reader->bytes[next] == '\n')
            next++;
    }
    *ret_line = reader->bytes + reader->at;
    *ret_length = end - reader->at;
    reader->at = next;
    return true;
}
