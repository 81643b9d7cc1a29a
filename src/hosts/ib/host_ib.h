/*
 * host_ib - the IB host service: src/ib/ib_source.h with an HTTP face, for a backend elsewhere.
 *
 *     POST /data/historical /data/batch /data/validate /data/plan /data/schedule
 *     GET  /data/head-timestamp (POST too)      POST /gateway/reconnect
 *
 * /health and /metrics come with the service's frame, of the two functions below. Loop thread only.
 */
#ifndef HOSTS_IB_HOST_IB_H
#define HOSTS_IB_HOST_IB_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct buf;
struct host_ib;
struct http_server;
struct ib_source;
struct ib_source_settings;
struct loop;

/* Blocks: opens the ledger. ERROR_CONFLICT if another process talks to that gateway. */
CHECKED bool host_ib_open(struct loop *loop, const struct ib_source_settings *settings,
                          struct host_ib **ret_host, struct error *err);
void host_ib_add_routes(struct host_ib *host, struct http_server *server);
void host_ib_stop(struct host_ib *host, int64_t deadline);      /* Waits. No requests any more */
void host_ib_free(struct host_ib *host);

void host_ib_health(void *host, struct buf *json);      /* both of a struct host_ib */
void host_ib_count(void *host, struct buf *text);

struct ib_source *host_ib_source(const struct host_ib *host);       /* for its routes */

#endif
