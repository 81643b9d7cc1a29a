#include "wire/wire_query.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void print_escaped(struct buf *url, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-._~";

    for (; *text; text++)
        if (strchr(plain, *text))
            buf_add(url, text, 1);
        else
            buf_print(url, "%%%02X", (unsigned char)*text);
}

/* "" if it is unknown. In `room` where there is no text already. */
static const char *value_text(const struct wire_field *field, const void *object, char *room)
{
    const char *at = (const char *)object + field->offset;

    room[0] = '\0';
    switch ((int)field->type) {
    case WIRE_TEXT_TYPE:
        return at;
    case WIRE_OWNED_TYPE:
        return *(const char *const *)at ? *(const char *const *)at : "";
    case WIRE_NUMBER_TYPE:
        if (isfinite(*(const double *)at))
            number_print(*(const double *)at, room);
        return room;
    case WIRE_INTEGER_TYPE:
        if (*(const int64_t *)at != WIRE_UNKNOWN)
            number_print_int64(*(const int64_t *)at, room);
        return room;
    case WIRE_FLAG_TYPE:
        return *(const bool *)at ? "true" : "";
    }
    assert(field->type == WIRE_NAME_TYPE);
    return field->names[*(const int *)at];
}

void wire_query_encode(const struct wire_field *fields, const void *object, struct buf *url)
{
    char room[NUMBER_TEXT];
    const char *sign = "?";

    for (; fields->name; fields++) {
        const char *text = value_text(fields, object, room);
        if (!*text)
            continue;
        buf_print(url, "%s%s=", sign, fields->name);
        print_escaped(url, text);
        sign = "&";
    }
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) % 16 : -1;
}

/* Undoes %41 and '+'; NULL for a broken or a zero byte. Owned by the caller. */
static char *unescape(const char *from, size_t length)
{
    char *text = mem_alloc(length + 1);
    size_t n = 0;

    for (size_t i = 0; i < length; i++) {
        int c = (unsigned char)from[i];

        if (c == '+')
            c = ' ';
        if (c == '%') {
            const int high = i + 2 < length ? hex(from[i + 1]) : -1;
            const int low = i + 2 < length ? hex(from[i + 2]) : -1;
            c = high < 0 || low < 0 ? 0 : high * 16 + low;
            i += 2;
        }
        if (!c) {
            free(text);
            return NULL;
        }
        text[n++] = (char)c;
    }
    return text;
}

static bool store_name(const struct wire_field *field, const char *text, int *at)
{
    for (int i = 0; field->names[i]; i++)
        if (!strcmp(field->names[i], text)) {
            *at = i;
            return true;
        }
    return false;
}

static bool store_text(const struct wire_field *field, const char *text, char *at)
{
    if (strlen(text) >= field->size)
        return false;
    memcpy(at, text, strlen(text) + 1);
    return true;
}

static bool store_flag(const char *text, bool *at)
{
    *at = !strcmp(text, "true") || !strcmp(text, "1");
    return *at || !strcmp(text, "false") || !strcmp(text, "0");
}

static bool store(const struct wire_field *field, const char *text, void *at)
{
    switch ((int)field->type) {
    case WIRE_TEXT_TYPE:    return store_text(field, text, at);
    case WIRE_NUMBER_TYPE:  return number_parse(text, strlen(text), at);
    case WIRE_INTEGER_TYPE: return number_parse_int64(text, strlen(text), at);
    case WIRE_FLAG_TYPE:    return store_flag(text, at);
    case WIRE_NAME_TYPE:    return store_name(field, text, at);
    }
    assert(field->type == WIRE_OWNED_TYPE);
    *(char **)at = mem_text(text);
    return true;
}

static const struct wire_field *find(const struct wire_field *fields, const char *name,
                                     size_t length)
{
    for (; fields->name; fields++)
        if (strlen(fields->name) == length && !memcmp(fields->name, name, length))
            return fields;
    return NULL;
}

static void free_text(char **text)
{
    free(*text);
}

/* One name=value of `length` bytes. `seen` has a bit for each field. */
static bool decode_pair(const struct wire_field *fields, const char *pair, size_t length,
                        uint64_t *seen, void *object, struct error *err)
{
    const char *sign = memchr(pair, '=', length);
    const size_t name_length = sign ? (size_t)(sign - pair) : length;
    const struct wire_field *field = find(fields, pair, name_length);
    const int shown = (int)(name_length < 100 ? name_length : 100);
    OWNED(free_text) char *text =
        sign ? unescape(sign + 1, length - name_length - 1) : mem_text("true");

    if (!field)
        return error_set(err, ERROR_INVALID, "unknown parameter '%.*s'", shown, pair);
    if (*seen >> (field - fields) & 1)
        return error_set(err, ERROR_INVALID, "parameter '%s' is there twice", field->name);
    *seen |= (uint64_t)1 << (field - fields);
    if (!text || !store(field, text, (char *)object + field->offset))
        return error_set(err, ERROR_INVALID, "parameter '%s' does not fit: '%.100s'", field->name,
                         text ? text : "");
    return true;
}

static bool decode(const struct wire_field *fields, const char *query, void *object,
                   struct error *err)
{
    uint64_t seen = 0;

    for (const char *at = query ? query : ""; *at;) {
        const size_t length = strcspn(at, "&");
        if (length && !decode_pair(fields, at, length, &seen, object, err))
            return false;
        at += length + (at[length] == '&');
    }
    for (size_t i = 0; fields[i].name; i++)
        if (fields[i].need == WIRE_REQUIRED && !(seen >> i & 1))
            return error_set(err, ERROR_INVALID, "parameter '%s' is missing", fields[i].name);
    return true;
}

bool wire_query_decode(const struct wire_field *fields, const char *query, void *ret_object,
                       struct error *err)
{
    wire_clear(fields, ret_object);
    if (decode(fields, query, ret_object, err))
        return true;
    wire_release(fields, ret_object);
    return false;
}

void wire_query_path(struct buf *url, const char *pattern, const char *const *values)
{
    for (const char *at = pattern; *at;) {
        const size_t length = strcspn(at, "{");

        buf_add(url, at, length);
        at += length;
        if (!*at)
            break;
        assert(*values);
        print_escaped(url, *values++);
        at += strcspn(at, "}") + 1;
    }
}
