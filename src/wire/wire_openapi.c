#include "wire/wire_openapi.h"

#include "base/buf.h"
#include "wire/wire_error.h"
#include "wire/wire_schema.h"
#include "wire/wire_text.h"

#include <ctype.h>
#include <string.h>

#define PREFIX "/api/v1/"

static void print_lower(const char *text, struct buf *json)
{
    for (; *text; text++)
        buf_print(json, "%c", tolower((unsigned char)*text));
}

/* "get_data_symbol_timeframe" */
static void print_id(const struct wire_openapi_route *route, struct buf *json)
{
    const size_t prefix = strlen(PREFIX);
    const char *at = strncmp(route->path, PREFIX, prefix) ? route->path + 1 : route->path + prefix;

    print_lower(route->method, json);
    buf_print(json, "%s_", at == route->path + prefix ? "" : "_top");
    for (; *at; at++)
        if (isalnum((unsigned char)*at))
            buf_add(json, at, 1);
        else if (*at != '}' && at[1] != '{')
            buf_print(json, "_");
}

/* The first word of the path: "data". */
static void print_tag(const struct wire_openapi_route *route, struct buf *json)
{
    const size_t prefix = strlen(PREFIX);
    const char *at = strncmp(route->path, PREFIX, prefix) ? route->path + 1 : route->path + prefix;

    buf_print(json, ",\"tags\":[\"%.*s\"]", (int)strcspn(at, "/."), at);
}

static void print_path_parameters(const char *path, size_t *n, struct buf *json)
{
    for (const char *at = strchr(path, '{'); at; at = strchr(at + 1, '{'))
        buf_print(json, "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":"
                  "{\"type\":\"string\"}}", (*n)++ ? "," : "", (int)strcspn(at + 1, "}"), at + 1);
}

/* A query has no null: what is not there is left out. */
static void print_query(const struct wire_field *fields, size_t *n, struct buf *json)
{
    for (; fields && fields->name; fields++) {
        struct wire_field plain = *fields;

        plain.need = WIRE_REQUIRED;
        buf_print(json, "%s{\"name\":\"%s\",\"in\":\"query\",\"required\":%s,\"schema\":",
                  (*n)++ ? "," : "", fields->name,
                  fields->need == WIRE_REQUIRED ? "true" : "false");
        wire_schema_print_field(&plain, WIRE_STRICT, json);
        buf_print(json, "}");
    }
}

static void print_parameters(const struct wire_openapi_route *route, struct buf *json)
{
    size_t n = 0;

    buf_print(json, ",\"parameters\":[");
    print_path_parameters(route->path, &n, json);
    print_query(route->query, &n, json);
    buf_print(json, "]");
}

static bool needs_body(const struct wire_field *fields)
{
    for (; fields->name; fields++)
        if (fields->need == WIRE_REQUIRED)
            return true;
    return false;
}

static void print_request(const struct wire_openapi_route *route, struct buf *json)
{
    if (!route->request && !route->request_type)
        return;
    buf_print(json, ",\"requestBody\":{\"required\":%s,\"content\":{\"%s\":{\"schema\":",
              !route->request || needs_body(route->request) ? "true" : "false",
              route->request_type ? route->request_type : "application/json");
    if (route->request)
        wire_schema_print(route->request, WIRE_STRICT, json);
    else
        buf_print(json, "{\"type\":\"string\"}");
    buf_print(json, "}}}");
}

static void print_reply(const struct wire_openapi_route *route, struct buf *json)
{
    const char *free_form = route->reply_type ? "{\"type\":\"string\"}" : "{}";

    buf_print(json, ",\"responses\":{\"%d\":{\"description\":\"%s\",\"content\":{\"%s\":"
              "{\"schema\":", route->status, route->status == 202 ? "accepted" : "well",
              route->reply_type ? route->reply_type : "application/json");
    if (route->reply)
        wire_schema_print(route->reply, WIRE_TOLERANT, json);
    else
        buf_print(json, "%s", route->reply_schema ? route->reply_schema : free_form);
    buf_print(json, "}}},\"default\":{\"$ref\":\"#/components/responses/Problem\"}}");
}

static void print_route(const struct wire_openapi_route *route, struct buf *json)
{
    buf_print(json, "\"");
    print_lower(route->method, json);
    buf_print(json, "\":{\"operationId\":\"");
    print_id(route, json);
    buf_print(json, "\",\"summary\":");
    wire_text_print(json, route->summary, strlen(route->summary));
    print_tag(route, json);
    print_parameters(route, json);
    print_request(route, json);
    print_reply(route, json);
    buf_print(json, "}");
}

static bool is_first_of_path(const struct wire_openapi_route *routes, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!strcmp(routes[k].path, routes[i].path))
            return false;
    return true;
}

static void print_path(const struct wire_openapi_route *routes, size_t count, size_t first,
                       struct buf *json)
{
    buf_print(json, "\"%s\":{", routes[first].path);
    for (size_t i = first; i < count; i++) {
        if (strcmp(routes[i].path, routes[first].path) != 0)
            continue;
        buf_print(json, "%s", i == first ? "" : ",");
        print_route(&routes[i], json);
    }
    buf_print(json, "}");
}

void wire_openapi_print(const struct wire_openapi_route *routes, size_t count, struct buf *json)
{
    buf_print(json, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"ktrdr\",\"version\":\"%s\"},"
              "\"servers\":[{\"url\":\"/\"}],\"paths\":{", KTRDR_VERSION);
    for (size_t i = 0; i < count; i++) {
        if (!is_first_of_path(routes, i))
            continue;
        buf_print(json, "%s", i ? "," : "");
        print_path(routes, count, i, json);
    }
    buf_print(json, "},\"components\":{\"responses\":{\"Problem\":{\"description\":"
              "\"what went wrong (RFC 9457)\",\"content\":{\"" WIRE_ERROR_TYPE "\":{\"schema\":");
    wire_schema_print(wire_error_fields, WIRE_TOLERANT, json);
    buf_print(json, "}}}}}}\n");
}
