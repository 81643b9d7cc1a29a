#include "net/http_inner.h"

#include "async/task.h"
#include "net/http_dispatch.h"
#include "net/http_parts.h"

#include <string.h>

static void fill_head(const struct http_inner_call *call, struct http_head *head)
{
    head->method = call->method;
    head->target = call->target;
    head->minor = 1;
    head->body_length = call->length;
    if (call->key)
        head->headers[head->n_headers++] = (struct http_header){ "Idempotency-Key", call->key };
}

static bool prepare(struct http_request *request, const struct http_inner_call *call,
                    int *ret_status, struct error *err)
{
    const struct http_route *route;

    if (!http_dispatch_route(request, ret_status, err))
        return false;
    route = request->match.route;
    if (route->body == HTTP_BODY_STREAM)
        return error_set(err, ERROR_INVALID, "'%.200s' takes a stream, which cannot be asked for "
                         "from within a request", call->target);
    if (call->length > route->body_limit)
        return error_set(err, ERROR_TOO_LARGE, "the body has %zu bytes, %zu are allowed",
                         call->length, route->body_limit);
    if (call->length)
        buf_add(&request->body, call->body, call->length);
    return true;
}

/* A stream that began would never end; what it has said so far is no answer. */
static void leave_stream(struct http_request *request)
{
    request->is_kept = false;
    request->gone(request->gone_arg, HTTP_REQUEST_LEFT);
}

static bool answer(struct http_request *request, const struct http_inner_call *call,
                   int *ret_status, struct error *err)
{
    bool ok;

    *ret_status = 0;
    if (!prepare(request, call, ret_status, err) || !task_check(err))
        return false;
    ok = request->match.route->handler(request, request->match.context, err);
    if (request->is_kept && request->reply != HTTP_REPLY_ENDED) {
        leave_stream(request);
        return ok && error_set(err, ERROR_INVALID, "'%.200s' is a stream, which cannot be asked "
                               "for from within a request", call->target);
    }
    return ok && (request->reply == HTTP_REPLY_ENDED ||
                  error_set(err, ERROR_INTERNAL, "the handler did not answer"));
}

void http_inner_run(const struct http_request *outer, const struct http_inner_call *call,
                    struct http_inner_answer *ret_answer)
{
    struct http_request *request = http_dispatch_request_new(outer->connection);
    struct error why;
    int status = 0;
    bool ok;

    *ret_answer = (struct http_inner_answer){0};
    request->inner = ret_answer;
    request->deadline = outer->deadline;
    request->has_run = true;
    memcpy(request->id, outer->id, sizeof(request->id));
    memcpy(request->trace, outer->trace, sizeof(request->trace));
    fill_head(call, &request->head);
    ok = outer->inner ? error_set(&why, ERROR_INVALID, "no batch within a batch")
                      : answer(request, call, &status, &why);
    if (!ok) {
        ret_answer->body.length = 0;
        request->reply = HTTP_REPLY_NONE;
        http_dispatch_fail(request, status ? status : http_dispatch_status(request, &why), &why);
    }
    http_dispatch_report(request);
    request->head.text = NULL;          /* its texts are the caller's */
    http_dispatch_request_free(request);
}

void http_inner_answer_release(struct http_inner_answer *answer)
{
    buf_release(&answer->body);
    *answer = (struct http_inner_answer){0};
}
