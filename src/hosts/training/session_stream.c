#include "hosts/training/session_stream.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/http_request.h"
#include "net/sse.h"
#include "operations/manage_operations.h"
#include "operations/operation_stream.h"
#include "wire/wire_session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { READ_MOST = 1000 };

struct stream {
    struct sse *sse;                /* NULL: not begun, or over */
    struct manage_operations *operations;
    struct operation_watch_all watch;
    int64_t sent;                   /* the id of the last event sent */
    bool is_catching_up;            /* the log is being read: what is told meanwhile waits */
    struct manage_operations_events waiting;
};

static void drop(struct stream *stream)
{
    manage_operations_watch_end(stream->operations, &stream->watch);
    manage_operations_log_release(&stream->waiting);
    free(stream);
}

static void gone(void *arg)
{
    drop(arg);
}

static void send(struct stream *stream, const struct manage_operations_event *event)
{
    OWNED(buf_release) struct buf json = {0};
    struct wire_session_event told = { .data = event->json };
    char id[24];

    if (event->id && event->id <= stream->sent)
        return;
    if (event->id)
        stream->sent = event->id;
    snprintf(told.session_id, sizeof(told.session_id), "%s", event->operation);
    wire_encode(wire_session_event_fields, &told, &json);
    snprintf(id, sizeof(id), "%" PRId64, event->id);
    sse_send(stream->sse, event->kind, event->id ? id : NULL, json.bytes, json.length);
}

static void tell(void *arg, const char *id, const char *kind, int64_t event, const char *json)
{
    struct manage_operations_event happened = { .id = event, .json = (char *)(uintptr_t)json };
    struct stream *stream = arg;

    snprintf(happened.operation, sizeof(happened.operation), "%s", id);
    snprintf(happened.kind, sizeof(happened.kind), "%s", kind);
    if (!stream->is_catching_up)
        send(stream, &happened);
    else if (event)
        operation_stream_keep(&stream->waiting, &happened);
}

static void send_all(struct stream *stream, struct manage_operations_events *events)
{
    for (size_t i = 0; i < events->count && stream->sse; i++)
        send(stream, &events->items[i]);
    manage_operations_log_release(events);
}

/* Reads before it subscribes, so that it can still fail; what comes meanwhile waits. A client that
 * is far behind gets the first part and comes again. */
static bool read_missed(struct stream *stream, struct manage_operations_events *ret_missed,
                        bool is_new, struct error *err)
{
    return is_new || manage_operations_log_all(stream->operations, stream->sent, READ_MOST,
                                               ret_missed, err);
}

bool session_stream_start(struct manage_operations *operations, struct http_request *request,
                          struct error *err)
{
    struct stream *stream = MEM_NEW(struct stream);
    struct manage_operations_events missed = {0};
    bool is_new, is_whole;

    stream->operations = operations;
    stream->watch = (struct operation_watch_all){ .tell = tell, .arg = stream };
    stream->is_catching_up = true;
    manage_operations_watch(operations, &stream->watch);
    if (!operation_stream_last_id(request, &stream->sent, &is_new, err) ||
        !read_missed(stream, &missed, is_new, err)) {
        drop(stream);
        return false;
    }
    is_whole = missed.count < READ_MOST;
    stream->sse = sse_subscribe(request, gone, stream);
    stream->is_catching_up = false;
    send_all(stream, &missed);
    if (is_whole) {
        send_all(stream, &stream->waiting);
        return true;
    }
    sse_end(stream->sse);
    drop(stream);
    return true;
}
