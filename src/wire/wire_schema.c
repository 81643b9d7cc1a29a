#include "wire/wire_schema.h"

#include "base/buf.h"
#include "wire/wire_text.h"

#include <string.h>

static bool may_be_null(const struct wire_field *field, enum wire_care care)
{
    if (field->type == WIRE_FLAG_TYPE && care == WIRE_TOLERANT)
        return false;
    return field->need == WIRE_NULLABLE || (field->need == WIRE_OPTIONAL && care == WIRE_STRICT);
}

static void print_type(const char *type, const struct wire_field *field, enum wire_care care,
                       struct buf *json)
{
    if (may_be_null(field, care))
        buf_print(json, "\"type\":[\"%s\",\"null\"]", type);
    else
        buf_print(json, "\"type\":\"%s\"", type);
}

static void print_names(const struct wire_field *field, enum wire_care care, struct buf *json)
{
    buf_print(json, ",\"enum\":[");
    for (size_t i = 0; field->names[i]; i++) {
        buf_print(json, "%s", i ? "," : "");
        wire_text_print(json, field->names[i], strlen(field->names[i]));
    }
    buf_print(json, "%s]", may_be_null(field, care) ? ",null" : "");
}

static void print_list(const struct wire_field *field, enum wire_care care, const char *items,
                       struct buf *json)
{
    print_type("array", field, care, json);
    buf_print(json, ",\"items\":{%s}", items);
}

static void print_structs(const struct wire_field *field, enum wire_care care, struct buf *json)
{
    if (field->names == wire_keyed) {
        print_type("object", field, care, json);
        buf_print(json, ",\"additionalProperties\":");
        wire_schema_print_field(&field->fields[1], care, json);
        return;
    }
    print_type("array", field, care, json);
    buf_print(json, ",\"items\":");
    wire_schema_print(field->fields, care, json);
}

static void print_struct(const struct wire_field *field, enum wire_care care, struct buf *json)
{
    if (may_be_null(field, care))
        buf_print(json, "\"anyOf\":[{\"type\":\"null\"},");
    else
        buf_print(json, "\"allOf\":[");
    wire_schema_print(field->fields, care, json);
    buf_print(json, "]");
}

static void print_inside(const struct wire_field *field, enum wire_care care, struct buf *json)
{
    switch (field->type) {
    case WIRE_TEXT_TYPE:
        print_type("string", field, care, json);
        buf_print(json, ",\"maxLength\":%zu", field->size - 1);
        return;
    case WIRE_OWNED_TYPE:
        print_type("string", field, care, json);
        return;
    case WIRE_RAW_TYPE: case WIRE_TYPES:
        return;
    case WIRE_NUMBER_TYPE:
        print_type("number", field, care, json);
        return;
    case WIRE_INTEGER_TYPE:
        print_type("integer", field, care, json);
        return;
    case WIRE_TIME_TYPE:
        print_type("string", field, care, json);
        buf_print(json, ",\"format\":\"date-time\"");
        return;
    case WIRE_FLAG_TYPE:
        print_type("boolean", field, care, json);
        return;
    case WIRE_NAME_TYPE:
        print_type("string", field, care, json);
        print_names(field, care, json);
        return;
    case WIRE_STRUCT_TYPE: case WIRE_POINTER_TYPE:
        print_struct(field, care, json);
        return;
    case WIRE_LIST_TYPE:
        print_structs(field, care, json);
        return;
    case WIRE_NUMBERS_TYPE:
        print_list(field, care, "\"type\":[\"number\",\"null\"]", json);
        return;
    case WIRE_INTEGERS_TYPE:
        print_list(field, care, "\"type\":\"integer\"", json);
        return;
    case WIRE_TIMES_TYPE:
        print_list(field, care, "\"type\":\"string\",\"format\":\"date-time\"", json);
        return;
    case WIRE_TEXTS_TYPE:
        print_list(field, care, "\"type\":\"string\"", json);
        return;
    }
}

void wire_schema_print_field(const struct wire_field *field, enum wire_care care,
                             struct buf *json)
{
    buf_print(json, "{");
    print_inside(field, care, json);
    buf_print(json, "}");
}

static bool is_required(const struct wire_field *field, enum wire_care care)
{
    return field->need == WIRE_REQUIRED ||
           (field->need == WIRE_NULLABLE && care == WIRE_TOLERANT);
}

void wire_schema_print(const struct wire_field *fields, enum wire_care care, struct buf *json)
{
    size_t n = 0;

    buf_print(json, "{\"type\":\"object\",\"properties\":{");
    for (const struct wire_field *field = fields; field->name; field++) {
        buf_print(json, "%s\"%s\":", field == fields ? "" : ",", field->name);
        wire_schema_print_field(field, care, json);
    }
    buf_print(json, "},\"required\":[");
    for (const struct wire_field *field = fields; field->name; field++)
        if (is_required(field, care))
            buf_print(json, "%s\"%s\"", n++ ? "," : "", field->name);
    buf_print(json, "]%s}", care == WIRE_STRICT ? ",\"additionalProperties\":false" : "");
}
