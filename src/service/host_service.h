/*
 * host_service - another service as we ask it: the one way every host service is called.
 *
 * Keeps connections, lets callers in one after the other, hands the deadline on (X-Timeout-Ms),
 * tries again where that is safe, and leaves a host alone that does not answer (breaker.h). A
 * failure names the service, where it was asked, how often, why, and what to do next. Nothing falls
 * back to anything else: a service that is turned off is an error.
 *
 * Only GET, and POST with an Idempotency-Key, are tried again: after an answer that is temporary
 * (error.h) or none, as long as the deadline and the budget (retry_budget.h) allow; not before
 * Retry-After says, in seconds. A call that ran out of time is not.
 *
 * Errors: what the host said, by its problem details; UNAVAILABLE, TIMEOUT, BAD_DATA as http_client
 * says; CONFLICT for another major version, or a service that is turned off. Loop thread only.
 */
#ifndef SERVICE_HOST_SERVICE_H
#define SERVICE_HOST_SERVICE_H

#include "base/error.h"
#include "base/words.h"
#include "service/breaker.h"
#include "service/http_client.h"
#include "service/latency_histogram.h"
#include "wire/wire.h"

#include <stdbool.h>
#include <stdint.h>

struct host_service;
struct loop;

struct host_service_settings {      /* texts are borrowed for the service's life */
    const char *name;               /* "ib-host" */
    bool is_enabled;
    const char *url;                /* "http://127.0.0.1:5001"; "http://localhost" with a socket */
    const char *socket_path;        /* NULL: TCP */
    int timeout_seconds;            /* of a call whose deadline is later; 0: 30 */
    int pool_size;                  /* calls at a time; 0: 8. Two streams beside them */
    int retries;                    /* after the first attempt; -1: none; 0: 2 */
    const char *token;              /* NULL: none */
    const char *version;            /* ours, "0.1.0"; NULL: not compared */
    const char *ca_file, *proxy;    /* see http_client.h */
    int breaker_failures;           /* in a row; 0: 5 */
    int64_t breaker_ms;             /* that it stays open; 0: 10 s */
    uint64_t seed;                  /* of the pauses between attempts */
};

struct host_service_call {          /* all borrowed until the call returns; 0 and NULL: none */
    const char *path;               /* "/data/historical", and its query */
    const struct wire_field *fields;    /* of the body that is sent */
    const void *object;
    const struct wire_field *reply_fields;  /* of what comes back; NULL: not looked at */
    const char *idempotency_key, *request_id;
    const char *traceparent;        /* its trace is sent on; NULL: that of the task */
    int64_t deadline;               /* the sooner of it and task_deadline() */
    uint64_t limit;                 /* bytes of the answer; 0: HTTP_CLIENT_LIMIT */
};

/* Touches no network, and libcurl only where the service is enabled. Fails with ERROR_INVALID. */
CHECKED bool host_service_open(struct loop *loop, const struct host_service_settings *settings,
                               struct host_service **ret_host, struct error *err);
/* Waits, if a name is being looked up. Nothing may be under way. Takes NULL. */
void host_service_free(struct host_service *host);

/* Wait. *ret_reply is of reply_fields, and needs no preparation; untouched after a failure. */
CHECKED bool host_service_get(struct host_service *host, const struct host_service_call *call,
                              void *ret_reply, struct error *err);
CHECKED bool host_service_post(struct host_service *host, const struct host_service_call *call,
                               void *ret_reply, struct error *err);
CHECKED bool host_service_delete(struct host_service *host, const struct host_service_call *call,
                                 void *ret_reply, struct error *err);

struct host_service_counts {        /* since the start, unless it says otherwise */
    uint64_t calls, errors, retries;
    uint64_t refused;               /* by the breaker; errors too */
    uint64_t opened;                /* connections */
    size_t open, running, waiting;  /* now: connections, exchanges, calls before the pool */
    size_t pool_size;
    enum breaker_state breaker;     /* now */
    uint64_t breaker_opened;
};

const char *host_service_name(const struct host_service *host);
struct host_service_counts host_service_counts(const struct host_service *host);
const struct latency_histogram *host_service_latency(const struct host_service *host);

#endif
