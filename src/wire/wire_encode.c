#include "base/buf.h"
#include "base/number.h"
#include "wire/wire.h"
#include "wire/wire_columns.h"
#include "wire/wire_text.h"
#include "wire/wire_time.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static size_t count_of(const struct wire_field *field, const void *object)
{
    return *(const size_t *)((const char *)object + field->count_offset);
}

static bool is_list(const struct wire_field *field)
{
    return field->type >= WIRE_LIST_TYPE && field->type <= WIRE_TEXTS_TYPE;
}

static bool is_known(const struct wire_field *field, const void *object)
{
    const char *at = (const char *)object + field->offset;

    switch (field->type) {
    case WIRE_TEXT_TYPE:
        return at[0] != '\0';
    case WIRE_NUMBER_TYPE:
        return isfinite(*(const double *)at);
    case WIRE_INTEGER_TYPE:
        return *(const int64_t *)at != WIRE_UNKNOWN;
    case WIRE_TIME_TYPE:
        return *(const int64_t *)at != 0 && *(const int64_t *)at != WIRE_UNKNOWN;
    case WIRE_FLAG_TYPE:
        return *(const bool *)at;
    case WIRE_OWNED_TYPE: case WIRE_RAW_TYPE: case WIRE_POINTER_TYPE:
        return *(const void *const *)at != NULL;
    case WIRE_LIST_TYPE: case WIRE_NUMBERS_TYPE: case WIRE_INTEGERS_TYPE: case WIRE_TIMES_TYPE:
    case WIRE_TEXTS_TYPE:
        return count_of(field, object) > 0;
    case WIRE_NAME_TYPE: case WIRE_STRUCT_TYPE: case WIRE_TYPES:
        return true;
    }
    return true;
}

static void print_text(struct buf *json, const char *text)
{
    wire_text_print(json, text ? text : "", text ? strlen(text) : 0);
}

static void print_structs(const struct wire_field *field, const char *elements, size_t count,
                          struct buf *json)
{
    buf_add(json, "[", 1);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add(json, ",", 1);
        wire_encode(field->fields, elements + i * field->size, json);
    }
    buf_add(json, "]", 1);
}

static void print_texts(char *const *texts, size_t count, struct buf *json)
{
    buf_add(json, "[", 1);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add(json, ",", 1);
        print_text(json, texts[i]);
    }
    buf_add(json, "]", 1);
}

static void print_raw(const char *text, struct buf *json)
{
    text = text ? text : "null";
    buf_add(json, text, strlen(text));
}

static void print_number(double value, struct buf *json)
{
    char text[NUMBER_TEXT];

    if (isfinite(value))
        buf_add(json, text, number_print(value, text));
    else
        buf_add(json, "null", 4);
}

static void print_integer(int64_t value, struct buf *json)
{
    char text[NUMBER_TEXT];

    buf_add(json, text, number_print_int64(value, text));
}

static void print_time(int64_t time, struct buf *json)
{
    char text[WIRE_TIME_LENGTH + 1];

    wire_time_print(time, text);
    wire_text_print(json, text, WIRE_TIME_LENGTH);
}

static void print_name(const struct wire_field *field, int value, struct buf *json)
{
    int count = 0;

    while (field->names[count])
        count++;
    assert(value >= 0 && value < count);
    print_text(json, field->names[value]);
}

static void print_list(const struct wire_field *field, const void *elements, size_t count,
                       struct buf *json);

/* The element's first field is its key, the second its value. */
static void print_keyed(const struct wire_field *field, const char *elements, size_t count,
                        struct buf *json)
{
    const struct wire_field *key = &field->fields[0], *value = &field->fields[1];

    buf_add(json, "{", 1);
    for (size_t i = 0; i < count; i++) {
        const char *element = elements + i * field->size;

        if (i)
            buf_add(json, ",", 1);
        print_text(json, element + key->offset);
        buf_add(json, ":", 1);
        print_list(value, *(const void *const *)(element + value->offset),
                   count_of(value, element), json);
    }
    buf_add(json, "}", 1);
}

static void print_list(const struct wire_field *field, const void *elements, size_t count,
                       struct buf *json)
{
    switch ((int)field->type) {
    case WIRE_LIST_TYPE:
        if (field->names == wire_keyed)
            print_keyed(field, elements, count, json);
        else
            print_structs(field, elements, count, json);
        return;
    case WIRE_NUMBERS_TYPE:
        wire_columns_numbers(json, elements, count);
        return;
    case WIRE_INTEGERS_TYPE:
        wire_columns_integers(json, elements, count);
        return;
    case WIRE_TIMES_TYPE:
        wire_columns_times(json, elements, count);
        return;
    case WIRE_TEXTS_TYPE:
        print_texts(elements, count, json);
        return;
    }
}

static void print_value(const struct wire_field *field, const char *at, struct buf *json)
{
    switch ((int)field->type) {
    case WIRE_TEXT_TYPE:
        wire_text_print(json, at, strnlen(at, field->size));
        return;
    case WIRE_OWNED_TYPE:
        print_text(json, *(const char *const *)at);
        return;
    case WIRE_RAW_TYPE:
        print_raw(*(const char *const *)at, json);
        return;
    case WIRE_NUMBER_TYPE:
        print_number(*(const double *)at, json);
        return;
    case WIRE_INTEGER_TYPE:
        print_integer(*(const int64_t *)at, json);
        return;
    case WIRE_TIME_TYPE:
        print_time(*(const int64_t *)at, json);
        return;
    case WIRE_FLAG_TYPE:
        buf_print(json, *(const bool *)at ? "true" : "false");
        return;
    case WIRE_NAME_TYPE:
        print_name(field, *(const int *)at, json);
        return;
    case WIRE_STRUCT_TYPE:
        wire_encode(field->fields, at, json);
        return;
    case WIRE_POINTER_TYPE:
        assert(*(const void *const *)at);
        wire_encode(field->fields, *(const void *const *)at, json);
        return;
    }
}

void wire_encode(const struct wire_field *fields, const void *object, struct buf *json)
{
    bool is_first = true;

    buf_add(json, "{", 1);
    for (const struct wire_field *field = fields; field->name; field++) {
        const char *at = (const char *)object + field->offset;
        const bool known = is_known(field, object);

        if (!known && field->need == WIRE_OPTIONAL)
            continue;
        buf_add(json, is_first ? "\"" : ",\"", is_first ? 1 : 2);
        buf_add(json, field->name, strlen(field->name));
        buf_add(json, "\":", 2);
        is_first = false;
        if (!known && field->need == WIRE_NULLABLE && field->type != WIRE_FLAG_TYPE)
            buf_add(json, "null", 4);
        else if (is_list(field))
            print_list(field, *(const void *const *)at, count_of(field, object), json);
        else
            print_value(field, at, json);
    }
    buf_add(json, "}", 1);
}
