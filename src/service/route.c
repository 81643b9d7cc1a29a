#include "service/route.h"

#include "base/buf.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "wire/wire.h"
#include "wire/wire_query.h"

#include <string.h>

bool route_decode_body(const struct http_request *request, const struct wire_field *fields,
                       void *ret_object, struct error *err)
{
    const struct buf *body = http_request_body(request);

    if (!body->length)
        return wire_decode(fields, WIRE_STRICT, "{}", 2, ret_object, err);
    return wire_decode(fields, WIRE_STRICT, body->bytes, body->length, ret_object, err);
}

bool route_decode_query(const struct http_request *request, const struct wire_field *fields,
                        void *ret_object, struct error *err)
{
    const char *question = strchr(http_request_target(request), '?');

    return wire_query_decode(fields, question ? question + 1 : NULL, ret_object, err);
}

bool route_check_no_query(const struct http_request *request, struct error *err)
{
    const char *name, *value;

    return !http_request_query_at(request, 0, &name, &value) ||
           error_set(err, ERROR_INVALID, "unknown parameter '%.60s'", name);
}

bool route_reply_json(struct http_request *request, int status, const struct buf *json)
{
    return http_reply_send(request, status, "application/json", json->bytes, json->length);
}

bool route_reply(struct http_request *request, int status, const struct wire_field *fields,
                 const void *object)
{
    OWNED(buf_release) struct buf json = {0};

    wire_encode(fields, object, &json);
    return route_reply_json(request, status, &json);
}
