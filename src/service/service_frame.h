/*
 * service_frame - what every service is around its routes: where it listens, who may ask, how
 * errors look, /health, /metrics, the log of requests, and an orderly end.
 *
 *     frame = service_frame_new(loop, &settings);
 *     http_server_add_routes(service_frame_server(frame), routes, COUNT(routes), backend);
 *     if (!service_frame_listen(frame, err)) ...
 *     ... until SIGTERM ...
 *     service_frame_drain(frame, 5000);
 *     service_frame_free(frame);
 *
 * Loop thread only.
 */
#ifndef SERVICE_SERVICE_FRAME_H
#define SERVICE_SERVICE_FRAME_H

#include "base/error.h"
#include "base/words.h"
#include "net/http_server.h"

#include <stdint.h>

struct buf;
struct http_request;
struct loop;
struct service_frame;
struct service_metrics;

struct service_frame_settings {     /* texts are borrowed for the frame's life */
    const char *name;               /* "backend" */
    const char *version;            /* "0.1.0" */
    const char *listen;             /* "127.0.0.1:8000"; port 0: a free one; NULL: no TCP */
    const char *socket_path;        /* in a folder of its own, made 0700; NULL: none */
    const char *token;              /* NULL: none; see service_guard.h */
    /* Appends the JSON of /health. Does not wait, and looks nothing up: what is known is said. */
    void (*health)(void *context, struct buf *json);
    void *context;
    struct http_server_settings http;       /* limits; its hooks and version are the frame's */
};

struct service_frame *service_frame_new(struct loop *loop,
                                        const struct service_frame_settings *settings);
void service_frame_free(struct service_frame *frame);       /* after service_frame_drain */

struct http_server *service_frame_server(struct service_frame *frame);      /* for its routes */
struct service_metrics *service_frame_metrics(struct service_frame *frame);

/* ERROR_INVALID: beyond loopback without a token. ERROR_CONFLICT: somebody listens there. */
CHECKED bool service_frame_listen(struct service_frame *frame, struct error *err);
/* "127.0.0.1:41234" once it listens; "" without TCP. */
const char *service_frame_address(const struct service_frame *frame);

/* Waits. See http_server_drain. */
void service_frame_drain(struct service_frame *frame, int64_t ms);

enum { SERVICE_FRAME_KEY = 65 };
/* The Idempotency-Key of a request: 1 to 64 visible characters; "" if there is none. */
CHECKED bool service_frame_idempotency_key(const struct http_request *request,
                                           char ret_key[SERVICE_FRAME_KEY], struct error *err);

#endif
