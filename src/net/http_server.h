/*
 * http_server - answers HTTP/1.1 on TCP and unix sockets, on a loop.
 *
 * An idle connection is a plain struct; a task comes with a request's head and
 * goes with its reply. Requests of one connection are answered one after the
 * other, in order. Everything from outside has a limit, below. How a request is
 * read: http_request.h; how it is answered: http_reply.h.
 *
 * Reports nothing by itself: errors become bodies, and requests a log, through
 * hooks. Loop thread only.
 */
#ifndef NET_HTTP_SERVER_H
#define NET_HTTP_SERVER_H

#include "base/error.h"
#include "base/words.h"
#include "net/http_route.h"

#include <stdint.h>

struct buf;
struct http_server;
struct loop;

struct http_server_access {         /* a request that was answered, for a log */
    const char *method, *target;
    const char *request_id;
    const char *traceparent;        /* of the trace that it was sent in, or of a new one */
    int status;                     /* 499: the client left before the reply */
    uint64_t bytes;                 /* of the reply's body */
    int64_t microseconds;           /* since the head was there */
};

struct http_server_hooks {          /* each may be NULL */
    void *context;
    /* Before a route is looked for: who may, from where. On false the error is the answer. May add
     * headers to the reply. Does not wait. */
    bool (*check)(void *context, struct http_request *request, struct error *err);
    /* Fills the body of an error's reply. Without it, the text. */
    void (*error_body)(void *context, const struct error *error, int status,
                       const char *request_id, struct buf *ret_body);
    const char *error_type;         /* Content-Type of that */
    void (*access)(void *context, const struct http_server_access *access);
};

struct http_server_settings {       /* 0: the default */
    size_t connections;             /* 16384, or what descriptors allow; one more gets 503 */
    size_t connections_each;        /* 256 of one address beyond this machine; likewise */
    size_t head_bytes;              /* 16 KB; more: 431 */
    size_t queue_bytes;             /* 256 KB of a reply in memory; then http_reply_write waits */
    int64_t head_ms;                /* 10 s from a head's first byte to its end; then 408 */
    int64_t idle_ms;                /* 60 s between requests; then the connection closes */
    int64_t body_ms;                /* 10 s for a body, and what body_rate adds; else 408 */
    int64_t body_rate;              /* 4096 bytes per second at least */
    int64_t write_ms;               /* 30 s in which a client takes nothing; then it is cut off */
    int64_t linger_ms;              /* 1 s for a client to read our last words */
    const char *version;            /* sent as X-Ktrdr-Version; borrowed; NULL: not sent */
    struct http_server_hooks hooks;
};

struct http_server *http_server_new(struct loop *loop, const struct http_server_settings *settings);
void http_server_free(struct http_server *server);      /* after http_server_drain */

/* The table is borrowed; the last one added is asked first. */
void http_server_add_routes(struct http_server *server, const struct http_route *routes,
                            size_t count, void *context);

/* As often as wanted. Port 0 takes a free one. */
CHECKED bool http_server_listen(struct http_server *server, const char *host, uint16_t port,
                                struct error *err);
/* See socket_listen in async/socket.h. The file is removed when the server drains. */
CHECKED bool http_server_listen_unix(struct http_server *server, const char *path,
                                     struct error *err);
uint16_t http_server_port(const struct http_server *server);    /* of the last http_server_listen */
size_t http_server_connections(const struct http_server *server);

/* Waits, unless there are no connections. No new ones are taken, idle ones close, kept replies are
 * told to go (http_request.h); what runs may end until `ms` from now, then it is cancelled.
 * Cancelled, it goes on, with no time left. */
void http_server_drain(struct http_server *server, int64_t ms);

#endif
