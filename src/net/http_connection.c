#include "net/http_connection.h"

#include "async/loop.h"
#include "async/task.h"
#include "async/watch.h"
#include "base/mem.h"
#include "net/http_alarm.h"
#include "net/http_dispatch.h"
#include "net/http_output.h"
#include "net/http_parts.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    OVER_LIMIT = 64,            /* so many more connections are told 503; beyond, they are closed */
    BODY_AHEAD = 256 * 1024,    /* bytes of a body that are read before somebody asks for them */
};

/* ---- what is watched, and until when ---- */

static bool is_done(const struct http_connection *connection)
{
    return connection->state == HTTP_CLOSED;
}

static int wanted_events(const struct http_connection *connection)
{
    const struct http_request *request = connection->request;
    const int out = http_output_queued(connection) ? WATCH_WRITE : 0;
    size_t most;

    if (connection->state == HTTP_ENDING)
        return out;
    if (!request)
        return out | WATCH_READ;
    most = request->body_left ? BODY_AHEAD : connection->server->settings.head_bytes;
    return out | (http_connection_unread(connection) < most ? WATCH_READ : WATCH_GONE);
}

void http_connection_watch(struct http_connection *connection)
{
    if (!is_done(connection))
        watch_set(connection->watch, wanted_events(connection));
}

static void set_state(struct http_connection *connection, enum http_state state, int64_t ms)
{
    connection->state = state;
    connection->deadline = ms ? loop_now(connection->server->loop) + ms : 0;
    if (ms)
        http_alarm_set(connection->server, connection->deadline);
}

/* ---- the end ---- */

static void release(void *arg)
{
    struct http_connection *connection = arg;

    buf_release(&connection->in);
    buf_release(&connection->out);
    free(connection);
}

static void unlist(struct http_connection *connection)
{
    struct http_server *server = connection->server;

    if (connection->prev)
        connection->prev->next = connection->next;
    else
        server->connections = connection->next;
    if (connection->next)
        connection->next->prev = connection->prev;
    if (--server->n_connections)
        return;
    http_alarm_stop(server);
    if (server->drainer)
        task_wake(server->drainer);
    server->drainer = NULL;
}

/* Later, since those who called us may still look at it. */
static void release_if_over(struct http_connection *connection)
{
    if (!is_done(connection) || connection->request)
        return;
    unlist(connection);
    loop_defer(connection->server->loop, release, connection);
}

static void wake(struct http_connection *connection)
{
    if (connection->waiter)
        task_wake(connection->waiter);
    connection->waiter = NULL;
}

void http_connection_close(struct http_connection *connection)
{
    if (is_done(connection))
        return;
    set_state(connection, HTTP_CLOSED, 0);
    connection->write_deadline = 0;
    watch_free(connection->watch);
    close(connection->fd);
    if (connection->request)
        http_dispatch_abandon(connection->request);     /* comes back by http_connection_next */
    else
        release_if_over(connection);
}

/* All is sent: wait for the client to close first, or a reset would overtake our last words. */
static void linger(struct http_connection *connection)
{
    shutdown(connection->fd, SHUT_WR);
    set_state(connection, HTTP_LINGERING, connection->server->settings.linger_ms);
}

static void end(struct http_connection *connection)
{
    set_state(connection, HTTP_ENDING, 0);
    if (!http_output_queued(connection))
        linger(connection);
}

/* ---- in ---- */

size_t http_connection_unread(const struct http_connection *connection)
{
    return connection->in.length - connection->in_used;
}

const char *http_connection_bytes(const struct http_connection *connection)
{
    return connection->in.bytes + connection->in_used;
}

void http_connection_use(struct http_connection *connection, size_t length)
{
    connection->in_used += length;
    connection->head_seen = 0;
    if (http_connection_unread(connection))
        return;
    buf_release(&connection->in);
    connection->in_used = 0;
}

/* False: there is no whole head. */
static bool take_head(struct http_connection *connection)
{
    const size_t most = connection->server->settings.head_bytes;
    const size_t unread = http_connection_unread(connection);
    const enum http_head_end found =
        http_head_end(http_connection_bytes(connection), unread < most ? unread : most,
                      &connection->head_seen);
    struct error why;

    if (found == HTTP_HEAD_BROKEN) {
        error_set(&why, ERROR_MALFORMED, "a line ends in CR LF, nothing else");
        http_dispatch_refuse(connection, 400, &why);
    } else if (found == HTTP_HEAD_WHOLE && connection->head_seen == 2) {
        http_connection_use(connection, 2);     /* an empty line before a request is allowed */
    } else if (found == HTTP_HEAD_WHOLE) {
        connection->state = HTTP_BUSY;
        connection->deadline = 0;
        http_dispatch_start(connection, connection->head_seen);
    } else if (unread >= most) {
        error_set(&why, ERROR_TOO_LARGE, "the request's head is over %zu bytes", most);
        http_dispatch_refuse(connection, 431, &why);
    } else {
        return false;
    }
    return true;
}

static void take_requests(struct http_connection *connection)
{
    if (connection->is_taking)
        return;                     /* answered inside the loop below, which goes on */
    connection->is_taking = true;
    while (connection->state <= HTTP_IN_HEAD && http_connection_unread(connection)) {
        if (connection->state == HTTP_IDLE)
            set_state(connection, HTTP_IN_HEAD, connection->server->settings.head_ms);
        if (!take_head(connection))
            break;
    }
    connection->is_taking = false;
    http_connection_watch(connection);
}

static void take_bytes(struct http_connection *connection, const char *bytes, size_t length)
{
    if (connection->state >= HTTP_ENDING)
        return;                     /* read only to be thrown away */
    if (connection->in_used > connection->in.length / 2) {
        connection->in.length -= connection->in_used;
        memmove(connection->in.bytes, connection->in.bytes + connection->in_used,
                connection->in.length);
        connection->in_used = 0;
    }
    buf_add(&connection->in, bytes, length);
    wake(connection);
    take_requests(connection);
}

/* While its task has not run once, a request may be answered without waiting; a client that sends
 * and closes its side at once shall get that answer. */
static bool may_read(const struct http_connection *connection)
{
    return !connection->request || connection->request->has_run;
}

static void on_events(void *arg, int events)
{
    struct http_connection *connection = arg;
    struct http_server *server = connection->server;
    ssize_t n;

    if (events & WATCH_WRITE && http_output_flush(connection)) {
        if (connection->state == HTTP_ENDING && !http_output_queued(connection))
            linger(connection);
        wake(connection);
    }
    if (events & WATCH_GONE)
        http_connection_close(connection);
    if (!is_done(connection) && events & WATCH_READ && may_read(connection)) {
        n = read(connection->fd, server->piece, sizeof(server->piece));
        if (n > 0)
            take_bytes(connection, server->piece, (size_t)n);
        else if (n == 0 || errno != EAGAIN)
            http_connection_close(connection);
    }
    http_connection_watch(connection);
}

/* ---- time ---- */

void http_connection_check_time(struct http_connection *connection, int64_t now)
{
    struct error why;

    if (connection->write_deadline && now >= connection->write_deadline) {
        http_connection_close(connection);
    } else if (connection->deadline && now >= connection->deadline) {
        if (connection->state == HTTP_IN_HEAD) {
            error_set(&why, ERROR_TIMEOUT, "the request's head did not come in time");
            http_dispatch_refuse(connection, 408, &why);
        } else if (connection->state == HTTP_BUSY) {
            connection->deadline = 0;
            connection->is_late = true;
            wake(connection);
        } else {
            http_connection_close(connection);
        }
        http_connection_watch(connection);
    }
}

static void stop(void *arg)
{
    wake(arg);
}

void http_connection_wait(struct http_connection *connection)
{
    assert(!connection->waiter);
    connection->waiter = task_current();
    http_connection_watch(connection);
    task_wait(stop, connection);
    http_connection_watch(connection);
}

void http_connection_next(struct http_connection *connection, enum http_connection_next next)
{
    connection->request = NULL;
    if (is_done(connection)) {
        release_if_over(connection);
        return;
    }
    if (next == HTTP_CONNECTION_END || connection->server->is_draining) {
        end(connection);
    } else {
        set_state(connection, HTTP_IDLE, connection->server->settings.idle_ms);
        take_requests(connection);
    }
    http_connection_watch(connection);
}

/* Those of this machine may have all: a reverse proxy asks for everybody. */
static size_t count_of_same_peer(const struct http_connection *connection)
{
    size_t n = 0;

    if (connection->is_local || socket_is_loopback(connection->peer))
        return 0;
    for (const struct http_connection *one = connection->server->connections; one; one = one->next)
        n += !strcmp(one->peer, connection->peer);
    return n;
}

static void refuse_if_over_limit(struct http_connection *connection)
{
    const struct http_server *server = connection->server;
    const size_t most = server->settings.connections, each = server->settings.connections_each;
    const size_t of_peer = count_of_same_peer(connection);
    struct error why;

    if (server->n_connections <= most && of_peer <= each)
        return;
    if (of_peer > each)
        error_set(&why, ERROR_LIMIT, "%zu connections of '%s' are enough", each, connection->peer);
    else
        error_set(&why, ERROR_LIMIT, "all %zu connections are taken", most);
    if (server->n_connections > most + OVER_LIMIT || of_peer > each + OVER_LIMIT)
        http_connection_close(connection);
    else
        http_dispatch_refuse(connection, 503, &why);
}

void http_connection_new(struct http_server *server, int fd, enum http_connection_kind kind)
{
    struct http_connection *connection = MEM_NEW(struct http_connection);

    *connection = (struct http_connection){ .server = server, .fd = fd };
    connection->is_local = kind == HTTP_CONNECTION_UNIX;
    if (!connection->is_local)
        socket_peer(fd, connection->peer);
    connection->watch = watch_new(server->loop, fd, on_events, connection);
    connection->next = server->connections;
    if (connection->next)
        connection->next->prev = connection;
    server->connections = connection;
    server->n_connections++;
    set_state(connection, HTTP_IDLE, server->settings.idle_ms);
    refuse_if_over_limit(connection);
    http_connection_watch(connection);
}
