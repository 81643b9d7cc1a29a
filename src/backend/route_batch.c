#include "backend/routes.h"

#include "async/task.h"
#include "base/mem.h"
#include "net/http_inner.h"
#include "net/http_request.h"
#include "service/route.h"
#include "service/service_frame.h"
#include "wire/wire_batch.h"
#include "wire/wire_error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH_MOST = 8 << 20, REPLY_MOST = 64 << 20 };

/* A batch that is sent again starts nothing twice: each of its requests has a key of its own. */
static bool make_key(const struct http_request *request, size_t i,
                     char ret_key[SERVICE_FRAME_KEY], struct error *err)
{
    char outer[SERVICE_FRAME_KEY];

    if (!service_frame_idempotency_key(request, outer, err))
        return false;
    ret_key[0] = '\0';
    if (!outer[0])
        return true;
    return snprintf(ret_key, SERVICE_FRAME_KEY, "%s.%zu", outer, i) < SERVICE_FRAME_KEY ||
           error_set(err, ERROR_INVALID, "the Idempotency-Key is too long for a batch");
}

static void fill_problem(enum error_code code, const char *text, struct wire_batch_answer *answer)
{
    OWNED(wire_error_release) struct wire_error problem = {0};
    struct buf json = {0};
    struct error err;

    error_set(&err, code, "%s", text);
    wire_error_from(&err, &problem);
    wire_encode(wire_error_fields, &problem, &json);
    answer->status = problem.status;
    answer->body = json.bytes;
}

static void fill(const struct wire_batch_call *call, struct http_inner_answer *inner,
                 struct wire_batch_answer *answer)
{
    char text[320];

    if (inner->body.length && !strstr(inner->type, "json")) {
        snprintf(text, sizeof(text), "'%.200s' answers with %s, a batch holds JSON alone",
                 call->path, inner->type);
        fill_problem(ERROR_INVALID, text, answer);
        return;
    }
    answer->status = inner->status;
    answer->body = inner->body.length ? inner->body.bytes : NULL;
    if (answer->body)
        inner->body = (struct buf){0};      /* it is the answer's now */
}

static bool ask(struct http_request *request, const struct wire_batch_call *call, size_t i,
                struct wire_batch_answer *answer, struct error *err)
{
    OWNED(http_inner_answer_release) struct http_inner_answer inner = {0};
    char key[SERVICE_FRAME_KEY];

    if (!make_key(request, i, key, err))
        return false;
    http_inner_run(request,
                   &(struct http_inner_call){ .method = call->method, .target = call->path,
                                              .body = call->body,
                                              .length = call->body ? strlen(call->body) : 0,
                                              .key = key[0] ? key : NULL },
                   &inner);
    fill(call, &inner, answer);
    return task_check(err);                 /* the client has left: do no more */
}

/* In order, and each after the one before it has been answered. */
static bool ask_all(struct http_request *request, const struct wire_batch_request *wanted,
                    struct wire_batch *batch, struct error *err)
{
    size_t sum = 0;

    batch->items = mem_alloc(wanted->n_requests * sizeof(*batch->items));
    for (size_t i = 0; i < wanted->n_requests; i++) {
        struct wire_batch_answer *answer = &batch->items[batch->n_items++];

        wire_clear(wire_batch_answer_fields, answer);
        if (sum > REPLY_MOST)
            fill_problem(ERROR_TOO_LARGE, "the batch's answer has more than 64 MB", answer);
        else if (!ask(request, &wanted->requests[i], i, answer, err))
            return false;
        sum += answer->body ? strlen(answer->body) : 0;
    }
    batch->total = (int64_t)batch->n_items;
    return true;
}

static bool check(const struct wire_batch_request *wanted, struct error *err)
{
    return wanted->n_requests <= WIRE_BATCH_MOST ||
           error_set(err, ERROR_INVALID, "requests: %zu of them, a batch holds %d",
                     wanted->n_requests, WIRE_BATCH_MOST);
}

static bool run(struct http_request *request, void *context, struct error *err)
{
    struct wire_batch_request wanted;
    struct wire_batch batch;
    bool ok;

    (void)context;
    if (!route_decode_body(request, wire_batch_request_fields, &wanted, err))
        return false;
    wire_clear(wire_batch_fields, &batch);
    ok = check(&wanted, err) && ask_all(request, &wanted, &batch, err);
    if (ok)
        route_reply(request, 200, wire_batch_fields, &batch);
    wire_batch_release(&batch);
    wire_batch_request_release(&wanted);
    return ok;
}

const struct http_route route_batch_table[] = {
    { .method = "POST", .path = WIRE_BATCH, .handler = run, .body_limit = BATCH_MOST },
};
const size_t route_batch_count = COUNT(route_batch_table);
