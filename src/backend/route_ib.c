#include "backend/routes.h"

#include "backend/backend_core.h"
#include "managers/manage_ib_check.h"
#include "net/http_reply.h"
#include "service/route.h"

#include <inttypes.h>
#include <stdio.h>

enum { ASK_MOST = 4096 };

/* When it is worth coming again, the connection's state knows. Always false. */
static bool fail(struct http_request *request, const struct backend_core *core,
                 const struct error *err)
{
    char seconds[24];

    snprintf(seconds, sizeof(seconds), "%" PRId64, manage_ib_retry_after(&core->ib));
    if (error_is_temporary(err->code))
        http_reply_header(request, "Retry-After", seconds);
    return false;
}

static bool status(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(wire_ib_status_release) struct wire_ib_status told = {0};

    if (!route_check_no_query(request, err))
        return false;
    if (!manage_ib_status(&core->ib, &told, err))
        return fail(request, core, err);
    return route_reply(request, 200, wire_ib_status_fields, &told);
}

static bool resolve(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(wire_ib_resolved_release) struct wire_ib_resolved resolved = {0};
    struct wire_ib_query query;

    if (!route_decode_body(request, wire_ib_query_fields, &query, err))
        return false;
    if (!manage_ib_resolve(&core->ib, &query, &resolved, err))
        return fail(request, core, err);
    return route_reply(request, 200, wire_ib_resolved_fields, &resolved);
}

static bool ranges(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(wire_ib_ranges_release) struct wire_ib_ranges told = {0};
    struct wire_ib_query query;

    if (!route_decode_query(request, wire_ib_query_fields, &query, err))
        return false;
    if (!manage_ib_ranges(&core->ib, &query, &told, err))
        return fail(request, core, err);
    return route_reply(request, 200, wire_ib_ranges_fields, &told);
}

static bool check(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(wire_ib_check_release) struct wire_ib_check told = {0};
    struct wire_ib_query query;

    return route_decode_body(request, wire_ib_query_fields, &query, err)
        && manage_ib_check_run(&core->ib, &query, &told, err)
        && route_reply(request, 200, wire_ib_check_fields, &told);
}

const struct http_route route_ib_table[] = {
    { .method = "GET", .path = WIRE_IB_STATUS, .handler = status },
    { .method = "POST", .path = WIRE_IB_RESOLVE, .handler = resolve, .body_limit = ASK_MOST },
    { .method = "GET", .path = WIRE_IB_RANGES, .handler = ranges },
    { .method = "POST", .path = WIRE_IB_CHECK, .handler = check, .body_limit = ASK_MOST },
};
const size_t route_ib_count = COUNT(route_ib_table);
