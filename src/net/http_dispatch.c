#include "net/http_dispatch.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/mem.h"
#include "base/traceparent.h"
#include "net/http_connection.h"
#include "net/http_parts.h"
#include "net/http_reply.h"
#include "net/http_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- birth and death ---- */

static void choose_id(struct http_request *request)
{
    struct http_server *server = request->connection->server;
    const char *given = http_head_find(&request->head, "X-Request-Id");
    const size_t length = given ? strlen(given) : 0;

    if (length && length < sizeof(request->id) && http_text_is_token(given, length))
        memcpy(request->id, given, length + 1);
    else
        snprintf(request->id, sizeof(request->id), "%08x%08x", server->id_prefix,
                 ++server->id_count);
    traceparent_next(http_head_find(&request->head, "traceparent"), request->trace);
}

struct http_request *http_dispatch_request_new(struct http_connection *connection)
{
    struct http_request *request = MEM_NEW(struct http_request);

    request->connection = connection;
    request->started_us = now_us();
    request->head.method = request->head.target = "";
    return request;
}

static struct http_request *request_new(struct http_connection *connection)
{
    return connection->request = http_dispatch_request_new(connection);
}

void http_dispatch_request_free(struct http_request *request)
{
    http_head_release(&request->head);
    http_route_release(&request->match);
    free(request->query_text);
    buf_release(&request->body);
    buf_release(&request->reply_headers);
    free(request);
}

void http_dispatch_report(const struct http_request *request)
{
    const struct http_server_hooks *hooks = &request->connection->server->settings.hooks;
    if (hooks->access)
        hooks->access(hooks->context, &(struct http_server_access){
            .method = request->head.method, .target = request->head.target,
            .request_id = request->id,
            .traceparent = request->trace, .bytes = request->sent,
            .status = request->has_left ? 499 : request->status,
            .microseconds = now_us() - request->started_us,
        });
}

/* What is left of a body that nobody read must not be taken for the next request. */
static bool skip_body(struct http_request *request)
{
    struct http_connection *connection = request->connection;

    if (request->body_left > http_connection_unread(connection))
        return false;
    if (request->body_left)
        http_connection_use(connection, (size_t)request->body_left);
    return true;
}

static void finish(struct http_request *request)
{
    struct http_connection *connection = request->connection;
    bool is_kept_alive;

    http_dispatch_report(request);
    is_kept_alive = connection->state == HTTP_BUSY && request->head.is_kept_alive &&
                    skip_body(request);
    http_dispatch_request_free(request);
    http_connection_next(connection, is_kept_alive ? HTTP_CONNECTION_KEEP : HTTP_CONNECTION_END);
}

/* ---- errors ---- */

/* What is over soon says so, unless whoever failed knows better when. */
static void add_retry_after(struct http_request *request, int status)
{
    const char *headers = request->reply_headers.bytes;

    if ((status == 429 || status == 503) && (!headers || !strstr(headers, "Retry-After:")))
        http_reply_header(request, "Retry-After", "5");
}

void http_dispatch_fail(struct http_request *request, int status, const struct error *error)
{
    const struct http_server_hooks *hooks = &request->connection->server->settings.hooks;
    OWNED(buf_release) struct buf body = {0};

    if (hooks->error_body)
        hooks->error_body(hooks->context, error, status, request->id, &body);
    else
        buf_print(&body, "%s\n", error->text);
    add_retry_after(request, status);
    http_reply_send(request, status, hooks->error_body ? hooks->error_type : "text/plain",
                    body.bytes, body.length);
}

int http_dispatch_status(const struct http_request *request, const struct error *error)
{
    const struct http_connection *connection = request->connection;

    if (connection->is_late && error->code == ERROR_TIMEOUT)
        return 408;
    if (connection->server->is_draining && error->code == ERROR_CANCELLED)
        return 503;
    return error_http_status(error->code);
}

void http_dispatch_refuse(struct http_connection *connection, int status,
                          const struct error *error)
{
    struct http_request *request = request_new(connection);

    connection->state = HTTP_BUSY;
    connection->deadline = 0;
    choose_id(request);
    http_dispatch_fail(request, status, error);
    finish(request);                /* not kept alive, as it has no head */
}

/* ---- the handler ---- */

static bool read_body(struct http_request *request, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};

    if (request->match.route->body == HTTP_BODY_STREAM)
        return true;
    while (request->body_left) {
        if (!http_request_read(request, &piece, err))
            return false;
        buf_add(&request->body, piece.bytes, piece.length);
    }
    return true;
}

static void settle(struct http_request *request, const struct error *why)
{
    static const struct error silence = { ERROR_INTERNAL, "the handler did not answer", "" };
    const struct error *error = why ? why : &silence;

    if (request->reply == HTTP_REPLY_NONE)
        http_dispatch_fail(request, http_dispatch_status(request, error), error);
    if (request->reply == HTTP_REPLY_BEGUN) {       /* breaks off, so that the client sees it */
        request->status = http_dispatch_status(request, error);
        request->has_failed = true;
        http_connection_close(request->connection);
    }
}

/* Whoever keeps the request goes on with it. False: there is nothing to go on with. */
static bool hand_over(struct http_request *request, bool ok)
{
    if (!request->is_kept || request->reply == HTTP_REPLY_ENDED)
        return false;
    if (ok && request->connection->state == HTTP_BUSY) {
        if (request->connection->server->is_draining)
            request->gone(request->gone_arg, HTTP_REQUEST_DRAIN);
        return true;
    }
    request->is_kept = false;
    request->gone(request->gone_arg, HTTP_REQUEST_LEFT);
    return false;
}

static bool run(void *arg, struct error *err)
{
    struct http_request *request = arg;
    struct error why;
    bool ok;

    (void)err;
    request->has_run = true;
    task_set_trace(request->trace);
    ok = task_check(&why) && read_body(request, &why) &&
         request->match.route->handler(request, request->match.context, &why);
    request->task = NULL;
    if (hand_over(request, ok))
        return true;
    settle(request, ok ? NULL : &why);
    finish(request);
    return true;
}

static void start(struct http_request *request)
{
    struct http_connection *connection = request->connection;

    request->task = task_spawn(connection->server->loop, run, request);
    task_detach(request->task);     /* the connection stays until it has ended */
    task_limit(request->task, request->deadline);
    if (connection->server->is_impatient)
        task_cancel(request->task);
}

/* ---- who may, where to ---- */

static bool add_query(struct http_request *request, char *name, struct error *err)
{
    char *value = strchr(name, '=');

    if (value)
        *value++ = '\0';
    if (request->n_queries == HTTP_PARTS_QUERIES)
        return error_set(err, ERROR_MALFORMED, "the query has too many parts");
    if (!http_text_unescape_form(name) || (value && !http_text_unescape_form(value)))
        return error_set(err, ERROR_MALFORMED, "the query has a broken escape or is not UTF-8");
    request->queries[request->n_queries++] = (struct http_header){ name, value ? value : "" };
    return true;
}

static bool split_query(struct http_request *request, struct error *err)
{
    const char *query = strchr(request->head.target, '?');
    char *next;

    if (!query)
        return true;
    request->query_text = mem_text(query + 1);
    for (char *from = request->query_text; from; from = next) {
        next = strchr(from, '&');
        if (next)
            *next++ = '\0';
        if (*from && !add_query(request, from, err))
            return false;
    }
    return true;
}

static void read_deadline(struct http_request *request)
{
    const char *text = http_head_find(&request->head, "X-Timeout-Ms");
    char *end = NULL;
    const long long ms = text ? strtoll(text, &end, 10) : 0;

    if (text && end > text && !*end && ms > 0 && ms < 1000000000)
        request->deadline = loop_now(request->connection->server->loop) + ms;
}

static bool find_route(struct http_request *request, int *ret_status, struct error *err)
{
    struct http_server *server = request->connection->server;
    OWNED(buf_release) struct buf allow = {0};

    if (http_route_find(server->tables, request->head.method, request->head.target,
                        &request->match, &allow, err))
        return true;
    if (allow.length) {
        http_reply_header(request, "Allow", allow.bytes);
        *ret_status = 405;
    }
    return false;
}

bool http_dispatch_route(struct http_request *request, int *ret_status, struct error *err)
{
    *ret_status = 0;
    return split_query(request, err) && find_route(request, ret_status, err);
}

static bool prepare(struct http_request *request, int *ret_status, struct error *err)
{
    const struct http_server_hooks *hooks = &request->connection->server->settings.hooks;

    *ret_status = 0;
    if (hooks->check && !hooks->check(hooks->context, request, err))
        return false;
    if (!http_dispatch_route(request, ret_status, err))
        return false;
    if (request->body_left > request->match.route->body_limit)
        return error_set(err, ERROR_TOO_LARGE, "the body has %llu bytes, %zu are allowed",
                         (unsigned long long)request->body_left, request->match.route->body_limit);
    return true;
}

void http_dispatch_start(struct http_connection *connection, size_t length)
{
    struct http_request *request = request_new(connection);
    struct error why;
    int status;

    connection->is_late = false;
    if (!http_head_parse(http_connection_bytes(connection), length, &request->head, &status,
                         &why)) {
        request->head.is_kept_alive = false;
        choose_id(request);
        http_dispatch_fail(request, status, &why);
        finish(request);
        return;
    }
    http_connection_use(connection, length);
    request->body_left = request->head.body_length;
    request->has_no_body = !strcmp(request->head.method, "HEAD");
    choose_id(request);
    read_deadline(request);
    if (prepare(request, &status, &why)) {
        start(request);
        return;
    }
    http_dispatch_fail(request, status ? status : error_http_status(why.code), &why);
    finish(request);
}

/* ---- while it runs ---- */

void http_dispatch_abandon(struct http_request *request)
{
    request->has_left = request->reply != HTTP_REPLY_ENDED && !request->has_failed;
    if (request->task) {
        task_cancel(request->task);
    } else if (request->is_kept && request->reply != HTTP_REPLY_ENDED) {
        request->gone(request->gone_arg, HTTP_REQUEST_LEFT);
        finish(request);
    }
}

void http_dispatch_reply_ended(struct http_request *request)
{
    if (request->is_kept && !request->task)
        finish(request);
}

void http_dispatch_drain(struct http_request *request)
{
    const bool is_impatient = request->connection->server->is_impatient;

    if (request->task && is_impatient)
        task_cancel(request->task);
    else if (!request->task && request->is_kept && !is_impatient)
        request->gone(request->gone_arg, HTTP_REQUEST_DRAIN);
}
