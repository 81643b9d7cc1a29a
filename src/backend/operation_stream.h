/*
 * operation_stream - the events of one operation as SSE: what is in the log, then what happens.
 *
 * A client that was away sends Last-Event-ID and gets all it missed. The stream ends after the
 * state that is the operation's last. A subscriber is a plain struct, no task. Loop thread only.
 */
#ifndef BACKEND_OPERATION_STREAM_H
#define BACKEND_OPERATION_STREAM_H

#include "base/error.h"
#include "base/words.h"

struct http_request;
struct manage_operations;

/* Waits, for the log. From a route's handler, as its last word. */
CHECKED bool operation_stream_start(struct manage_operations *operations,
                                    struct http_request *request, const char *id,
                                    struct error *err);

#endif
