/*
 * http_reply - how a request is answered: at once, or piece by piece.
 *
 * Exactly one reply per request. The server adds X-Request-Id, Date, the length
 * or chunks; to a HEAD it sends the head alone.
 */
#ifndef NET_HTTP_REPLY_H
#define NET_HTTP_REPLY_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

struct buf;
struct http_request;

/* Before the reply begins; kept for an error's reply too. Control characters become spaces. */
void http_reply_header(struct http_request *request, const char *name, const char *value);

/* The whole reply. Does not wait: what the client does not take now is copied. Always true, for
 * `return http_reply_send(...)`. A NULL type: no Content-Type. */
bool http_reply_send(struct http_request *request, int status, const char *type, const void *bytes,
                     size_t length);

/* The same of a body in up to HTTP_OUTPUT_GIVEN parts, which it takes and empties: long ones that
 * must wait are not copied. */
bool http_reply_give(struct http_request *request, int status, const char *type, struct buf *parts,
                     size_t count);

void http_reply_start(struct http_request *request, int status, const char *type);
/* Waits while the client is behind by more than the server's queue_bytes, and now and then so that
 * others may run. */
CHECKED bool http_reply_write(struct http_request *request, const void *bytes, size_t length,
                              struct error *err);
/* For kept requests: does not wait. False if the queue is full, and nothing was added. */
CHECKED bool http_reply_push(struct http_request *request, const void *bytes, size_t length);
size_t http_reply_queued(const struct http_request *request);   /* bytes that wait to be sent */
bool http_reply_end(struct http_request *request);      /* always true */

#endif
