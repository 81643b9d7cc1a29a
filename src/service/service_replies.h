/*
 * service_replies - the answers of a service that must not do a thing twice, by Idempotency-Key.
 *
 *     return service_replies_run(&replies, request,
 *                                &(struct service_replies_act){ fetch, host }, err);
 *
 * A request with a key that was answered is answered from memory; one whose twin still runs waits
 * for it; the same key with another request is a CONFLICT. Failures are not kept: whoever comes
 * again runs it again. Bounded: 256 answers, 16 MB, 10 minutes; the oldest go first, and an answer
 * over 1 MB is not kept. `= {0}` is none yet. Loop thread only.
 */
#ifndef SERVICE_SERVICE_REPLIES_H
#define SERVICE_SERVICE_REPLIES_H

#include "async/event.h"
#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct http_request;
struct service_reply;

enum { SERVICE_REPLIES_MOST = 256, SERVICE_REPLIES_BYTES = 16 << 20,
       SERVICE_REPLIES_ONE = 1 << 20, SERVICE_REPLIES_MS = 600000 };

struct service_replies {
    struct service_reply *first, *last;     /* oldest first */
    size_t count, bytes;                    /* of those that are answered */
    struct event ended;                     /* one that ran */
};

struct service_replies_act {
    bool (*run)(struct http_request *request, void *context, struct buf *ret_json,
                struct error *err);         /* may wait */
    void *context;
};

/* Waits. Answers the request with 200 and the JSON, its own or the one that is known. */
CHECKED bool service_replies_run(struct service_replies *replies, struct http_request *request,
                                 const struct service_replies_act *act, struct error *err);
void service_replies_release(struct service_replies *replies);      /* when nothing runs */

#endif
