#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/route_start.h"
#include "base/buf.h"
#include "managers/manage_evaluation.h"
#include "managers/manage_models.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "operations/manage_operations.h"
#include "service/route.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_model.h"
#include "wire/wire_operation.h"
#include "wire/wire_prediction.h"
#include "wire/wire_sheet.h"
#include "wire/wire_track.h"

#include <stdio.h>

static bool list(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_model_query query;
    struct wire_model_list list;

    if (!route_decode_query(request, wire_model_query_fields, &query, err) ||
        !manage_models_list(core->models, &query, &list, err))
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

    if (!manage_operations_check_model_unused(core->operations, http_request_param(request, "id"),
                                              err) ||
        !manage_models_delete(core->models, http_request_param(request, "id"), &deleted, err))
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

static bool test(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_evaluation_request wanted;
    struct wire_operation operation;
    char key[SERVICE_FRAME_KEY];

    if (!service_frame_idempotency_key(request, key, err) ||
        !route_decode_body(request, wire_evaluation_request_fields, &wanted, err))
        return false;
    snprintf(wanted.model, sizeof(wanted.model), "%.95s", http_request_param(request, "id"));
    return manage_evaluation_start(core->evaluation, &wanted, key[0] ? key : NULL, &operation,
                                   err) && route_start_reply(request, &operation);
}

static bool predict(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    OWNED(buf_release) struct buf json = {0};
    struct wire_prediction_request wanted;

    return route_decode_body(request, wire_prediction_request_fields, &wanted, err) &&
           manage_evaluation_predict(core->evaluation, http_request_param(request, "id"), &wanted,
                                     &json, err) &&
           route_reply_json(request, 200, &json);
}

static bool track(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_track track;

    if (!manage_track_show(&core->track, http_request_param(request, "id"), &track, err))
        return false;
    route_reply(request, 200, wire_track_fields, &track);
    wire_track_release(&track);
    return true;
}

static bool make_sheet(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_sheet_request wanted;
    struct wire_sheet sheet;
    bool ok;

    if (!route_decode_body(request, wire_sheet_request_fields, &wanted, err))
        return false;
    ok = manage_sheet_make(&core->sheet, http_request_param(request, "id"), &wanted, &sheet, err);
    wire_sheet_request_release(&wanted);
    if (!ok)
        return false;
    route_reply(request, 200, wire_sheet_fields, &sheet);
    wire_sheet_release(&sheet);
    return true;
}

enum { REQUEST_MOST = 65536 };

const struct http_route route_model_table[] = {
    { .method = "GET", .path = WIRE_MODEL_LIST, .handler = list },
    { .method = "GET", .path = WIRE_MODEL_ONE, .handler = show },
    { .method = "DELETE", .path = WIRE_MODEL_ONE, .handler = delete },
    { .method = "GET", .path = WIRE_MODEL_FILE, .handler = show_file },
    { .method = "POST", .path = WIRE_MODEL_TEST, .handler = test, .body_limit = REQUEST_MOST },
    { .method = "POST", .path = WIRE_MODEL_PREDICT, .handler = predict,
      .body_limit = REQUEST_MOST },
    { .method = "POST", .path = WIRE_SHEET, .handler = make_sheet, .body_limit = REQUEST_MOST },
    { .method = "GET", .path = WIRE_TRACK, .handler = track },
};
const size_t route_model_count = COUNT(route_model_table);
