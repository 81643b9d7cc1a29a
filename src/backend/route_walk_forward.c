#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/backend_health.h"
#include "base/buf.h"
#include "managers/manage_walk_forward.h"
#include "net/http_request.h"
#include "service/route.h"
#include "service/service_frame.h"
#include "wire/wire_walk_forward.h"

enum { WALK_FORWARD_MOST = 1 << 20 };

static bool start(struct http_request *request, void *context, struct error *err)
{
    struct backend_core *core = context;
    struct wire_walk_forward_request wanted;
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];
    bool ok;

    if (!service_frame_idempotency_key(request, key, err) ||
        !backend_health_check_space(core->health, err) ||
        !route_decode_body(request, wire_walk_forward_request_fields, &wanted, err))
        return false;
    ok = manage_walk_forward_start(&core->walk_forward, &wanted, key[0] ? key : NULL, &operation,
                                   err);
    wire_walk_forward_request_release(&wanted);
    if (!ok)
        return false;
    route_reply(request, 202, wire_operation_fields, &operation);
    wire_operation_release(&operation);
    return true;
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
