/*
 * adapt_ib - Interactive Brokers as the backend sees it: from this process, or from an IB host.
 *
 * Both ways are the same code, src/ib/ib_source.h. Local: the ledger of ib/HOST_PORT/ is opened at
 * once, which fails where another process has it; the gateway is connected to by the first call
 * that needs it, and stays connected. Host: nothing is opened here, and nothing falls back.
 *
 * Every call but the plain ones waits, up to its deadline (loop_now(); 0: the task's, or its own
 * limit), and may be made by many tasks at once: pacing lets them go. A person's (WIRE_IB_PERSON)
 * fails at once while there is no connection; a backfill's waits for it. They fail with
 * UNAVAILABLE, TIMEOUT, PACING (temporary), FORBIDDEN (no subscription), NOT_FOUND, INVALID,
 * BAD_DATA. Loop thread only.
 */
#ifndef ADAPTERS_ADAPT_IB_H
#define ADAPTERS_ADAPT_IB_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"
#include "wire/wire_ib_bars.h"
#include "wire/wire_ib_status.h"

#include <stdint.h>

struct adapt_ib;
struct buf;
struct host_service;
struct loop;

struct adapt_ib_settings {          /* texts are borrowed for its life */
    const char *data_dir;
    const char *host;               /* the gateway; localhost is 127.0.0.1 */
    int64_t port, client_id;
    const char *maintenance;        /* see ib/maintenance.h; NULL: the usual */
    bool uses_host;
    const char *host_url, *token;   /* of the IB host; NULL: no token */
    int64_t timeout_seconds, pool_size, retries;    /* 0: host_service's own */
};

/* Blocks, where it is local. ERROR_CONFLICT: another process talks to that gateway. */
CHECKED bool adapt_ib_open(struct loop *loop, const struct adapt_ib_settings *settings,
                           struct adapt_ib **ret_ib, struct error *err);
void adapt_ib_stop(struct adapt_ib *ib, int64_t deadline);      /* Waits. An orderly end */
void adapt_ib_free(struct adapt_ib *ib);        /* stopped; nobody asks any more. Takes NULL */

/* Which instrument it is, kept for a day. ERROR_INVALID where several fit: the text names some,
 * *ret_candidates (may be NULL; else released by the caller in any case) has all. */
CHECKED bool adapt_ib_resolve(struct adapt_ib *ib, const struct wire_ib_query *query,
                              int64_t deadline, struct wire_ib_contract *ret_contract,
                              struct wire_ib_contracts *ret_candidates, struct error *err);

/* The ask for data of a resolved contract, by its type: TRADES and regular hours of a stock.
 * Fill in timeframe, times and lane, and what else is wanted. */
struct wire_ib_ask adapt_ib_ask(const struct wire_ib_contract *contract);

/* When its first bar begins (for that what_to_show and hours), seconds UTC, kept for a month.
 * ERROR_NOT_FOUND where IB does not know. Times and timeframe of the ask are not looked at. */
CHECKED bool adapt_ib_head(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                           int64_t *ret_first, struct error *err);

/* The requests that fetch these asks, none of which IB refuses, and the seconds that takes. Asks
 * nothing of the gateway. Nothing that lies in the future is asked for. ADJUSTED_LAST of an ask is
 * one segment. Release ret_plan. */
CHECKED bool adapt_ib_plan(struct adapt_ib *ib, const struct wire_ib_plan_ask *asks,
                           int64_t deadline, struct wire_ib_plan *ret_plan, struct error *err);

/* The bars of one segment: an ask with the segment's start and end; those that begin in [start,
 * end), as IB has them now: the last one may be unfinished. With wap and trades. None means that IB
 * answered 'no data', and is to be believed. Owned by the caller. ADJUSTED_LAST: in one request. */
CHECKED bool adapt_ib_bars(struct adapt_ib *ib, const struct wire_ib_ask *ask, int64_t deadline,
                           struct bars *ret_bars, struct error *err);

/* IB's own sessions with a date in [start, end): what calendar_schedule_new takes. Release it. */
CHECKED bool adapt_ib_schedule(struct adapt_ib *ib, const struct wire_ib_ask *ask,
                               int64_t deadline, struct wire_ib_schedule *ret_schedule,
                               struct error *err);

/* How the connection is; connects nothing. Local: does not wait. Release it. */
CHECKED bool adapt_ib_status(struct adapt_ib *ib, int64_t deadline,
                             struct wire_ib_status *ret_status, struct error *err);

/* ---- plain: nothing waits ---- */

/* Seconds after which a temporary failure is worth another try, 1 or more. For Retry-After. */
int64_t adapt_ib_retry_after(const struct adapt_ib *ib);

/* For /health and /metrics of the backend; NULL where it is local. */
struct host_service *adapt_ib_host(const struct adapt_ib *ib);
void adapt_ib_local_status(const struct adapt_ib *ib, struct wire_ib_status *ret_status);
void adapt_ib_count(const struct adapt_ib *ib, struct buf *text);   /* of a host: nothing */

#endif
