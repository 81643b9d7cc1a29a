/* host_attempt - asks a host service once, and says what its answer means. For host_call.c. */
#ifndef SERVICE_HOST_ATTEMPT_H
#define SERVICE_HOST_ATTEMPT_H

#include "base/error.h"
#include "base/words.h"
#include "service/http_client.h"

#include <stdbool.h>
#include <stdint.h>

struct host_call;
struct host_service;

struct host_attempt {
    bool was_asked;                 /* neither the line nor the breaker kept the call from it */
    bool is_ours;                   /* the failure is of the caller's own function */
    bool is_again;                  /* worth trying again */
    bool has_begun;                 /* the streams' callbacks were called: not to be repeated */
    int64_t retry_after_ms;         /* as the host says; -1: it does not */
};

/* Waits. Stands in line, asks the breaker, then the host. */
CHECKED bool host_attempt_run(struct host_service *host, const struct host_call *call,
                              struct host_attempt *ret_attempt, struct http_client_reply *ret_reply,
                              struct error *err);

#endif
