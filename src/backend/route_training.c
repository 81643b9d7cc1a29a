#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route_start.h"
#include "managers/manage_training.h"
#include "managers/manage_training_many.h"
#include "wire/wire_operation.h"
#include "wire/wire_training.h"

enum { TRAINING_MOST = 2 << 20 };

static bool start_wanted(const struct backend_core *core, struct wire_training_request *wanted,
                         const char *key, struct wire_operation *ret_operation, struct error *err)
{
    if (wanted->n_items)
        return manage_training_many_start(core->training, wanted, "", key, ret_operation, err);
    return manage_training_start(core->training, wanted, key, ret_operation, err);
}

static bool start(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    OWNED(wire_training_start_release) struct wire_training_request wanted = {0};
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];

    return route_start_decode(request, core, wire_training_start_fields, &wanted, key, err) &&
           start_wanted(core, &wanted, key[0] ? key : NULL, &operation, err) &&
           route_start_reply(request, &operation);
}

const struct http_route route_training_table[] = {
    { .method = "POST", .path = WIRE_TRAINING_START, .handler = start,
      .body_limit = TRAINING_MOST },
};
const size_t route_training_count = COUNT(route_training_table);
