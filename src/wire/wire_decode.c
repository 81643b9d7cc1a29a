#include "base/buf.h"
#include "base/mem.h"
#include "wire/wire.h"
#include "wire/wire_json.h"
#include "wire/wire_time.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NO_INDEX = -1 };

/* Where we are: a chain upward on the stack, printed only when something is wrong. */
struct place {
    const struct place *above;
    const char *name;
    int64_t index;              /* NO_INDEX: the field itself */
    enum wire_care care;
};

static bool decode_struct(const struct wire_field *fields, const json_t *tree, void *object,
                          const struct place *place, struct error *err);

static void print_path(const struct place *place, struct buf *text)
{
    if (!place->above)
        return;
    print_path(place->above, text);
    if (place->index != NO_INDEX)
        buf_print(text, "[%lld]", (long long)place->index);
    else
        buf_print(text, "%s%.100s", text->length ? "." : "", place->name);
}

static bool refuse(const struct place *place, const char *why, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};

    print_path(place, &path);
    return error_set(err, ERROR_INVALID, "'%.250s' %s", path.length ? path.bytes : "", why);
}

static bool refuse_unknown(const struct place *place, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};

    print_path(place, &path);
    return error_set(err, ERROR_INVALID, "unknown field '%.250s'", path.bytes);
}

static bool read_text(const struct wire_field *field, const json_t *value, char *at,
                      const struct place *place, struct error *err)
{
    const size_t length = json_string_length(value);

    if (!json_is_string(value))
        return refuse(place, "must be text", err);
    if (length >= field->size)
        return refuse(place, "is too long", err);
    memcpy(at, json_string_value(value), length + 1);
    return true;
}

static bool read_owned(const json_t *value, char **at, const struct place *place,
                       struct error *err)
{
    if (!json_is_string(value))
        return refuse(place, "must be text", err);
    *at = mem_text(json_string_value(value));
    return true;
}

static bool read_number(const json_t *value, double *at, const struct place *place,
                        struct error *err)
{
    if (!json_is_number(value))
        return refuse(place, "must be a number", err);
    *at = json_number_value(value);
    return true;
}

/* 1e5 is a whole number too. */
static bool read_integer(const json_t *value, int64_t *at, const struct place *place,
                         struct error *err)
{
    const double real = json_is_real(value) ? json_real_value(value) : 0.5;

    if (json_is_integer(value))
        *at = json_integer_value(value);
    else if (floor(real) == real && fabs(real) < 9e15)
        *at = (int64_t)real;
    else
        return refuse(place, "must be a whole number", err);
    return true;
}

static bool read_time(const json_t *value, int64_t *at, const struct place *place,
                      struct error *err)
{
    if (json_is_string(value) &&
        wire_time_parse(json_string_value(value), json_string_length(value), at))
        return true;
    return refuse(place, "must be a time like '2024-01-31T14:30:00Z'", err);
}

static bool read_flag(const json_t *value, bool *at, const struct place *place, struct error *err)
{
    if (!json_is_boolean(value))
        return refuse(place, "must be true or false", err);
    *at = json_is_true(value);
    return true;
}

static bool read_name(const struct wire_field *field, const json_t *value, int *at,
                      const struct place *place, struct error *err)
{
    OWNED(buf_release) struct buf why = {0};

    if (!json_is_string(value))
        return refuse(place, "must be text", err);
    for (int i = 0; field->names[i]; i++)
        if (!strcmp(field->names[i], json_string_value(value))) {
            *at = i;
            return true;
        }
    buf_print(&why, "must be one of");
    for (int i = 0; field->names[i]; i++)
        buf_print(&why, " %s", field->names[i]);
    return refuse(place, why.bytes, err);
}

static bool read_struct(const struct wire_field *field, const json_t *value, void *at,
                        const struct place *place, struct error *err)
{
    if (!json_is_object(value))
        return refuse(place, "must be an object", err);
    return decode_struct(field->fields, value, at, place, err);
}

static char *dump(const json_t *value)
{
    struct buf text = {0};

    wire_json_print(&text, value);
    return text.bytes;
}

static bool read_element(const struct wire_field *field, const json_t *value, void *at,
                         const struct place *place, struct error *err)
{
    switch ((int)field->type) {
    case WIRE_LIST_TYPE:
        return read_struct(field, value, at, place, err);
    case WIRE_NUMBERS_TYPE:
        *(double *)at = NAN;
        return json_is_null(value) || read_number(value, at, place, err);
    case WIRE_INTEGERS_TYPE:
        return read_integer(value, at, place, err);
    case WIRE_TIMES_TYPE:
        return read_time(value, at, place, err);
    }
    return read_owned(value, at, place, err);
}

static bool read_list(const struct wire_field *field, const json_t *value, void *object,
                      const struct place *place, struct error *err);

/* {"rsi": […]}: the key is the element's first field, the list its second. */
static bool read_keyed(const struct wire_field *field, const json_t *tree, void *object,
                       const struct place *place, struct error *err)
{
    size_t *count = (size_t *)((char *)object + field->count_offset);
    char *element = mem_alloc(json_object_size(tree) * field->size);
    const char *key;
    json_t *value;

    if (!json_is_object(tree)) {
        free(element);
        return refuse(place, "must be an object", err);
    }
    *(void **)((char *)object + field->offset) = element;
    json_object_foreach ((json_t *)(uintptr_t)tree, key, value) {
        const struct place here = { place, key, NO_INDEX, place->care };

        wire_clear(field->fields, element);
        ++*count;
        if (strlen(key) >= field->fields[0].size)
            return refuse(&here, "has too long a name", err);
        strcpy(element + field->fields[0].offset, key);
        if (!read_list(&field->fields[1], value, element, &here, err))
            return false;
        element += field->size;
    }
    return true;
}

/* The count grows with the elements, so that whatever is there is released after a failure. */
static bool read_list(const struct wire_field *field, const json_t *value, void *object,
                      const struct place *place, struct error *err)
{
    size_t *count = (size_t *)((char *)object + field->count_offset);
    const size_t most = json_array_size(value);
    char *elements;

    if (field->names == wire_keyed)
        return read_keyed(field, value, object, place, err);
    if (!json_is_array(value))
        return refuse(place, "must be a list", err);
    if (!most)
        return true;
    elements = mem_alloc(most * field->size);
    *(void **)((char *)object + field->offset) = elements;
    for (size_t i = 0; i < most; i++, elements += field->size) {
        const struct place here = { place, "", (int64_t)i, place->care };

        if (field->fields)
            wire_clear(field->fields, elements);
        *count = i + 1;
        if (!read_element(field, json_array_get(value, i), elements, &here, err))
            return false;
    }
    return true;
}

static bool read_value(const struct wire_field *field, const json_t *value, void *object,
                       const struct place *place, struct error *err)
{
    char *at = (char *)object + field->offset;

    switch ((int)field->type) {
    case WIRE_TEXT_TYPE:    return read_text(field, value, at, place, err);
    case WIRE_OWNED_TYPE:   return read_owned(value, (char **)at, place, err);
    case WIRE_NUMBER_TYPE:  return read_number(value, (double *)at, place, err);
    case WIRE_INTEGER_TYPE: return read_integer(value, (int64_t *)at, place, err);
    case WIRE_TIME_TYPE:    return read_time(value, (int64_t *)at, place, err);
    case WIRE_FLAG_TYPE:    return read_flag(value, (bool *)at, place, err);
    case WIRE_NAME_TYPE:    return read_name(field, value, (int *)at, place, err);
    case WIRE_STRUCT_TYPE:  return read_struct(field, value, at, place, err);
    case WIRE_RAW_TYPE:
        *(char **)at = dump(value);
        return true;
    case WIRE_POINTER_TYPE:
        *(void **)at = mem_alloc(field->size);
        wire_clear(field->fields, *(void **)at);
        return read_struct(field, value, *(void **)at, place, err);
    }
    return read_list(field, value, object, place, err);
}

static bool decode_field(const struct wire_field *field, const json_t *tree, void *object,
                         const struct place *place, struct error *err)
{
    const struct place here = { place, field->name, NO_INDEX, place->care };
    const json_t *value = json_object_get(tree, field->name);

    if (!value && field->need == WIRE_REQUIRED)
        return refuse(&here, "is missing", err);
    if (!value || (json_is_null(value) && field->need != WIRE_REQUIRED))
        return true;
    return read_value(field, value, object, &here, err);
}

static bool is_field(const struct wire_field *fields, const char *name)
{
    for (; fields->name; fields++)
        if (!strcmp(fields->name, name))
            return true;
    return false;
}

static bool check_unknown(const struct wire_field *fields, const json_t *tree,
                          const struct place *place, struct error *err)
{
    const char *name;
    json_t *value;

    json_object_foreach ((json_t *)(uintptr_t)tree, name, value)
        if (!is_field(fields, name)) {
            const struct place here = { place, name, NO_INDEX, place->care };
            return refuse_unknown(&here, err);
        }
    return true;
}

/* *object is cleared already. */
static bool decode_struct(const struct wire_field *fields, const json_t *tree, void *object,
                          const struct place *place, struct error *err)
{
    if (place->care == WIRE_STRICT && !check_unknown(fields, tree, place, err))
        return false;
    for (; fields->name; fields++)
        if (!decode_field(fields, tree, object, place, err))
            return false;
    return true;
}

static bool decode_tree(const struct wire_field *fields, enum wire_care care, const json_t *tree,
                        void *object, struct error *err)
{
    const struct place top = { NULL, "", NO_INDEX, care };

    if (!json_is_object(tree))
        return error_set(err, ERROR_MALFORMED, "not a JSON object");
    return decode_struct(fields, tree, object, &top, err);
}

bool wire_decode(const struct wire_field *fields, enum wire_care care, const char *json,
                 size_t length, void *ret_object, struct error *err)
{
    json_t *tree;
    bool held;

    wire_clear(fields, ret_object);
    if (!wire_json_read(json, length, &tree, err))
        return false;
    held = decode_tree(fields, care, tree, ret_object, err);
    json_decref(tree);
    if (!held)
        wire_release(fields, ret_object);
    return held;
}
