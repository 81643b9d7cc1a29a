#include "backend/routes.h"

#include "backend/backend_core.h"
#include "base/buf.h"
#include "net/http_request.h"
#include "operations/manage_operations.h"
#include "operations/operation_stream.h"
#include "service/route.h"
#include "wire/wire_operation.h"
#include "wire/wire_prune.h"
#include "wire/wire_timeline.h"

#include <stdlib.h>
#include <string.h>

static bool reply_operation(struct http_request *request, int status,
                            struct wire_operation *operation)
{
    route_reply(request, status, wire_operation_fields, operation);
    wire_operation_release(operation);
    return true;
}

static bool list(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_operation_query query;
    struct wire_operation_list list;

    if (!route_decode_query(request, wire_operation_query_fields, &query, err) ||
        !manage_operations_list(core->operations, &query, &list, err))
        return false;
    route_reply(request, 200, wire_operation_list_fields, &list);
    wire_operation_list_release(&list);
    return true;
}

static bool show(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_operation operation;

    return manage_operations_find(core->operations, http_request_param(request, "id"), &operation,
                                  err) && reply_operation(request, 200, &operation);
}

static bool cancel(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_operation_cancel cancel;
    struct wire_operation operation;

    return route_decode_body(request, wire_operation_cancel_fields, &cancel, err) &&
           manage_operations_cancel(core->operations, http_request_param(request, "id"),
                                    cancel.reason, &operation, err) &&
           reply_operation(request, 202, &operation);
}

static bool show_result(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    char *json = NULL;

    if (!manage_operations_result(core->operations, http_request_param(request, "id"), &json, err))
        return false;
    route_reply_json(request, 200, &(struct buf){ .bytes = json, .length = strlen(json) });
    free(json);
    return true;
}

static bool resume(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_operation operation;

    return manage_operations_resume(core->operations, http_request_param(request, "id"), &operation,
                                    err) && reply_operation(request, 202, &operation);
}

static bool retry(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_operation operation;

    return manage_operations_retry(core->operations, http_request_param(request, "id"), &operation,
                                   err) && reply_operation(request, 202, &operation);
}

static bool show_events(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;

    return operation_stream_start(core->operations, request, http_request_param(request, "id"),
                                  err);
}

static bool show_timeline(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_timeline timeline;

    if (!manage_operations_timeline(core->operations, http_request_param(request, "id"), &timeline,
                                    err))
        return false;
    route_reply(request, 200, wire_timeline_fields, &timeline);
    wire_timeline_release(&timeline);
    return true;
}

static bool prune(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_prune_request wanted;
    struct wire_prune_result pruned;

    if (!route_decode_body(request, wire_prune_request_fields, &wanted, err) ||
        !manage_operations_prune(core->operations, &wanted, &pruned, err))
        return false;
    route_reply(request, 200, wire_prune_result_fields, &pruned);
    wire_prune_result_release(&pruned);
    return true;
}

enum { REASON_MOST = 4096 };

const struct http_route route_operation_table[] = {
    { .method = "GET", .path = WIRE_OPERATION_LIST, .handler = list },
    { .method = "POST", .path = WIRE_PRUNE, .handler = prune, .body_limit = REASON_MOST },
    { .method = "GET", .path = WIRE_OPERATION_ONE, .handler = show },
    { .method = "DELETE", .path = WIRE_OPERATION_ONE, .handler = cancel,
      .body_limit = REASON_MOST },
    { .method = "GET", .path = WIRE_OPERATION_RESULT, .handler = show_result },
    { .method = "GET", .path = WIRE_TIMELINE, .handler = show_timeline },
    { .method = "GET", .path = WIRE_OPERATION_EVENTS, .handler = show_events },
    { .method = "POST", .path = WIRE_OPERATION_RESUME, .handler = resume,
      .body_limit = REASON_MOST },
    { .method = "POST", .path = WIRE_OPERATION_RETRY, .handler = retry,
      .body_limit = REASON_MOST },
};
const size_t route_operation_count = COUNT(route_operation_table);
