/*
 * host_call - a call to a host service, with its attempts: what get, post and the streams share.
 * For the files of host_service.
 */
#ifndef SERVICE_HOST_CALL_H
#define SERVICE_HOST_CALL_H

#include "base/error.h"
#include "base/words.h"
#include "service/http_client.h"

#include <stdint.h>

struct gate;
struct host_service;
struct host_service_call;

struct host_call {
    const char *method;
    const struct host_service_call *call;
    const char *type, *accept;          /* Content-Type of the body; NULL: none */
    const void *body;
    http_client_read_fn *read;
    void *read_arg;
    uint64_t length;                    /* of the body */
    http_client_take_fn *take;
    void *take_arg;
    const char *last_event_id;          /* NULL: none */
    int64_t quiet_ms;
    struct gate *gate;                  /* where it stands in line */
    int retries;
    int64_t deadline;                   /* 0: none */
};

/* Waits. *ret_reply has a status of 2xx. */
CHECKED bool host_call_run(struct host_service *host, const struct host_call *call,
                           struct http_client_reply *ret_reply, struct error *err);

/* Until when: as the call says, or the task it is made in, or the service's timeout, whichever is
 * sooner; of a stream without that timeout, 0 if nobody says. */
int64_t host_call_stream_deadline(const struct host_service_call *call);
int64_t host_call_deadline(const struct host_service *host, const struct host_service_call *call);

/* Puts the service's name and the place before the text, and what to do next after it. False. */
bool host_call_explain(const struct host_service *host, const struct host_call *call, int attempts,
                       struct error *err);

#endif
