#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route_start.h"
#include "managers/manage_sweep.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_operation.h"
#include "wire/wire_sweep.h"

static bool start(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    OWNED(wire_sweep_request_release) struct wire_sweep_request wanted = {0};
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];

    return route_start_decode(request, core, wire_sweep_request_fields, &wanted, key, err) &&
           manage_sweep_start(&core->sweep, &wanted, key[0] ? key : NULL, &operation, err) &&
           route_start_reply(request, &operation);
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_sweep sweep;

    if (!manage_sweep_show(&core->sweep, http_request_param(request, "id"), &sweep, err))
        return false;
    route_reply(request, 200, wire_sweep_fields, &sweep);
    wire_sweep_release(&sweep);
    return true;
}

enum { REQUEST_MOST = 2 << 20 };

const struct http_route route_sweep_table[] = {
    { .method = "POST", .path = WIRE_SWEEP_START, .handler = start, .body_limit = REQUEST_MOST },
    { .method = "GET", .path = WIRE_SWEEP_ONE, .handler = show },
};
const size_t route_sweep_count = COUNT(route_sweep_table);
