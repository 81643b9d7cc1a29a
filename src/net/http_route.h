/*
 * http_route - which handler answers which method and path.
 *
 *     static const struct http_route routes[] = {
 *         { .method = "GET", .path = "/api/v1/data/{symbol}/{timeframe}", .handler = show },
 *         { .method = "POST", .path = "/api/v1/data/import", .handler = import,
 *           .body = HTTP_BODY_STREAM, .body_limit = 64 << 20 },
 *     };
 *
 * A GET route answers HEAD too. A path is compared after its escapes are resolved; '{name}' takes
 * one whole segment, of valid UTF-8, not empty, and neither "." nor "..".
 */
#ifndef NET_HTTP_ROUTE_H
#define NET_HTTP_ROUTE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct http_request;

/* Runs in a task of its own: may wait. On false the server answers with the error, by its table of
 * statuses, unless the reply has begun: then the connection breaks off. It is cancelled when the
 * client leaves. */
typedef bool http_handler(struct http_request *request, void *context, struct error *err);

enum http_body {
    HTTP_BODY_WHOLE,        /* read before the handler is called: http_request_body */
    HTTP_BODY_STREAM,       /* the handler reads it: http_request_read */
};

struct http_route {
    const char *method;
    const char *path;
    http_handler *handler;
    enum http_body body;
    size_t body_limit;      /* bytes; more is refused with 413 before it is read. 0: no body */
};

enum { HTTP_ROUTE_PARAMS = 6, HTTP_ROUTE_SEGMENTS = 16 };

struct http_route_match {
    const struct http_route *route;
    void *context;
    char *text;             /* owned: the path's segments, resolved */
    size_t n_params;
    struct http_route_param {
        const char *name;   /* in the route's path, name_length bytes */
        size_t name_length;
        const char *value;
    } params[HTTP_ROUTE_PARAMS];
};

struct http_route_table {
    const struct http_route *routes;    /* borrowed */
    size_t count;
    void *context;                      /* for the handlers */
    struct http_route_table *next;      /* asked when none of these fits; or NULL */
};

/* `target` is as sent, its query is left aside. Fails with ERROR_NOT_FOUND; with ERROR_MALFORMED
 * for a broken escape; with ERROR_INVALID where another method would do: these are in ret_allow. */
CHECKED bool http_route_find(const struct http_route_table *table, const char *method,
                             const char *target, struct http_route_match *ret_match,
                             struct buf *ret_allow, struct error *err);
void http_route_release(struct http_route_match *match);

#endif
