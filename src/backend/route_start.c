#include "backend/route_start.h"

#include "backend/backend_core.h"
#include "backend/backend_health.h"
#include "service/route.h"
#include "wire/wire_operation.h"

bool route_start_decode(const struct http_request *request, const struct backend_core *core,
                        const struct wire_field *fields, void *ret_wanted,
                        char ret_key[SERVICE_FRAME_KEY], struct error *err)
{
    return service_frame_idempotency_key(request, ret_key, err) &&
           backend_health_check_space(core->health, err) &&
           route_decode_body(request, fields, ret_wanted, err);
}

bool route_start_reply(struct http_request *request, struct wire_operation *operation)
{
    route_reply(request, 202, wire_operation_fields, operation);
    wire_operation_release(operation);
    return true;
}
