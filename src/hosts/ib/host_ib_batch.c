#include "hosts/ib/host_ib_batch.h"

#include "async/gate.h"
#include "async/scope.h"
#include "async/work.h"
#include "base/buf.h"
#include "domain/kbar.h"
#include "ib/ib_bars.h"
#include "net/http_reply.h"
#include "net/http_request.h"

enum { AT_ONCE = 8 };               /* more than the pacing rules let through: none waits idle */

struct batch {
    struct ib_source *source;
    struct http_request *request;
    const struct wire_ib_batch *wanted;
    size_t next;
    struct gate writer;             /* one answer at a time */
};

static bool write_item(struct batch *batch, const struct wire_ib_batch_item *item,
                       const struct buf *body, struct error *err)
{
    OWNED(buf_release) struct buf line = {0};
    bool ok;

    wire_encode(wire_ib_batch_item_fields, item, &line);
    buf_add(&line, "\n", 1);
    if (!gate_enter(&batch->writer, 0, err))
        return false;
    ok = http_reply_write(batch->request, line.bytes, line.length, err) &&
         (!body->length || http_reply_write(batch->request, body->bytes, body->length, err));
    gate_leave(&batch->writer);
    return ok;
}

struct encoding {
    const struct bars *bars;
    struct buf *body;
};

static bool encode(void *arg, struct error *err)
{
    const struct encoding *encoding = arg;

    (void)err;
    kbar_encode(encoding->bars, encoding->body);
    return true;
}

static bool answer(struct batch *batch, size_t i, struct error *err)
{
    OWNED(bars_release) struct bars bars = {0};
    OWNED(buf_release) struct buf body = {0};
    struct wire_ib_batch_item item = { .index = (int64_t)i, .count = WIRE_UNKNOWN };
    struct encoding encoding = { &bars, &body };
    struct wire_error problem;
    struct error why;

    if (ib_bars_fetch(batch->source, &batch->wanted->requests[i],
                      http_request_deadline(batch->request), &bars, &why)) {
        if (!work_run(encode, &encoding, err))
            return false;
        item.bytes = (int64_t)body.length;
        item.count = (int64_t)bars.count;
        return write_item(batch, &item, &body, err);
    }
    if (!task_check(err))
        return false;
    wire_error_from(&why, &problem);
    item.error = &problem;
    return write_item(batch, &item, &body, err);
}

static bool work_off(void *arg, struct error *err)
{
    struct batch *batch = arg;

    while (batch->next < batch->wanted->n_requests)
        if (!answer(batch, batch->next++, err))
            return false;
    return true;
}

bool host_ib_batch_run(struct ib_source *source, struct http_request *request,
                       const struct wire_ib_batch *wanted, struct error *err)
{
    struct batch batch = { .source = source, .request = request, .wanted = wanted,
                           .writer = { .room = 1 } };
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    if (wanted->n_requests > HOST_IB_BATCH_MOST)
        return error_set(err, ERROR_TOO_LARGE, "more than %d requests in a batch",
                         HOST_IB_BATCH_MOST);
    http_reply_start(request, 200, WIRE_IB_BATCH_TYPE);
    for (size_t i = 0; i < AT_ONCE && i < wanted->n_requests; i++)
        scope_spawn(&scope, work_off, &batch);
    return scope_wait(&scope, err) && http_reply_end(request);
}
