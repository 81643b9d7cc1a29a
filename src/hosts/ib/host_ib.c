#include "hosts/ib/host_ib.h"

#include "async/loop.h"
#include "base/mem.h"
#include "hosts/ib/route_ib_host.h"
#include "ib/ib_source.h"
#include "ib/ib_state.h"
#include "net/http_server.h"

#include <stdio.h>
#include <stdlib.h>

struct host_ib {
    struct loop *loop;
    struct ib_source *source;
    int64_t started_ms;             /* loop_now() */
};

bool host_ib_open(struct loop *loop, const struct ib_source_settings *settings,
                  struct host_ib **ret_host, struct error *err)
{
    struct ib_source *source;
    struct host_ib *host;

    if (!ib_source_open(loop, settings, &source, err))
        return false;
    host = MEM_NEW(struct host_ib);
    *host = (struct host_ib){ loop, source, loop_now(loop) };
    *ret_host = host;
    return true;
}

void host_ib_add_routes(struct host_ib *host, struct http_server *server)
{
    http_server_add_routes(server, route_ib_host_table, route_ib_host_count, host);
}

void host_ib_stop(struct host_ib *host, int64_t deadline)
{
    ib_source_stop(host->source, deadline);
}

void host_ib_free(struct host_ib *host)
{
    if (!host)
        return;
    ib_source_free(host->source);
    free(host);
}

void host_ib_health(void *context, struct buf *json)
{
    const struct host_ib *host = context;
    OWNED(wire_ib_status_release) struct wire_ib_status status;

    ib_state_fill(host->source, &status);
    snprintf(status.version, sizeof(status.version), "%s", KTRDR_VERSION);
    status.uptime_seconds = (double)(loop_now(host->loop) - host->started_ms) / 1000;
    wire_encode(wire_ib_status_fields, &status, json);
}

void host_ib_count(void *context, struct buf *text)
{
    const struct host_ib *host = context;

    ib_state_count(host->source, text);
}

struct ib_source *host_ib_source(const struct host_ib *host)
{
    return host->source;
}
