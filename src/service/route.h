/* route - what every route does first and last: decode, encode. In the request's task. */
#ifndef SERVICE_ROUTE_H
#define SERVICE_ROUTE_H

#include "base/error.h"
#include "base/words.h"

struct buf;
struct http_request;
struct wire_field;

/* Refuse unknown fields and names. What they fill is the caller's to release. */
CHECKED bool route_decode_body(const struct http_request *request, const struct wire_field *fields,
                               void *ret_object, struct error *err);
CHECKED bool route_decode_query(const struct http_request *request, const struct wire_field *fields,
                                void *ret_object, struct error *err);

/* Of routes that take no parameters: a name given to them is refused too. */
CHECKED bool route_check_no_query(const struct http_request *request, struct error *err);

/* Always true. */
bool route_reply(struct http_request *request, int status, const struct wire_field *fields,
                 const void *object);
bool route_reply_json(struct http_request *request, int status, const struct buf *json);

#endif
