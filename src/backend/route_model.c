#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route.h"
#include "base/buf.h"
#include "managers/manage_models.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "wire/wire_model.h"

static bool list(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_model_list list;

    if (!manage_models_list(core->models, &list, err))
        return false;
    route_reply(request, 200, wire_model_list_fields, &list);
    wire_model_list_release(&list);
    return true;
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_model model;

    if (!manage_models_find(core->models, http_request_param(request, "id"), &model, err))
        return false;
    route_reply(request, 200, wire_model_fields, &model);
    wire_model_release(&model);
    return true;
}

static bool delete(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_model_deleted deleted;

    if (!manage_models_delete(core->models, http_request_param(request, "id"), &deleted, err))
        return false;
    return route_reply(request, 200, wire_model_deleted_fields, &deleted);
}

static bool show_file(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    OWNED(buf_release) struct buf bytes = {0};

    return manage_models_file(core->models, http_request_param(request, "id"),
                              http_request_param(request, "name"), &bytes, err) &&
           http_reply_send(request, 200, "application/octet-stream", bytes.bytes, bytes.length);
}

const struct http_route route_model_table[] = {
    { .method = "GET", .path = WIRE_MODEL_LIST, .handler = list },
    { .method = "GET", .path = WIRE_MODEL_ONE, .handler = show },
    { .method = "DELETE", .path = WIRE_MODEL_ONE, .handler = delete },
    { .method = "GET", .path = WIRE_MODEL_FILE, .handler = show_file },
};
const size_t route_model_count = COUNT(route_model_table);
