#include "operations/operation_stream.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/http_request.h"
#include "net/sse.h"
#include "operations/manage_operations.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stream {
    struct sse *sse;                /* NULL: over */
    struct operation_watch watch;
    int64_t sent;                   /* the id of the last event sent */
    bool is_catching_up;            /* the log is being read: what is told meanwhile waits */
    struct manage_operations_events waiting;
};

static void gone(void *arg)
{
    struct stream *stream = arg;

    operation_run_unwatch(&stream->watch);
    free(stream);
}

static void send(struct stream *stream, const char *kind, int64_t event, const char *json)
{
    char id[24];

    if (event && event <= stream->sent)
        return;
    if (event)
        stream->sent = event;
    snprintf(id, sizeof(id), "%" PRId64, event);
    sse_send(stream->sse, kind, event ? id : NULL, json, strlen(json));
}

static bool is_last(const char *kind, const char *json)
{
    return !strcmp(kind, "state") &&
           (strstr(json, "\"state\":\"completed\"") || strstr(json, "\"state\":\"failed\"") ||
            strstr(json, "\"state\":\"cancelled\""));
}

static void finish(struct stream *stream)
{
    operation_run_unwatch(&stream->watch);
    sse_end(stream->sse);
    free(stream);
}

void operation_stream_keep(struct manage_operations_events *list,
                           const struct manage_operations_event *event)
{
    struct manage_operations_event *kept;

    list->items = mem_resize(list->items, (list->count + 1) * sizeof(*list->items));
    kept = &list->items[list->count++];
    *kept = *event;
    kept->json = mem_text(event->json);
}

static void keep(struct manage_operations_events *list, const char *kind, int64_t id,
                 const char *json)
{
    struct manage_operations_event event = { .id = id, .json = (char *)(uintptr_t)json };

    snprintf(event.kind, sizeof(event.kind), "%s", kind);
    operation_stream_keep(list, &event);
}

static void tell(void *arg, const char *kind, int64_t event, const char *json)
{
    struct stream *stream = arg;

    if (stream->is_catching_up) {
        if (event)
            keep(&stream->waiting, kind, event, json);
        return;
    }
    send(stream, kind, event, json);
    if (is_last(kind, json))
        finish(stream);
}

static void send_all(struct stream *stream, struct manage_operations_events *events)
{
    for (size_t i = 0; i < events->count; i++)
        send(stream, events->items[i].kind, events->items[i].id, events->items[i].json);
    manage_operations_log_release(events);
}

static void send_progress(struct stream *stream)
{
    OWNED(buf_release) struct buf json = {0};

    wire_encode(wire_operation_progress_fields, &stream->watch.run->progress, &json);
    send(stream, "progress", 0, json.bytes);
}

bool operation_stream_last_id(const struct http_request *request, int64_t *ret_after,
                              bool *ret_is_new, struct error *err)
{
    const char *last = sse_last_id(request);
    const char *text = last ? last : http_request_query(request, "after");
    char *end;

    *ret_after = 0;
    *ret_is_new = !text;
    if (!text)
        return true;
    errno = 0;
    *ret_after = strtoll(text, &end, 10);
    return (end != text && !*end && !errno && *ret_after >= 0) ||
           error_set(err, ERROR_INVALID, "the last event's id '%.40s' is not a number", text);
}

/* Watches before it reads, so that nothing falls between; what came twice is known by its id. */
static bool catch_up(struct manage_operations *operations, const char *id, struct stream *stream,
                     struct manage_operations_events *ret_events, struct error *err)
{
    struct operation_run *run = manage_operations_at_work(operations, id);

    if (run)
        operation_run_watch(run, &stream->watch);
    return manage_operations_log(operations, id, stream->sent, ret_events, err);
}

bool operation_stream_start(struct manage_operations *operations, struct http_request *request,
                            const char *id, struct error *err)
{
    struct stream *stream = MEM_NEW(struct stream);
    struct manage_operations_events events = {0};
    int64_t after;
    bool is_new;

    stream->watch = (struct operation_watch){ .tell = tell, .arg = stream };
    stream->is_catching_up = true;
    if (!operation_stream_last_id(request, &after, &is_new, err)) {
        free(stream);
        return false;
    }
    stream->sent = after;
    if (!catch_up(operations, id, stream, &events, err)) {
        operation_run_unwatch(&stream->watch);
        manage_operations_log_release(&stream->waiting);
        free(stream);
        return false;
    }
    stream->sse = sse_subscribe(request, gone, stream);
    stream->is_catching_up = false;
    send_all(stream, &events);
    send_all(stream, &stream->waiting);
    if (stream->watch.run)
        send_progress(stream);
    else
        finish(stream);
    return true;
}
