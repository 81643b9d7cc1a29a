/*
 * operation_stream - the events of one operation as SSE: what is in the log, then what happens.
 *
 * A client that was away sends Last-Event-ID and gets all it missed. The stream ends after the
 * state that is the operation's last. A subscriber is a plain struct, no task. Loop thread only.
 */
#ifndef OPERATIONS_OPERATION_STREAM_H
#define OPERATIONS_OPERATION_STREAM_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stdint.h>

struct http_request;
struct manage_operations;
struct manage_operations_event;
struct manage_operations_events;

/* Waits, for the log. From a route's handler, as its last word. */
CHECKED bool operation_stream_start(struct manage_operations *operations,
                                    struct http_request *request, const char *id,
                                    struct error *err);

/* The Last-Event-ID, else ?after=; *ret_is_new: there is neither, and *ret_after 0. */
CHECKED bool operation_stream_last_id(const struct http_request *request, int64_t *ret_after,
                                      bool *ret_is_new, struct error *err);

/* Adds one to a list that waits until the log has been read. */
void operation_stream_keep(struct manage_operations_events *list,
                           const struct manage_operations_event *event);

#endif
