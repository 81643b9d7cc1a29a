#include "service/host_attempt.h"

#include "async/gate.h"
#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "base/traceparent.h"
#include "service/host_answer.h"
#include "service/host_call.h"
#include "service/host_parts.h"

#include <stdio.h>
#include <string.h>

enum { HEADERS = 12 };

struct lines {                      /* the request's headers, one buffer for all */
    struct buf text;
    size_t starts[HEADERS];
    const char *lines[HEADERS];
    size_t count;
};

static void release_lines(struct lines *lines)
{
    buf_release(&lines->text);
}

static void add(struct lines *lines, const char *name, const char *value)
{
    if (!value)
        return;
    lines->starts[lines->count++] = lines->text.length;
    buf_print(&lines->text, "%s: %s", name, value);
    buf_add(&lines->text, "", 1);
}

static void write_headers(const struct host_service *host, const struct host_call *call,
                          struct lines *lines)
{
    const struct host_service_call *c = call->call;
    char left[32], trace[TRACEPARENT];

    if (host->settings.token) {
        OWNED(buf_release) struct buf bearer = {0};
        buf_print(&bearer, "Bearer %s", host->settings.token);
        add(lines, "Authorization", bearer.bytes);
    }
    snprintf(left, sizeof(left), "%lld", (long long)(call->deadline - loop_now(host->loop)));
    add(lines, "X-Timeout-Ms", call->deadline ? left : NULL);
    add(lines, "X-Ktrdr-Version", host->settings.version);
    add(lines, "X-Request-Id", c->request_id);
    traceparent_next(c->traceparent ? c->traceparent : task_trace(), trace);
    add(lines, "traceparent", trace);
    add(lines, "Idempotency-Key", c->idempotency_key);
    add(lines, "Last-Event-ID", call->last_event_id);
    add(lines, "Accept", call->accept);
    add(lines, "Content-Type", call->type);
    for (size_t i = 0; i < lines->count; i++)
        lines->lines[i] = lines->text.bytes + lines->starts[i];
}

/* ---- a stream that has begun is not repeated ---- */

struct stream {
    struct host_service *host;
    const struct host_call *call;
    struct host_attempt *attempt;
};

static bool read(void *arg, struct buf *ret_piece, struct error *err)
{
    struct stream *stream = arg;

    stream->attempt->has_begun = true;
    stream->attempt->is_ours = !stream->call->read(stream->call->read_arg, ret_piece, err);
    return !stream->attempt->is_ours;
}

static bool take(void *arg, const struct http_client_reply *reply, const struct buf *piece,
                 struct error *err)
{
    struct stream *stream = arg;

    if (!piece->length) {               /* a stream may last: others should know now */
        breaker_well(&stream->host->breaker);
        return host_answer_check(reply, stream->host->settings.version, err);
    }
    stream->attempt->has_begun = true;
    stream->attempt->is_ours = !stream->call->take(stream->call->take_arg, reply, piece, err);
    return !stream->attempt->is_ours;
}

static bool is_repeatable(const struct host_call *call)
{
    return !strcmp(call->method, "GET") || call->call->idempotency_key;
}

static bool send(struct host_service *host, const struct host_call *call, struct stream *stream,
                 struct http_client_reply *ret_reply, struct error *err)
{
    OWNED(release_lines) struct lines lines = {0};
    OWNED(buf_release) struct buf url = {0};

    buf_print(&url, "%s%s", host->settings.url, call->call->path);
    write_headers(host, call, &lines);
    return http_client_run(host->client, &(struct http_client_request){
        .method = call->method,
        .url = url.bytes,
        .socket_path = host->settings.socket_path,
        .headers = lines.lines,
        .n_headers = lines.count,
        .body = call->body,
        .read = call->read ? read : NULL,
        .read_arg = stream,
        .length = call->length,
        .take = call->take ? take : NULL,
        .take_arg = stream,
        .limit = call->call->limit,
        .deadline = call->deadline,
        .quiet_ms = call->quiet_ms,
        .repeat = is_repeatable(call) ? HTTP_CLIENT_REPEATABLE : HTTP_CLIENT_ONCE,
    }, ret_reply, err);
}

/* ---- what it says about the host ---- */

/* No answer, nonsense, or one that says that it is not well: unless it says when it will be. */
static bool is_ill(const struct host_attempt *attempt, const struct http_client_reply *reply,
                   const struct error *err)
{
    if (reply->status)
        return reply->status >= 500 && attempt->retry_after_ms < 0;
    return err->code == ERROR_UNAVAILABLE || err->code == ERROR_TIMEOUT ||
           err->code == ERROR_BAD_DATA;
}

static void tell_breaker(struct host_service *host, const struct host_attempt *attempt,
                         const struct http_client_reply *reply, const struct error *why)
{
    if (why && is_ill(attempt, reply, why))
        breaker_failed(&host->breaker, loop_now(host->loop));
    else if (!why || reply->status)
        breaker_well(&host->breaker);
    else
        breaker_unknown(&host->breaker);
}

static bool ask(struct host_service *host, const struct host_call *call,
                struct host_attempt *attempt, struct http_client_reply *ret_reply,
                struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply reply = {0};
    struct stream stream = { .host = host, .call = call, .attempt = attempt };
    bool has_answer, ok;

    attempt->was_asked = true;
    has_answer = send(host, call, &stream, &reply, err);
    if (has_answer)
        attempt->retry_after_ms = host_answer_retry_after_ms(&reply);
    ok = has_answer && host_answer_check(&reply, host->settings.version, err);
    if (attempt->is_ours)
        breaker_unknown(&host->breaker);
    else
        tell_breaker(host, attempt, &reply, ok ? NULL : err);
    attempt->is_again = !ok && !attempt->is_ours && !attempt->has_begun && is_repeatable(call) &&
                        error_is_temporary(err->code) && (has_answer || err->code != ERROR_TIMEOUT);
    if (ok) {
        *ret_reply = reply;
        reply = (struct http_client_reply){0};
    }
    return ok;
}

static bool refuse(struct host_service *host, struct error *err)
{
    const int64_t left = host->breaker.until - loop_now(host->loop);

    host->refused++;
    return error_set(err, ERROR_UNAVAILABLE,
                     "not asked, as it failed %d times in a row; next try in %lld s",
                     host->breaker.failed, (long long)((left > 0 ? left : 0) + 999) / 1000);
}

bool host_attempt_run(struct host_service *host, const struct host_call *call,
                      struct host_attempt *ret_attempt, struct http_client_reply *ret_reply,
                      struct error *err)
{
    bool ok;

    *ret_attempt = (struct host_attempt){ .retry_after_ms = -1 };
    if (!gate_enter(call->gate, call->deadline, err)) {
        if (err->code == ERROR_TIMEOUT)
            error_set(err, ERROR_TIMEOUT, "%zu calls were before this one, and time ran out",
                      call->gate->inside);
        return false;
    }
    ok = breaker_enter(&host->breaker, loop_now(host->loop))
             ? ask(host, call, ret_attempt, ret_reply, err) : refuse(host, err);
    gate_leave(call->gate);
    return ok;
}
