#include "net/http_server.h"

#include "async/loop.h"
#include "async/socket.h"
#include "async/task.h"
#include "async/watch.h"
#include "base/mem.h"
#include "net/http_alarm.h"
#include "net/http_connection.h"
#include "net/http_dispatch.h"
#include "net/http_parts.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    ACCEPTS = 64,               /* per turn of the loop, so that the others get theirs */
    NO_DESCRIPTORS_MS = 100,    /* then accept is tried again */
    OTHER_DESCRIPTORS = 256,    /* kept from connections */
    LAST_WORDS_MS = 500,        /* for the replies of what a drain has cancelled */
};

struct http_listener {
    struct http_server *server;
    struct http_listener *next;
    struct watch *watch;
    struct loop_timer *pause;   /* while there are no descriptors left */
    int fd;
    char *path;                 /* of a unix socket, else NULL */
};

static const struct http_server_settings defaults = {
    .connections = 16384,
    .connections_each = 256,
    .head_bytes = 16 * 1024,
    .queue_bytes = 256 * 1024,
    .head_ms = 10000,
    .idle_ms = 60000,
    .body_ms = 10000,
    .body_rate = 4096,
    .write_ms = 30000,
    .linger_ms = 1000,
};

/* Files, the store and other services want some, too. */
static size_t descriptors_for_clients(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur == RLIM_INFINITY)
        return SIZE_MAX;
    return (size_t)(limit.rlim_cur > 2 * OTHER_DESCRIPTORS ? limit.rlim_cur - OTHER_DESCRIPTORS
                                                           : limit.rlim_cur / 2);
}

struct http_server *http_server_new(struct loop *loop, const struct http_server_settings *settings)
{
    struct http_server *server = MEM_NEW(struct http_server);
    struct http_server_settings *mine = &server->settings;

    server->loop = loop;
    *mine = *settings;
    mine->connections = mine->connections ? mine->connections : defaults.connections;
    if (mine->connections > descriptors_for_clients())
        mine->connections = descriptors_for_clients();
    mine->connections_each = mine->connections_each ? mine->connections_each
                                                    : defaults.connections_each;
    mine->head_bytes = mine->head_bytes ? mine->head_bytes : defaults.head_bytes;
    mine->queue_bytes = mine->queue_bytes ? mine->queue_bytes : defaults.queue_bytes;
    mine->head_ms = mine->head_ms ? mine->head_ms : defaults.head_ms;
    mine->idle_ms = mine->idle_ms ? mine->idle_ms : defaults.idle_ms;
    mine->body_ms = mine->body_ms ? mine->body_ms : defaults.body_ms;
    mine->body_rate = mine->body_rate ? mine->body_rate : defaults.body_rate;
    mine->write_ms = mine->write_ms ? mine->write_ms : defaults.write_ms;
    mine->linger_ms = mine->linger_ms ? mine->linger_ms : defaults.linger_ms;
    if (getrandom(&server->id_prefix, sizeof(server->id_prefix), 0) < 0)
        server->id_prefix = (uint32_t)getpid();
    return server;
}

void http_server_add_routes(struct http_server *server, const struct http_route *routes,
                            size_t count, void *context)
{
    struct http_route_table *table = MEM_NEW(struct http_route_table);

    *table = (struct http_route_table){ routes, count, context, server->tables };
    server->tables = table;
}

/* ---- listening ---- */

static void go_on(void *arg)
{
    struct http_listener *listener = arg;

    listener->pause = NULL;
    watch_set(listener->watch, WATCH_READ);
}

static void accept_some(void *arg, int events)
{
    struct http_listener *listener = arg;

    (void)events;
    for (int i = 0; i < ACCEPTS; i++) {
        const int fd = socket_accept(listener->fd);

        if (fd >= 0) {
            http_connection_new(listener->server, fd,
                                listener->path ? HTTP_CONNECTION_UNIX : HTTP_CONNECTION_TCP);
        } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
            watch_set(listener->watch, 0);
            listener->pause = loop_timer_start(listener->server->loop, NO_DESCRIPTORS_MS, go_on,
                                               listener);
            return;
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

static bool listen_at(struct http_server *server, const struct socket_place *place,
                      struct error *err)
{
    struct http_listener *listener;
    int fd;

    if (!socket_listen(place, &fd, err))
        return false;
    listener = MEM_NEW(struct http_listener);
    *listener = (struct http_listener){ .server = server, .next = server->listeners, .fd = fd };
    listener->watch = watch_new(server->loop, fd, accept_some, listener);
    watch_set(listener->watch, WATCH_READ);
    server->listeners = listener;
    return true;
}

bool http_server_listen(struct http_server *server, const char *host, uint16_t port,
                        struct error *err)
{
    struct socket_place place;

    if (!socket_place_tcp(host, port, &place, err) || !listen_at(server, &place, err))
        return false;
    server->port = socket_port(server->listeners->fd);
    return true;
}

bool http_server_listen_unix(struct http_server *server, const char *path, struct error *err)
{
    struct socket_place place;

    if (!socket_place_unix(path, &place, err) || !listen_at(server, &place, err))
        return false;
    server->listeners->path = mem_text(path);
    return true;
}

uint16_t http_server_port(const struct http_server *server)
{
    return server->port;
}

size_t http_server_connections(const struct http_server *server)
{
    return server->n_connections;
}

static void stop_listening(struct http_server *server)
{
    while (server->listeners) {
        struct http_listener *listener = server->listeners;

        server->listeners = listener->next;
        if (listener->pause)
            loop_timer_stop(listener->pause);
        watch_free(listener->watch);
        close(listener->fd);
        if (listener->path)
            unlink(listener->path);
        free(listener->path);
        free(listener);
    }
}

/* ---- the end ---- */

static void send_home(struct http_server *server)
{
    for (struct http_connection *one = server->connections, *after; one; one = after) {
        after = one->next;
        if (one->request)
            http_dispatch_drain(one->request);
        else if (one->state <= HTTP_IN_HEAD || server->is_impatient)
            http_connection_close(one);
    }
}

struct drain {
    struct http_server *server;
    struct loop_timer *timer;       /* NULL: all that can be done was done */
};

/* Cancelled tasks have answered, or will; who has not read it by now shall not hold us up. */
static void cut_off(struct http_server *server)
{
    for (struct http_connection *one = server->connections, *after; one; one = after) {
        after = one->next;
        http_connection_close(one);
    }
}

static void lose_patience(void *arg)
{
    struct drain *drain = arg;
    struct http_server *server = drain->server;

    drain->timer = NULL;
    if (server->is_impatient) {
        cut_off(server);
        return;
    }
    server->is_impatient = true;
    drain->timer = loop_timer_start(server->loop, LAST_WORDS_MS, lose_patience, drain);
    send_home(server);
}

static void stop(void *arg)         /* the wait is over when the connections are */
{
    struct drain *drain = arg;

    if (!drain->timer)
        return;
    loop_timer_stop(drain->timer);
    lose_patience(drain);
}

void http_server_drain(struct http_server *server, int64_t ms)
{
    struct drain drain = { server, NULL };

    server->is_draining = true;
    stop_listening(server);
    send_home(server);
    if (!server->n_connections)
        return;
    drain.timer = loop_timer_start(server->loop, ms, lose_patience, &drain);
    server->drainer = task_current();
    task_wait(stop, &drain);
    if (drain.timer)
        loop_timer_stop(drain.timer);
}

void http_server_free(struct http_server *server)
{
    if (!server)
        return;
    assert(!server->n_connections);     /* http_server_drain */
    stop_listening(server);
    http_alarm_stop(server);
    while (server->tables) {
        struct http_route_table *table = server->tables;

        server->tables = table->next;
        free(table);
    }
    buf_release(&server->head);
    free(server);
}
