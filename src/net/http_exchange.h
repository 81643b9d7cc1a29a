/*
 * http_exchange - one connection to a service, for a program without a loop: blocks in poll().
 *
 * For the command line. Connects when it first sends, and is used again for the
 * next request while both ends keep it; a GET or HEAD that meets a connection
 * the server has just closed is sent once more. Nothing else is retried.
 *
 * Nobody there: ERROR_UNAVAILABLE with a suggestion. Out of time: ERROR_TIMEOUT.
 * Interrupted: ERROR_CANCELLED. A reply that is no HTTP: ERROR_BAD_DATA. A status
 * of 400 and above is not a failure here: its body says more.
 *
 * Uses nothing of libuv, so that who links this alone does not load it.
 */
#ifndef NET_HTTP_EXCHANGE_H
#define NET_HTTP_EXCHANGE_H

#include "base/error.h"
#include "base/words.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct http_exchange;

struct http_exchange_settings {     /* texts are copied */
    const char *path;               /* a unix socket; or NULL, then: */
    const char *host;
    uint16_t port;
    bool is_tls;                    /* https: see http_tls.h; not with path */
    const char *ca_file;            /* of is_tls: trusted instead of the system's; or NULL */
    int64_t connect_ms;             /* 0: 5000 */
    /* Either may be NULL: a flag that a signal handler sets, and a descriptor that can be read then
     * (which a signal that comes just before poll() cannot slip past). */
    const volatile sig_atomic_t *interrupted;
    const int *interrupted_fd;
};

struct http_exchange_request {
    const char *method;             /* "GET" */
    const char *target;             /* "/api/v1/data?limit=5", escaped by the caller */
    const char *headers;            /* "Name: value\r\n" of each; or NULL */
    const char *type;               /* Content-Type of the body, or NULL */
    const void *body;               /* or NULL */
    size_t body_length;
    const struct http_exchange_file {
        int fd;                     /* read from where it stands */
        uint64_t length;            /* so many bytes; fewer are ERROR_BAD_DATA */
    } *file;                        /* in place of body, or NULL */
};

enum { HTTP_EXCHANGE_MOST = 64 };      /* at once, in http_exchange_any */

struct http_exchange *http_exchange_new(const struct http_exchange_settings *settings);
void http_exchange_free(struct http_exchange *exchange);

/* From now on everything together may take so long; 0: no limit (as at the start). */
void http_exchange_within(struct http_exchange *exchange, int64_t ms);

/* Sends, and reads the reply's head. What was not read of the reply before is dropped. A server
 * that answers before it has read all gets no more. */
CHECKED bool http_exchange_send(struct http_exchange *exchange,
                                const struct http_exchange_request *request, int *ret_status,
                                struct error *err);
/* The two halves of that, for several exchanges at once (without its second try): start all, then
 * finish the one that http_exchange_any says has an answer coming. Its wait obeys the first one's
 * limit in time and interrupt. */
CHECKED bool http_exchange_start(struct http_exchange *exchange,
                                 const struct http_exchange_request *request, struct error *err);
CHECKED bool http_exchange_finish(struct http_exchange *exchange, int *ret_status,
                                  struct error *err);
CHECKED bool http_exchange_any(struct http_exchange *const *exchanges, size_t n, size_t *ret_which,
                               struct error *err);
/* Of the reply's head; borrowed until the next send. NULL if there is none. */
const char *http_exchange_header(const struct http_exchange *exchange, const char *name);
/* The next piece, as it comes, in place of what ret_piece held; length 0 after the last. */
CHECKED bool http_exchange_read(struct http_exchange *exchange, struct buf *ret_piece,
                                struct error *err);
/* All of it, in place of what ret_body held; more than `most` bytes is ERROR_TOO_LARGE. */
CHECKED bool http_exchange_read_all(struct http_exchange *exchange, size_t most,
                                    struct buf *ret_body, struct error *err);

#endif
