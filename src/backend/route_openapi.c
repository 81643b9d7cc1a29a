#include "backend/routes.h"

#include "backend/route_notes.h"
#include "base/buf.h"
#include "base/mem.h"
#include "service/route.h"

#include <stdlib.h>
#include <string.h>

static bool has_note(const struct http_route *route)
{
    for (size_t i = 0; i < route_notes_count; i++)
        if (!strcmp(route_notes[i].method, route->method) &&
            !strcmp(route_notes[i].path, route->path))
            return true;
    return false;
}

/* The notes, and after them the routes that have none. */
static size_t list_routes(struct wire_openapi_route **ret_all)
{
    size_t n = route_notes_count;
    struct wire_openapi_route *all;

#define ADD(noun) n += route_##noun##_count;
    EACH_ROUTE_NOUN(ADD)
#undef ADD
    all = mem_alloc(n * sizeof(*all));
    n = route_notes_count;
    memcpy(all, route_notes, n * sizeof(*all));
#define ADD(noun)                                                         \
    for (size_t i = 0; i < route_##noun##_count; i++)                     \
        if (!has_note(&route_##noun##_table[i]))                          \
            all[n++] = (struct wire_openapi_route){                       \
                .method = route_##noun##_table[i].method,                 \
                .path = route_##noun##_table[i].path, .summary = "", .status = 200 };
    EACH_ROUTE_NOUN(ADD)
#undef ADD
    *ret_all = all;
    return n;
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    struct wire_openapi_route *all;
    size_t n;

    (void)context;
    (void)err;
    n = list_routes(&all);
    wire_openapi_print(all, n, &json);
    free(all);
    return route_reply_json(request, 200, &json);
}

const struct http_route route_openapi_table[] = {
    { .method = "GET", .path = WIRE_OPENAPI, .handler = show },
};
const size_t route_openapi_count = COUNT(route_openapi_table);
