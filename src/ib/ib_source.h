/*
 * ib_source - a gateway as others use it: its folder, its one connection, begun by the first who
 * asks. What is asked of it: ib_instrument.h, ib_bars.h; how it is: ib_state.h.
 *
 * The one implementation behind both ways: adapters/adapt_ib.c in the backend's process and
 * hosts/ib/ over HTTP. Loop thread only.
 */
#ifndef IB_IB_SOURCE_H
#define IB_IB_SOURCE_H

#include "ib/gateway.h"

struct ib_source;

struct ib_source_settings {         /* texts are copied */
    const char *data_dir;           /* the folder is ib/HOST_PORT/ in it */
    const char *host;               /* localhost is 127.0.0.1 */
    uint16_t port;
    int client_id;
    const char *maintenance;        /* NULL: MAINTENANCE_USUAL */
    uint64_t seed;
    gateway_dial_fn *dial;          /* these as in gateway.h; for tests */
    void *dial_arg;
    wall_clock_read_fn *wall;
    void *wall_arg;
};

/* Blocks: makes the folder, opens the ledger. ERROR_CONFLICT if another process talks to that
 * gateway. Nothing is connected. */
CHECKED bool ib_source_open(struct loop *loop, const struct ib_source_settings *settings,
                            struct ib_source **ret_source, struct error *err);
void ib_source_stop(struct ib_source *source, int64_t deadline);    /* Waits; see gateway_stop */
void ib_source_free(struct ib_source *source);      /* blocks; stopped. Takes NULL */

/* For who is about to ask: begins to connect if nobody has asked before. */
struct gateway *ib_source_gateway(struct ib_source *source);
/* For who only looks. */
const struct gateway *ib_source_look(const struct ib_source *source);
const char *ib_source_host(const struct ib_source *source);         /* "127.0.0.1" */
int ib_source_port(const struct ib_source *source);

/* Waits. Ends the connection in order and makes it anew, within the rule of connects. */
CHECKED bool ib_source_reconnect(struct ib_source *source, int64_t deadline, struct error *err);

#endif
