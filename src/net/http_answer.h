/*
 * http_answer - a reply as the client reads it: from bytes, in whatever pieces they come.
 *
 * `struct http_answer a = {0}`, http_answer_begin, then http_answer_add as bytes
 * come. Its body gathers in `body`, chunks resolved; whoever takes it from there
 * sets its length to 0. 1xx replies are passed over.
 */
#ifndef NET_HTTP_ANSWER_H
#define NET_HTTP_ANSWER_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

struct http_parser;

enum { HTTP_ANSWER_HEADERS = 64 };

enum http_answer_to { HTTP_ANSWER_TO_HEAD, HTTP_ANSWER_TO_OTHERS };

struct http_answer {
    int status;                     /* 0 until the head is whole */
    bool is_whole;
    bool is_kept_alive;             /* once whole: the connection can be used again */
    struct buf body;                /* what came and was not taken */
    /* private */
    struct http_parser *parser;
    enum http_answer_to to;
    bool is_in_value, has_begun;
    struct buf texts;               /* "name\0value\0" of each header */
    size_t n_headers;
    size_t headers[HTTP_ANSWER_HEADERS][2];     /* where name and value begin in texts */
};

void http_answer_begin(struct http_answer *answer, enum http_answer_to to);
/* Fails with ERROR_BAD_DATA. Bytes after its end make it not kept alive. */
CHECKED bool http_answer_add(struct http_answer *answer, const char *bytes, size_t length,
                             struct error *err);
/* The connection has ended: with it ends a reply that has no length; others are cut short, which is
 * ERROR_UNAVAILABLE. */
CHECKED bool http_answer_end(struct http_answer *answer, struct error *err);
bool http_answer_has_begun(const struct http_answer *answer);   /* a byte of it came */
const char *http_answer_header(const struct http_answer *answer, const char *name);    /* or NULL */
void http_answer_release(struct http_answer *answer);

#endif
