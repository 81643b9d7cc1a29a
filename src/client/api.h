/*
 * api - the backend, as the command line sees it: one connection, one call after the other.
 *
 * A call builds its request from wire tables and reads the reply with them. What failed at the
 * other side comes back as the error it was there; nobody there is ERROR_UNAVAILABLE with the
 * command that starts a backend. Blocks; obeys the time limit and the interrupt of its settings.
 */
#ifndef CLIENT_API_H
#define CLIENT_API_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

struct api;
struct wire_error;
struct wire_field;

enum { API_MOST_BYTES = 1 << 30 };

struct api_settings {                   /* texts are copied */
    const char *url;                    /* "http://127.0.0.1:8000", "https://…", "unix:/…" */
    const char *ca_file;                /* of https: see http_tls.h; or NULL */
    const char *trace;                  /* a traceparent: its calls belong to it; NULL: none */
    const char *token;                  /* for Authorization: Bearer; or NULL */
    int64_t timeout_ms;                 /* of each call; 0: 30 s */
    const volatile sig_atomic_t *interrupted;   /* or NULL; see http_exchange.h */
    const int *interrupted_fd;
};

/* Connects at the first call. Fails with ERROR_INVALID on a URL we do not speak. */
CHECKED bool api_new(const struct api_settings *settings, struct api **ret_api,
                     struct error *err);
void api_free(struct api *api);
/* For calls that take longer than usual; 0: the usual again. No effect if a limit was told in the
 * settings. */
void api_allow(struct api *api, int64_t timeout_ms);

/* A call. Fields that are NULL are left out. */
struct api_call {
    const char *method;                     /* NULL: "GET" */
    const char *pattern;                    /* a URL of wire_<noun>.h, with {names} */
    const char *const *values;              /* of the names, in order */
    const struct wire_field *query_fields;
    const void *query;
    const struct wire_field *request_fields;    /* a JSON body */
    const void *request;
    const struct buf *body;                 /* or this one, as text/csv */
    const struct wire_field *reply_fields;
    void *ret_reply;                        /* the caller's to release; written on success */
    const char *accept;                     /* NULL: JSON */
    const char *last_event_id;              /* of api_open */
};
CHECKED bool api_run(struct api *api, const struct api_call *call, struct error *err);

/* Of the last call: the reply as it came, and what was wrong in detail (or NULL). Borrowed until
 * the next call. */
const struct buf *api_body(const struct api *api);
const struct wire_error *api_problem(const struct api *api);

/* Of the last reply; NULL if it has none of that name. */
const char *api_header(const struct api *api, const char *name);

/* For replies without an end: sends, checks the status, and leaves the body to api_read, which
 * gives what came, nothing at its end. Without a time limit. */
CHECKED bool api_open(struct api *api, const struct api_call *call, struct error *err);
CHECKED bool api_read(struct api *api, struct buf *ret_piece, struct error *err);

#endif
