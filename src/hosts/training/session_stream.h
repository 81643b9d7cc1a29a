/*
 * session_stream - what happens to all sessions of a host, as Server-Sent Events: `state` and
 * `metric` with their id in the log, `progress` as it comes. Data: wire_session_event.
 */
#ifndef HOSTS_TRAINING_SESSION_STREAM_H
#define HOSTS_TRAINING_SESSION_STREAM_H

#include "base/error.h"
#include "base/words.h"

struct http_request;
struct manage_operations;

/* Waits. Begins the reply: what came after the Last-Event-ID, or ?after=, and without either what
 * comes from now on. */
CHECKED bool session_stream_start(struct manage_operations *operations,
                                  struct http_request *request, struct error *err);

#endif
