#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/backend_health.h"
#include "managers/manage_load.h"
#include "service/route.h"
#include "service/service_frame.h"
#include "wire/wire_load.h"
#include "wire/wire_operation.h"

enum { LOAD_MOST = 128 << 10 };

static bool start(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    OWNED(wire_load_request_release) struct wire_load_request wanted = {0};
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];

    if (!service_frame_idempotency_key(request, key, err) ||
        !backend_health_check_space(core->health, err) ||
        !route_decode_body(request, wire_load_request_fields, &wanted, err) ||
        !manage_load_start(core->load, &wanted, key[0] ? key : NULL, &operation, err))
        return false;
    route_reply(request, 202, wire_operation_fields, &operation);
    wire_operation_release(&operation);
    return true;
}

const struct http_route route_load_table[] = {
    { .method = "POST", .path = WIRE_LOAD_START, .handler = start, .body_limit = LOAD_MOST },
};
const size_t route_load_count = COUNT(route_load_table);
