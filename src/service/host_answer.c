#include "service/host_answer.h"

#include "service/http_client.h"
#include "wire/wire_error.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool check_version(const struct http_client_reply *reply, const char *ours,
                          struct error *err)
{
    const char *theirs = http_client_header(reply, "X-Ktrdr-Version");

    if (!theirs || !ours || strtol(theirs, NULL, 10) == strtol(ours, NULL, 10))
        return true;
    error_set(err, ERROR_CONFLICT, "it is version '%.30s', we are %s", theirs, ours);
    return error_suggest(err, "install the same version everywhere and restart ktrdrd");
}

bool host_answer_is_type(const struct http_client_reply *reply, const char *type)
{
    const char *theirs = http_client_header(reply, "Content-Type");
    const size_t length = strlen(type);

    return theirs && !strncasecmp(theirs, type, length) &&
           (!theirs[length] || strchr("; \t", theirs[length]));
}

/* Without problem details the status says what it is; of 5xx, that the service is not well. */
static bool fail_by_status(const struct http_client_reply *reply, struct error *err)
{
    const struct wire_error problem = { .status = reply->status };
    const int status = reply->status;

    if (status == 502 || status == 503 || status == 504)
        return error_set(err, ERROR_UNAVAILABLE, "it answered %d", status);
    if (status < 400)
        return error_set(err, ERROR_BAD_DATA, "it answered %d, which is not followed", status);
    if (status == 429)
        return error_set(err, ERROR_LIMIT, "it answered 429: too much at once");
    return wire_error_to(&problem, err);
}

static bool fail(const struct http_client_reply *reply, struct error *err)
{
    OWNED(wire_error_release) struct wire_error problem;
    struct error broken;

    wire_clear(wire_error_fields, &problem);
    if (!host_answer_is_type(reply, WIRE_ERROR_TYPE) ||
        !wire_decode(wire_error_fields, WIRE_TOLERANT, reply->body.bytes, reply->body.length,
                     &problem, &broken))
        return fail_by_status(reply, err);
    problem.status = reply->status;
    return wire_error_to(&problem, err);
}

bool host_answer_check(const struct http_client_reply *reply, const char *our_version,
                       struct error *err)
{
    return check_version(reply, our_version, err) &&
           (reply->status / 100 == 2 || fail(reply, err));
}

bool host_answer_decode(const struct http_client_reply *reply, const struct wire_field *fields,
                        void *ret_object, struct error *err)
{
    struct error why;

    if (!host_answer_is_type(reply, "application/json")) {
        const char *type = http_client_header(reply, "Content-Type");

        return error_set(err, ERROR_BAD_DATA, "it answered '%.60s' instead of JSON",
                         type ? type : "");
    }
    return wire_decode(fields, WIRE_TOLERANT, reply->body.bytes, reply->body.length, ret_object,
                       &why) ||
           error_set(err, ERROR_BAD_DATA, "its answer makes no sense: %.200s", why.text);
}

int64_t host_answer_retry_after_ms(const struct http_client_reply *reply)
{
    const char *text = http_client_header(reply, "Retry-After");
    const size_t length = text ? strlen(text) : 0;

    if (!length || length > 6 || strspn(text, "0123456789") != length)
        return -1;
    return (int64_t)atoi(text) * 1000;
}
