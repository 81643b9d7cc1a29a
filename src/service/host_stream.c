#include "service/host_stream.h"

#include "async/loop.h"
#include "async/timer.h"
#include "base/buf.h"
#include "net/sse_reader.h"
#include "service/host_answer.h"
#include "service/host_call.h"
#include "service/host_parts.h"

#include <stdlib.h>
#include <string.h>

enum { QUIET_MS = 60000, EVENTS_QUIET_MS = 45000 };     /* our services send a comment each 15 s */
enum { ID_BYTES = 128 };

bool host_stream_download(struct host_service *host, const struct host_service_call *call,
                          http_client_take_fn *take, void *arg, struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply reply = {0};

    return host_call_run(host, &(struct host_call){
        .method = "GET",
        .call = call,
        .accept = "*/*",
        .take = take,
        .take_arg = arg,
        .quiet_ms = QUIET_MS,
        .gate = &host->pool,
        .retries = host->settings.retries,
        .deadline = host_call_stream_deadline(call),
    }, &reply, err);
}

bool host_stream_hold(void *arg, const struct http_client_reply *reply, const struct buf *piece,
                      struct error *err)
{
    const struct host_stream_held *held = arg;

    (void)reply;
    if (held->bytes->length + piece->length > held->most)
        return error_set(err, ERROR_TOO_LARGE, "the answer has more than %zu bytes", held->most);
    if (piece->length)
        buf_add(held->bytes, piece->bytes, piece->length);
    return true;
}

bool host_stream_ask(struct host_service *host, const struct host_service_call *call,
                     const char *accept, http_client_take_fn *take, void *arg, struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply reply = {0};
    OWNED(buf_release) struct buf json = {0};

    wire_encode(call->fields, call->object, &json);
    return host_call_run(host, &(struct host_call){
        .method = "POST",
        .call = call,
        .type = "application/json",
        .accept = accept,
        .body = json.bytes,
        .length = json.length,
        .take = take,
        .take_arg = arg,
        .gate = &host->pool,
        .deadline = host_call_stream_deadline(call),
    }, &reply, err);
}

bool host_stream_upload(struct host_service *host, const struct host_service_call *call,
                        const struct host_stream_body *body, void *ret_reply, struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply reply = {0};
    const struct host_call put = {
        .method = "PUT",
        .call = call,
        .type = body->type,
        .accept = "application/json, application/problem+json",
        .read = body->read,
        .read_arg = body->arg,
        .length = body->length,
        .quiet_ms = QUIET_MS,
        .gate = &host->pool,
        .deadline = host_call_stream_deadline(call),
    };

    if (!host_call_run(host, &put, &reply, err))
        return false;
    return !call->reply_fields || host_answer_decode(&reply, call->reply_fields, ret_reply, err) ||
           host_call_explain(host, &put, 0, err);
}

/* ---- events ---- */

struct follow {
    host_stream_event_fn *on_event;
    void *arg;
    struct sse_reader reader;           /* of this connection */
    char last_id[ID_BYTES];
    bool has_event, is_ended, is_nonsense;      /* ended: by on_event */
};

static bool hand_over(struct follow *follow, const struct sse_event *event, struct error *err)
{
    follow->has_event = true;
    if (strlen(event->id) < ID_BYTES)
        strcpy(follow->last_id, event->id);
    follow->is_ended = !follow->on_event(follow->arg, event, err);
    return !follow->is_ended;
}

static bool take(void *arg, const struct http_client_reply *reply, const struct buf *piece,
                 struct error *err)
{
    struct follow *follow = arg;
    struct sse_event event;

    follow->is_nonsense = true;
    if (!host_answer_is_type(reply, "text/event-stream"))
        return error_set(err, ERROR_BAD_DATA, "it did not answer with events");
    if (!sse_reader_add(&follow->reader, piece->bytes, piece->length, err))
        return false;
    follow->is_nonsense = false;
    while (sse_reader_next(&follow->reader, &event))
        if (!hand_over(follow, &event, err))
            return false;
    return true;
}

/* True: it ended, as connections do. */
static bool follow_once(struct host_service *host, const struct host_service_call *call,
                        struct follow *follow, struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply reply = {0};
    const struct host_call get = {
        .method = "GET",
        .call = call,
        .accept = "text/event-stream",
        .take = take,
        .take_arg = follow,
        .last_event_id = follow->last_id[0] ? follow->last_id : NULL,
        .quiet_ms = EVENTS_QUIET_MS,
        .gate = &host->streams,
        .deadline = host_call_stream_deadline(call),
    };
    bool ok;

    follow->has_event = follow->is_nonsense = false;
    ok = host_call_run(host, &get, &reply, err);
    sse_reader_release(&follow->reader);
    return ok || (follow->is_nonsense ? host_call_explain(host, &get, 1, err) : false);
}

bool host_stream_follow(struct host_service *host, const struct host_service_call *call,
                        host_stream_event_fn *on_event, void *arg, struct error *err)
{
    struct follow follow = { .on_event = on_event, .arg = arg };
    const int64_t deadline = host_call_stream_deadline(call);

    for (int lost = 1;; lost++) {
        if (!follow_once(host, call, &follow, err) &&
            (follow.is_ended || !error_is_temporary(err->code) ||
             (deadline && loop_now(host->loop) >= deadline)))
            return false;
        if (follow.has_event)
            lost = 1;
        if (!timer_sleep(retry_budget_pause(&host->budget, lost), deadline, err))
            return false;
    }
}
