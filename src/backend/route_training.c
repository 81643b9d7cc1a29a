#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/backend_health.h"
#include "managers/manage_training.h"
#include "managers/manage_training_many.h"
#include "service/route.h"
#include "service/service_frame.h"
#include "wire/wire_operation.h"
#include "wire/wire_training.h"

enum { TRAINING_MOST = 2 << 20 };

static bool start(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_training_request wanted;
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];
    const char *known_key;
    bool ok;

    if (!service_frame_idempotency_key(request, key, err) ||
        !backend_health_check_space(core->health, err) ||
        !route_decode_body(request, wire_training_start_fields, &wanted, err))
        return false;
    known_key = key[0] ? key : NULL;
    if (wanted.n_items)
        ok = manage_training_many_start(core->training, &wanted, "", known_key, &operation, err);
    else
        ok = manage_training_start(core->training, &wanted, known_key, &operation, err);
    wire_training_start_release(&wanted);
    if (!ok)
        return false;
    route_reply(request, 202, wire_operation_fields, &operation);
    wire_operation_release(&operation);
    return true;
}

const struct http_route route_training_table[] = {
    { .method = "POST", .path = WIRE_TRAINING_START, .handler = start,
      .body_limit = TRAINING_MOST },
};
const size_t route_training_count = COUNT(route_training_table);
