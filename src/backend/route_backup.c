#include "backend/routes.h"

#include "backend/backend_core.h"
#include "backend/backend_health.h"
#include "base/buf.h"
#include "managers/manage_backup.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/route.h"
#include "wire/wire_backup.h"

#include <inttypes.h>
#include <stdio.h>

static bool send(struct http_request *request, const struct manage_backup *backup,
                 struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};
    char bytes[32];

    snprintf(bytes, sizeof(bytes), "%" PRId64, backup->bytes);
    http_reply_header(request, WIRE_BACKUP_BYTES, bytes);
    http_reply_header(request, WIRE_BACKUP_SHA256, backup->sha256);
    http_reply_start(request, 200, "application/vnd.sqlite3");
    do
        if (!manage_backup_read(backup, &piece, err) ||
            (piece.length && !http_reply_write(request, piece.bytes, piece.length, err)))
            return false;
    while (piece.length);
    return http_reply_end(request);
}

static bool download(struct http_request *request, void *context, struct error *err)
{
    const struct backend_core *core = context;
    struct manage_backup backup;
    bool ok;

    if (!route_check_no_query(request, err) || !backend_health_check_space(core->health, err) ||
        !manage_backup_open(&core->store, &backup, err))
        return false;
    ok = send(request, &backup, err);
    manage_backup_close(&backup);
    return ok;
}

const struct http_route route_backup_table[] = {
    { .method = "GET", .path = WIRE_BACKUP, .handler = download },
};
const size_t route_backup_count = COUNT(route_backup_table);
