/*
 * gateway - the one connection to a TWS or IB Gateway: long-lived, careful, and read-only.
 *
 * A task of its own connects, stays, and connects again; requests (gateway_request.h) come from any
 * task and wait. A gateway is wedged by clients that come and go, so: one connection, every
 * handshake finished, every attempt in the ledger and bound by connect_rule.h, an orderly end.
 *
 *   closed -> resolving -> connecting -> hello -> starting -> syncing -> ready <-> degraded
 *   any failure -> backing_off -> resolving …      stop: draining -> closed
 *
 * Each stage has its own deadline (gateway_state.h). Ready is: an order id and the accounts have
 * come, and a settle time has passed. Degraded: the gateway has lost IB; it is kept, nothing new is
 * begun. Loop thread only.
 */
#ifndef IB_GATEWAY_H
#define IB_GATEWAY_H

#include "ib/farm.h"
#include "ib/gateway_state.h"
#include "ib/maintenance.h"
#include "ib/wall_clock.h"

struct gateway;
struct loop;
struct stream;

/* Waits. A connection to the gateway by other means than TCP. */
typedef bool gateway_dial_fn(void *arg, int64_t deadline, struct stream **ret_stream,
                             struct error *err);

struct gateway_settings {           /* texts are copied */
    const char *host;
    uint16_t port;                  /* 4001 live, 4002 paper; TWS: 7496, 7497 */
    int client_id;                  /* and up to 7 above it, where that one is taken */
    const char *folder;             /* the ledger's: ib/HOST_PORT */
    const char *maintenance;        /* see maintenance.h */
    gateway_dial_fn *dial;          /* NULL: TCP */
    void *dial_arg;
    wall_clock_read_fn *wall;       /* NULL: the system's clock */
    void *wall_arg;
    uint64_t seed;                  /* of the jitter between attempts */
};

/* Blocks: opens the ledger. Nothing is connected yet. */
CHECKED bool gateway_new(struct loop *loop, const struct gateway_settings *settings,
                         struct gateway **ret_gateway, struct error *err);
/* Blocks. Stopped, or never started; and nobody asks any more. */
void gateway_free(struct gateway *gateway);

void gateway_start(struct gateway *gateway);        /* begins to connect; again after a stop */

/* Waits. No new requests; those open have 2 s, then IB is told; then an orderly end. At the
 * deadline it is ended as it is. */
void gateway_stop(struct gateway *gateway, int64_t deadline);

struct gateway_snapshot {           /* for /health and /metrics */
    enum gateway_state state;
    int64_t state_since_ms;         /* UTC milliseconds, like all here */
    int server_version, client_id;  /* 0: not connected */
    int64_t connected_since_ms;     /* 0: not ready */
    char account[24];               /* the first one: 'DU…' is paper */
    struct farms farms;
    int64_t connects, reconnects;   /* reconnects: times that a ready connection was lost */
    struct error last_error;        /* ERROR_NONE: there was none */
    int64_t last_error_ms;
    int64_t retry_after_ms;         /* until the next attempt, for Retry-After; 0: now */
    char maintenance_until[MAINTENANCE_TEXT];       /* "": none now */
    size_t in_flight, waiting;      /* requests with the gateway; for their turn */
    int cap, budget, used;          /* pacing.h */
    int64_t next_free_ms;           /* until bars of 30 s and less may be asked for; -1: once one
                                     * that is open has ended */
    int64_t complaints, bad_frames, late_messages, clock_jumps, answers;
    int64_t clock_skew_ms;          /* the gateway's clock - ours; whole seconds */
};
void gateway_snapshot(const struct gateway *gateway, struct gateway_snapshot *ret_snapshot);

struct ledger;
struct ledger *gateway_ledger(const struct gateway *gateway);      /* the gateway's */
int64_t gateway_utc_ms(const struct gateway *gateway);             /* by its clock */

/* Milliseconds until the last of these would be answered: the ETA of a plan. */
struct pacing_request;
int64_t gateway_estimate(const struct gateway *gateway, const struct pacing_request *requests,
                         size_t n);

#endif
