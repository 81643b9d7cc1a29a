#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route_start.h"
#include "base/buf.h"
#include "managers/manage_walk_forward.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_walk_forward.h"

enum { WALK_FORWARD_MOST = 1 << 20 };

static bool start(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(wire_walk_forward_request_release) struct wire_walk_forward_request wanted = {0};
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];

    return route_start_decode(request, core, wire_walk_forward_request_fields, &wanted, key, err) &&
           manage_walk_forward_start(&core->walk_forward, &wanted, key[0] ? key : NULL, &operation,
                                     err) &&
           route_start_reply(request, &operation);
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    OWNED(buf_release) struct buf json = {0};

    return manage_walk_forward_show(&core->walk_forward, http_request_param(request, "id"), &json,
                                    err) && route_reply_json(request, 200, &json);
}

const struct http_route route_walk_forward_table[] = {
    { .method = "POST", .path = WIRE_WALK_FORWARD_START, .handler = start,
      .body_limit = WALK_FORWARD_MOST },
    { .method = "GET", .path = WIRE_WALK_FORWARD_ONE, .handler = show },
};
const size_t route_walk_forward_count = COUNT(route_walk_forward_table);
