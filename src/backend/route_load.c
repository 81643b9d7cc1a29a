#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route_start.h"
#include "managers/manage_load.h"
#include "wire/wire_load.h"
#include "wire/wire_operation.h"

enum { LOAD_MOST = 128 << 10 };

static bool start(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    OWNED(wire_load_request_release) struct wire_load_request wanted = {0};
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];

    return route_start_decode(request, core, wire_load_request_fields, &wanted, key, err) &&
           manage_load_start(core->load, &wanted, key[0] ? key : NULL, &operation, err) &&
           route_start_reply(request, &operation);
}

const struct http_route route_load_table[] = {
    { .method = "POST", .path = WIRE_LOAD_START, .handler = start, .body_limit = LOAD_MOST },
};
const size_t route_load_count = COUNT(route_load_table);
