/*
 * http_client - asks other services over HTTP/1.1, from tasks; keeps their connections.
 *
 * libcurl inside, which is not touched before the first request: it alone costs 8 MB. http, https
 * (the certificate must be good) and unix sockets. Redirects are not followed: they are replies. No
 * proxy but the one in the settings, whatever the environment says. Any status is a reply; what is
 * an error is the caller's to say.
 *
 * Errors: TIMEOUT; UNAVAILABLE, no connection or one that broke; BAD_DATA, an answer that is not
 * HTTP or too long, or a certificate nobody trusts; INVALID, a request that cannot be sent.
 * Loop thread only.
 */
#ifndef SERVICE_HTTP_CLIENT_H
#define SERVICE_HTTP_CLIENT_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct http_client;
struct http_client_reply;
struct loop;

enum {
    HTTP_CLIENT_CONNECTIONS = 8,        /* to one host, unless told */
    HTTP_CLIENT_LIMIT = 4 << 20,        /* bytes of a reply, unless told */
    HTTP_CLIENT_HEAD = 64 << 10,        /* bytes of its headers */
    HTTP_CLIENT_PIECE = 64 << 10,       /* bytes of a stream that wait for their taker */
};

struct http_client_settings {           /* texts are borrowed for the client's life */
    size_t connections;                 /* to one host at a time; who comes after waits */
    const char *ca_file;                /* certificates to trust; NULL: the system's */
    const char *proxy;                  /* NULL: none */
};

/* Both are called in the task of http_client_run, and may wait: the other side waits too. The next
 * piece of the request's body, not empty; and of the reply's, if the status is 2xx: first an empty
 * one, when its head is there. */
typedef bool http_client_read_fn(void *arg, struct buf *ret_piece, struct error *err);
typedef bool http_client_take_fn(void *arg, const struct http_client_reply *reply,
                                 const struct buf *piece, struct error *err);

/* A connection that was kept may turn out to be dead: may the request be sent again over a new one,
 * though nobody knows whether the host has acted on it? GET and HEAD always. */
enum http_client_repeat { HTTP_CLIENT_ONCE, HTTP_CLIENT_REPEATABLE };

struct http_client_request {            /* all borrowed until http_client_run returns */
    const char *method;                 /* NULL: GET */
    const char *url;                    /* over a socket too: "http://localhost/health" */
    const char *socket_path;            /* NULL: TCP */
    const char *const *headers;         /* "Name: value" */
    size_t n_headers;
    const void *body;
    http_client_read_fn *read;          /* instead of body */
    void *read_arg;
    uint64_t length;                    /* of either */
    http_client_take_fn *take;          /* NULL: the reply's body is gathered */
    void *take_arg;
    uint64_t limit;                     /* of its body; 0: HTTP_CLIENT_LIMIT, none with `take` */
    int64_t deadline;                   /* for all of it, with waiting for a connection; 0: none */
    int64_t quiet_ms;                   /* nothing comes for so long: ERROR_TIMEOUT; 0: for ever */
    enum http_client_repeat repeat;
};

struct http_client_reply {
    int status;
    struct buf body;                    /* owned; without what went to `take` */
    struct buf headers;                 /* "name\0value\0" of each; see http_client_header */
};

struct http_client_counts {
    uint64_t opened;                    /* connections, since the start */
    size_t open;                        /* now, with the idle ones */
    size_t running;                     /* exchanges */
    bool has_begun;                     /* libcurl was needed */
};

struct http_client *http_client_new(struct loop *loop, const struct http_client_settings *settings);
/* Waits, if a name is being looked up. Nothing may be under way. Takes NULL. */
void http_client_free(struct http_client *client);

/* Waits. Cancelled or late, it breaks the connection off at once. */
CHECKED bool http_client_run(struct http_client *client, const struct http_client_request *request,
                             struct http_client_reply *ret_reply, struct error *err);

/* NULL if there is none; the case of the name does not matter. */
const char *http_client_header(const struct http_client_reply *reply, const char *name);
void http_client_reply_release(struct http_client_reply *reply);
struct http_client_counts http_client_counts(const struct http_client *client);

/* A URL as people may see it: without user, query and fragment. */
enum { HTTP_CLIENT_SHOWN = 160 };
void http_client_show_url(const char *url, char ret_text[HTTP_CLIENT_SHOWN]);

#endif
