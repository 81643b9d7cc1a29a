/* route_start - what routes that start an operation do first and last. In the request's task. */
#ifndef BACKEND_ROUTE_START_H
#define BACKEND_ROUTE_START_H

#include "base/error.h"
#include "base/words.h"
#include "service/service_frame.h"

struct backend_core;
struct http_request;
struct wire_field;
struct wire_operation;

/* The Idempotency-Key ("": none) and the body; ERROR_NO_SPACE while work pauses. What the body
 * fills is the caller's to release. */
CHECKED bool route_start_decode(const struct http_request *request,
                                const struct backend_core *core, const struct wire_field *fields,
                                void *ret_wanted, char ret_key[SERVICE_FRAME_KEY],
                                struct error *err);

/* 202 with the operation, which it releases. Always true. */
bool route_start_reply(struct http_request *request, struct wire_operation *operation);

#endif
