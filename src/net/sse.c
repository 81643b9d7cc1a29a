#include "net/sse.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "base/mem.h"
#include "net/http_reply.h"
#include "net/http_request.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { BEHIND_BYTES = 128 * 1024, HEARTBEAT_MS = 15000 };

struct sse {
    struct http_request *request;       /* NULL: it is over */
    struct loop *loop;
    struct loop_timer *heartbeat;
    sse_gone_fn *gone;                  /* NULL: the owner has ended it */
    void *arg;
};

static void tell_owner(void *arg)
{
    struct sse *sse = arg;

    if (sse->gone)
        sse->gone(sse->arg);
    free(sse);
}

/* The owner hears of it later, since it may be he who is calling. */
static void be_over(struct sse *sse)
{
    sse->request = NULL;
    loop_timer_stop(sse->heartbeat);
    loop_defer(sse->loop, tell_owner, sse);
}

static void say_goodbye(struct sse *sse, const char *words)
{
    struct http_request *request = sse->request;
    const bool ok = http_reply_push(request, words, strlen(words));

    assert(ok);                         /* the server's queue has more room than ours */
    (void)ok;
    be_over(sse);
    http_reply_end(request);
}

static void push(struct sse *sse, const char *bytes, size_t length)
{
    if (http_reply_queued(sse->request) > BEHIND_BYTES ||
        !http_reply_push(sse->request, bytes, length))
        say_goodbye(sse, ": too slow\n\n");
}

static void beat(void *arg)
{
    struct sse *sse = arg;

    sse->heartbeat = loop_timer_start(sse->loop, HEARTBEAT_MS, beat, sse);
    push(sse, ":\n\n", 3);
}

static void request_gone(void *arg, enum http_request_gone why)
{
    struct sse *sse = arg;

    if (!sse->request)
        return;
    if (why == HTTP_REQUEST_DRAIN)
        say_goodbye(sse, ": the service stops\n\n");
    else
        be_over(sse);
}

const char *sse_last_id(const struct http_request *request)
{
    return http_request_header(request, "Last-Event-ID");
}

struct sse *sse_subscribe(struct http_request *request, sse_gone_fn *gone, void *arg)
{
    struct sse *sse = MEM_NEW(struct sse);

    *sse = (struct sse){ .request = request, .loop = task_loop(), .gone = gone, .arg = arg };
    http_reply_header(request, "Cache-Control", "no-store");
    http_reply_start(request, 200, "text/event-stream");
    http_request_keep(request, request_gone, sse);
    sse->heartbeat = loop_timer_start(sse->loop, HEARTBEAT_MS, beat, sse);
    return sse;
}

static void add_field(struct buf *text, const char *name, const char *value)
{
    if (value)
        buf_print(text, "%s: %s\n", name, value);
}

static void add_data(struct buf *text, const char *data, size_t length)
{
    for (;;) {
        const char *end = length ? memchr(data, '\n', length) : NULL;
        const size_t line = end ? (size_t)(end - data) : length;

        buf_add(text, "data: ", 6);
        buf_add(text, data, line);
        buf_add(text, "\n", 1);
        if (!end)
            break;
        data += line + 1;
        length -= line + 1;
    }
    buf_add(text, "\n", 1);
}

void sse_send(struct sse *sse, const char *event, const char *id, const char *data, size_t length)
{
    OWNED(buf_release) struct buf text = {0};

    if (!sse->request)
        return;
    add_field(&text, "event", event);
    add_field(&text, "id", id);
    add_data(&text, data, length);
    push(sse, text.bytes, text.length);
}

size_t sse_queued(const struct sse *sse)
{
    return sse->request ? http_reply_queued(sse->request) : 0;
}

void sse_end(struct sse *sse)
{
    struct http_request *request;

    if (!sse)
        return;
    sse->gone = NULL;
    if (!sse->request)
        return;
    request = sse->request;
    be_over(sse);
    http_reply_end(request);
}
