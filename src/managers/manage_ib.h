/*
 * manage_ib - what the backend can say about Interactive Brokers: how the connection is, what a
 * symbol is there, and whether all is well from the socket to the first bars.
 *
 * All but the plain ones wait. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_IB_H
#define MANAGERS_MANAGE_IB_H

#include "adapters/adapt_ib.h"
#include "wire/wire_ib_check.h"

struct manage_ib {
    struct loop *loop;
    struct adapt_ib *adapter;
    int64_t client_id;              /* that we want to have */
};

/* Blocks, where IB is asked from here: see adapt_ib_open. Connects nothing. */
CHECKED bool manage_ib_open(struct loop *loop, const struct adapt_ib_settings *settings,
                            struct manage_ib *ret_ib, struct error *err);
void manage_ib_stop(struct manage_ib *ib);          /* Waits */
void manage_ib_close(struct manage_ib *ib);         /* stopped; of an empty one: nothing */

/* How it is now, connecting nothing. Release it, as all that follow. */
CHECKED bool manage_ib_status(struct manage_ib *ib, struct wire_ib_status *ret_status,
                              struct error *err);

/* The instrument, or all those that fit. ERROR_NOT_FOUND if none does. */
CHECKED bool manage_ib_resolve(struct manage_ib *ib, const struct wire_ib_query *query,
                               struct wire_ib_resolved *ret_resolved, struct error *err);

/* Since when IB has its data. */
CHECKED bool manage_ib_ranges(struct manage_ib *ib, const struct wire_ib_query *query,
                              struct wire_ib_ranges *ret_ranges, struct error *err);

/* Plain. The host that is asked; NULL: none. */
struct host_service *manage_ib_host(const struct manage_ib *ib);

/* Plain. For /health and /metrics, where IB is asked from here; else nothing is written. */
struct buf;
struct wire_health_service;
bool manage_ib_local_health(const struct manage_ib *ib, struct wire_health_service *ret_service);
void manage_ib_count(const struct manage_ib *ib, struct buf *text);

/* Plain. Seconds for Retry-After. */
int64_t manage_ib_retry_after(const struct manage_ib *ib);

#endif
