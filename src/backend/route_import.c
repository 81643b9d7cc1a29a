#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/backend_health.h"
#include "base/buf.h"
#include "managers/manage_import.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_import.h"

#include <stdint.h>

/* The client may send any amount: it is parsed as it comes and lies on the disk, not in memory. */
static bool feed(struct http_request *request, struct manage_import *import, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};

    do
        if (!http_request_read(request, &piece, err) ||
            (piece.length && !manage_import_feed(import, piece.bytes, piece.length, err)))
            return false;
    while (piece.length);
    return true;
}

static bool import_file(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct wire_import_query query;
    struct wire_import_report report;
    struct manage_import *import;
    bool ok;

    if (!route_decode_query(request, wire_import_query_fields, &query, err) ||
        !backend_health_check_space(core->health, err) ||
        !manage_import_new(&core->store, core->bars, &query, &import, err))
        return false;
    ok = feed(request, import, err) && manage_import_finish(import, &report, err);
    manage_import_free(import);
    if (!ok)
        return false;
    route_reply(request, 200, wire_import_report_fields, &report);
    wire_import_report_release(&report);
    return true;
}

const struct http_route route_import_table[] = {
    { .method = "POST", .path = WIRE_IMPORT, .handler = import_file, .body = HTTP_BODY_STREAM,
      .body_limit = SIZE_MAX },
};
const size_t route_import_count = COUNT(route_import_table);
