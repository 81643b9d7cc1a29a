#include "wire/wire_json.h"

#include "base/buf.h"
#include "base/number.h"
#include "wire/wire.h"
#include "wire/wire_text.h"

#include <stdint.h>
#include <string.h>

/* Brackets outside of text. Too deep counts even where jansson would see another mistake first. */
static bool is_too_deep(const char *json, size_t length)
{
    bool in_text = false;
    int depth = 0;

    for (size_t i = 0; i < length; i++) {
        if (in_text && json[i] == '\\')
            i++;
        else if (json[i] == '"')
            in_text = !in_text;
        else if (!in_text && (json[i] == '[' || json[i] == '{') && ++depth > WIRE_MOST_DEPTH)
            return true;
        else if (!in_text && (json[i] == ']' || json[i] == '}'))
            depth--;
    }
    return false;
}

static bool fail(const json_error_t *why, size_t length, struct error *err)
{
    if (!length)
        return error_set(err, ERROR_MALFORMED, "no JSON where some was expected");
    return error_set(err, ERROR_MALFORMED, "not JSON: line %d, column %d: %s", why->line,
                     why->column, why->text);
}

bool wire_json_read(const char *json, size_t length, json_t **ret_tree, struct error *err)
{
    json_error_t why;
    json_t *tree;

    if (length > WIRE_MOST_BYTES)
        return error_set(err, ERROR_TOO_LARGE, "%zu bytes of JSON, more than %d", length,
                         WIRE_MOST_BYTES);
    if (is_too_deep(json, length))
        return error_set(err, ERROR_MALFORMED, "JSON nested deeper than %d", WIRE_MOST_DEPTH);
    tree = json_loadb(json, length, JSON_REJECT_DUPLICATES, &why);
    if (!tree)
        return fail(&why, length, err);
    *ret_tree = tree;
    return true;
}

static void print_object(struct buf *json, const json_t *tree)
{
    const char *comma = "";
    const char *name;
    json_t *value;

    buf_add(json, "{", 1);
    json_object_foreach ((json_t *)(uintptr_t)tree, name, value) {
        buf_print(json, "%s", comma);
        wire_text_print(json, name, strlen(name));
        buf_add(json, ":", 1);
        wire_json_print(json, value);
        comma = ",";
    }
    buf_add(json, "}", 1);
}

static void print_array(struct buf *json, const json_t *tree)
{
    const char *comma = "";
    json_t *value;
    size_t i;

    buf_add(json, "[", 1);
    json_array_foreach (tree, i, value) {
        buf_print(json, "%s", comma);
        wire_json_print(json, value);
        comma = ",";
    }
    buf_add(json, "]", 1);
}

void wire_json_print(struct buf *json, const json_t *tree)
{
    char text[NUMBER_TEXT];

    switch (json_typeof(tree)) {
    case JSON_OBJECT:
        print_object(json, tree);
        return;
    case JSON_ARRAY:
        print_array(json, tree);
        return;
    case JSON_STRING:
        wire_text_print(json, json_string_value(tree), json_string_length(tree));
        return;
    case JSON_INTEGER:
        buf_add(json, text, number_print_int64(json_integer_value(tree), text));
        return;
    case JSON_REAL:
        buf_add(json, text, number_print(json_real_value(tree), text));
        return;
    case JSON_TRUE: case JSON_FALSE: case JSON_NULL:
        buf_print(json, json_is_true(tree) ? "true" : json_is_false(tree) ? "false" : "null");
        return;
    }
}
