#include "net/http_request.h"

#include "async/loop.h"
#include "async/task.h"
#include "net/http_alarm.h"
#include "net/http_connection.h"
#include "net/http_output.h"
#include "net/http_parts.h"

#include <assert.h>
#include <string.h>
#include <sys/uio.h>

const char *http_request_method(const struct http_request *request)
{
    return request->head.method;
}

const char *http_request_target(const struct http_request *request)
{
    return request->head.target;
}

const char *http_request_id(const struct http_request *request)
{
    return request->id;
}

const char *http_request_header(const struct http_request *request, const char *name)
{
    return http_head_find(&request->head, name);
}

const char *http_request_param(const struct http_request *request, const char *name)
{
    const struct http_route_param *params = request->match.params;
    const size_t length = strlen(name);
    size_t i = 0;

    while (i < request->match.n_params &&
           (params[i].name_length != length || memcmp(params[i].name, name, length)))
        i++;
    assert(i < request->match.n_params);        /* the route has no such parameter */
    return params[i].value;
}

const char *http_request_query(const struct http_request *request, const char *name)
{
    for (size_t i = 0; i < request->n_queries; i++)
        if (!strcmp(request->queries[i].name, name))
            return request->queries[i].value;
    return NULL;
}

bool http_request_query_at(const struct http_request *request, size_t i, const char **ret_name,
                           const char **ret_value)
{
    if (i >= request->n_queries)
        return false;
    *ret_name = request->queries[i].name;
    *ret_value = request->queries[i].value;
    return true;
}

bool http_request_is_local(const struct http_request *request)
{
    return request->connection->is_local;
}

const char *http_request_peer(const struct http_request *request)
{
    return request->connection->peer;
}

int64_t http_request_deadline(const struct http_request *request)
{
    return request->deadline;
}

const struct buf *http_request_body(const struct http_request *request)
{
    return &request->body;
}

uint64_t http_request_body_length(const struct http_request *request)
{
    return request->head.body_length;
}

void http_request_keep(struct http_request *request, http_request_gone_fn *gone, void *arg)
{
    request->is_kept = true;
    request->gone = gone;
    request->gone_arg = arg;
}

/* ---- the body ---- */

static void send_continue(struct http_request *request)
{
    static char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct iovec part = { text, sizeof(text) - 1 };

    if (request->head.expects_continue && request->reply == HTTP_REPLY_NONE)
        http_output_send(request->connection, &part, 1);
    request->head.expects_continue = false;
}

/* What a client may let us wait in all grows with what it has sent. */
static int64_t patience_ms(const struct http_request *request)
{
    const struct http_server_settings *settings = &request->connection->server->settings;
    const uint64_t came = request->head.body_length - request->body_left;

    return settings->body_ms + (int64_t)came * 1000 / settings->body_rate - request->waited_ms;
}

static bool wait_for_bytes(struct http_request *request, struct error *err)
{
    struct http_connection *connection = request->connection;
    struct http_server *server = connection->server;
    const int64_t begun = loop_now(server->loop);
    const int64_t left = patience_ms(request);

    send_continue(request);
    if (!task_check(err))
        return false;
    connection->deadline = begun + (left > 1 ? left : 1);
    http_alarm_set(server, connection->deadline);
    http_connection_wait(connection);
    connection->deadline = 0;
    request->waited_ms += loop_now(server->loop) - begun;
    if (!task_check(err))
        return false;
    return !connection->is_late ||
           error_set(err, ERROR_TIMEOUT, "the request's body does not come in time");
}

bool http_request_read(struct http_request *request, struct buf *ret_piece, struct error *err)
{
    struct http_connection *connection = request->connection;
    size_t n;

    ret_piece->length = 0;
    if (!task_check(err))
        return false;
    if (!request->body_left)
        return true;
    while (!http_connection_unread(connection))
        if (!wait_for_bytes(request, err))
            return false;
    n = http_connection_unread(connection);
    n = n < HTTP_PARTS_PIECE ? n : HTTP_PARTS_PIECE;
    n = n < request->body_left ? n : (size_t)request->body_left;
    buf_add(ret_piece, http_connection_bytes(connection), n);
    http_connection_use(connection, n);
    request->body_left -= n;
    return true;
}
