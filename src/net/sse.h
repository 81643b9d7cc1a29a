/*
 * sse - Server-Sent Events to one client after the other; no task waits for them.
 *
 * A route's handler subscribes and returns true; what happens is then sent by
 * whoever knows. A comment every 15 seconds keeps the connection open and finds
 * out who has left. A subscriber that is behind by more than 128 KB is told so
 * and dropped: it comes again with its Last-Event-ID. Loop thread only.
 */
#ifndef NET_SSE_H
#define NET_SSE_H

#include <stddef.h>

struct http_request;
struct sse;

/* Called once when the subscriber is over: it left, was dropped, or the server drains. It is not
 * valid after that. Never from inside a call of this file. */
typedef void sse_gone_fn(void *arg);

/* Begins the reply. Wants a task, as handlers have one. */
struct sse *sse_subscribe(struct http_request *request, sse_gone_fn *gone, void *arg);

/* What the client has seen, by the id it was sent; NULL if it begins. Read before sse_subscribe, or
 * copied: borrowed until the handler returns. */
const char *sse_last_id(const struct http_request *request);

/* `event` and `id` may be NULL. Neither has line ends; those of the data are kept. */
void sse_send(struct sse *sse, const char *event, const char *id, const char *data, size_t length);
size_t sse_queued(const struct sse *sse);       /* bytes that wait to be sent: 0 is up to date */

void sse_end(struct sse *sse);                  /* by the owner: `gone` is not called. Takes NULL */

#endif
