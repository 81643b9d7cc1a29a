/*
 * host_stream - bodies too long to hold, to and from a host service, and its events.
 *
 * Callbacks run in the caller's task and may wait. Once one was called, nothing is tried again: the
 * caller knows what it has. For all else see host_service.h. A download has no timeout but the
 * call's deadline; a host that sends nothing for 60 seconds has gone silent, which is a TIMEOUT.
 */
#ifndef SERVICE_HOST_STREAM_H
#define SERVICE_HOST_STREAM_H

#include "base/error.h"
#include "base/words.h"
#include "service/http_client.h"

#include <stdint.h>

struct host_service;
struct host_service_call;
struct sse_event;

/* Waits. GET; its body goes to `take`, in pieces that are not empty; the reply has the headers. */
CHECKED bool host_stream_download(struct host_service *host, const struct host_service_call *call,
                                  http_client_take_fn *take, void *arg, struct error *err);

/* Waits. POST of call->object; its answer, of a type in `accept`, goes to `take`. It may keep
 * silent for as long as it works: the call's deadline alone ends it. Not tried again. */
CHECKED bool host_stream_ask(struct host_service *host, const struct host_service_call *call,
                             const char *accept, http_client_take_fn *take, void *arg,
                             struct error *err);

/* A `take` for a body that is held after all: adds it to `bytes`, up to so many. */
struct host_stream_held {
    struct buf *bytes;
    size_t most;                    /* more is ERROR_TOO_LARGE */
};
CHECKED bool host_stream_hold(void *held, const struct http_client_reply *reply,
                              const struct buf *piece, struct error *err);

struct host_stream_body {
    const char *type;               /* "application/vnd.ktrdr.bars" */
    uint64_t length;
    http_client_read_fn *read;      /* pieces that add up to the length */
    void *arg;
};

/* Waits. PUT, to an address that stands for the content: "/blobs/HASH". The answer as in post. */
CHECKED bool host_stream_upload(struct host_service *host, const struct host_service_call *call,
                                const struct host_stream_body *body, void *ret_reply,
                                struct error *err);

/* False ends the subscription with that error. */
typedef bool host_stream_event_fn(void *arg, const struct sse_event *event, struct error *err);

/* Waits. Server-Sent Events, outside the pool, until the deadline, a cancel, false from `on_event`,
 * or an error that is not temporary. A connection that ends or goes silent is made anew, after a
 * pause, with the Last-Event-ID of the last event. Never returns true. */
CHECKED bool host_stream_follow(struct host_service *host, const struct host_service_call *call,
                                host_stream_event_fn *on_event, void *arg, struct error *err);

#endif
