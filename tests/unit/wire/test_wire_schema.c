#include "base/buf.h"
#include "test.h"
#include "wire/wire_openapi.h"
#include "wire/wire_schema.h"

#include <string.h>

struct inner {
    double *values;
    size_t n_values;
};

static const struct wire_field inner_fields[] = {
    WIRE_NUMBERS(struct inner, values, WIRE_REQUIRED),
    WIRE_END
};

static const char *const kinds[] = { "a", "b", NULL };

struct outer {
    char name[5];
    enum wire_need kind;
    int64_t when;
    bool flag;
    struct inner *maybe;
};

static const struct wire_field outer_fields[] = {
    WIRE_TEXT(struct outer, name, WIRE_REQUIRED),
    WIRE_NAME(struct outer, kind, kinds, WIRE_OPTIONAL),
    WIRE_TIME(struct outer, when, WIRE_NULLABLE),
    WIRE_FLAG(struct outer, flag, WIRE_OPTIONAL),
    WIRE_POINTER(struct outer, maybe, inner_fields, WIRE_OPTIONAL),
    WIRE_END
};

static const char *schema(enum wire_care care)
{
    static struct buf json;

    json.length = 0;
    wire_schema_print(outer_fields, care, &json);
    return json.bytes;
}

TEST(what_is_written_is_open_and_says_what_is_always_there)
{
    CHECK_TEXT(schema(WIRE_TOLERANT),
        "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"maxLength\":4},"
        "\"kind\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]},"
        "\"when\":{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"},"
        "\"flag\":{\"type\":\"boolean\"},"
        "\"maybe\":{\"allOf\":[{\"type\":\"object\",\"properties\":{\"values\":{\"type\":\"array\","
        "\"items\":{\"type\":[\"number\",\"null\"]}}},\"required\":[\"values\"]}]}},"
        "\"required\":[\"name\",\"when\"]}");
}

TEST(what_is_taken_is_closed_and_null_is_as_good_as_missing)
{
    const char *text = schema(WIRE_STRICT);

    CHECK(strstr(text, "\"kind\":{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",\"b\",null]}"));
    CHECK(strstr(text, "\"flag\":{\"type\":[\"boolean\",\"null\"]}"));
    CHECK(strstr(text, "\"maybe\":{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"object\""));
    CHECK(strstr(text, "\"required\":[\"name\"],\"additionalProperties\":false}"));
}

TEST(routes_of_one_path_lie_together_in_the_document)
{
    static const struct wire_openapi_route routes[] = {
        { .method = "GET", .path = "/api/v1/a/{id}/b", .summary = "one", .status = 200 },
        { .method = "GET", .path = "/c", .summary = "\"two\"", .status = 200,
          .reply_type = "text/plain" },
        { .method = "DELETE", .path = "/api/v1/a/{id}/b", .summary = "three", .status = 202,
          .request = inner_fields },
    };
    OWNED(buf_release) struct buf json = {0};
    const char *first, *second, *other;

    wire_openapi_print(routes, COUNT(routes), &json);
    first = strstr(json.bytes, "\"/api/v1/a/{id}/b\":{\"get\":{\"operationId\":\"get_a_id_b\"");
    second = strstr(json.bytes, "\"delete\":{\"operationId\":\"delete_a_id_b\"");
    other = strstr(json.bytes, "\"/c\":{\"get\":{\"operationId\":\"get_top_c\",\"summary\":\"\\\"two");
    CHECK(first && second && other && first < second && second < other);
    CHECK(!strstr(second, "/api/v1/a/{id}/b\""));
}
