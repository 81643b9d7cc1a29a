#include "async/stream.h"

#include "async/loop.h"
#include "async/socket.h"
#include "async/task.h"
#include "async/watch.h"
#include "async/work.h"
#include "base/mem.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct stream_wait {
    struct task *task;
    struct loop_timer *timer;           /* of the deadline; NULL: none, or it rang */
    bool is_ready;
};

struct stream {
    struct loop *loop;
    struct watch *watch;
    struct stream_wait *reader, *writer;
    int fd;
};

struct stream_listener {
    struct stream stream;               /* can be read: there is somebody to accept */
    char *path;                         /* of a unix socket, else NULL */
};

static void set_events(struct stream *stream)
{
    watch_set(stream->watch, (stream->reader && !stream->reader->is_ready ? WATCH_READ : 0) |
                             (stream->writer && !stream->writer->is_ready ? WATCH_WRITE : 0));
}

static void go_on(struct stream_wait *wait)
{
    if (wait->is_ready)
        return;
    wait->is_ready = true;
    task_wake(wait->task);
}

static void on_events(void *arg, int events)
{
    struct stream *stream = arg;

    if (stream->reader && events & WATCH_READ)
        go_on(stream->reader);
    if (stream->writer && events & WATCH_WRITE)
        go_on(stream->writer);
    set_events(stream);
}

static void ring(void *arg)
{
    struct stream_wait *wait = arg;

    wait->timer = NULL;
    if (!wait->is_ready)
        task_wake(wait->task);
    wait->is_ready = true;
}

static void stop(void *arg)
{
    go_on(arg);
}

/* Until the descriptor may be ready; a look will tell. */
static bool wait_for(struct stream *stream, struct stream_wait **slot, int64_t deadline,
                     struct error *err)
{
    struct stream_wait wait = { .task = task_current() };
    const int64_t left = deadline - loop_now(stream->loop);
    bool is_late;

    if (deadline && left <= 0)
        return error_set(err, ERROR_TIMEOUT, "out of time");
    if (deadline)
        wait.timer = loop_timer_start(stream->loop, left, ring, &wait);
    assert(!*slot);
    *slot = &wait;
    set_events(stream);
    task_wait(stop, &wait);
    *slot = NULL;
    set_events(stream);
    is_late = deadline && !wait.timer;
    if (wait.timer)
        loop_timer_stop(wait.timer);
    return task_check(err) && (!is_late || error_set(err, ERROR_TIMEOUT, "out of time"));
}

static void open_in(struct stream *stream, struct loop *loop, int fd)
{
    *stream = (struct stream){ .loop = loop, .fd = fd };
    stream->watch = watch_new(loop, fd, on_events, stream);
}

struct stream *stream_open(struct loop *loop, int fd)
{
    struct stream *stream = MEM_NEW(struct stream);

    open_in(stream, loop, fd);
    return stream;
}

static void close_in(struct stream *stream)
{
    assert(!stream->reader && !stream->writer);
    watch_free(stream->watch);
    close(stream->fd);
}

void stream_free(struct stream *stream)
{
    if (!stream)
        return;
    close_in(stream);
    free(stream);
}

bool stream_pair(struct loop *loop, struct stream *ret_pair[2], struct error *err)
{
    int fds[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds))
        return error_set_errno(err, errno, "no pair of sockets");
    ret_pair[0] = stream_open(loop, fds[0]);
    ret_pair[1] = stream_open(loop, fds[1]);
    return true;
}

/* ---- connect ---- */

static bool connect_one(const struct socket_place *place, size_t which, int64_t deadline,
                        struct stream **ret_stream, struct error *err)
{
    struct stream *stream;
    int fd;

    if (!socket_connect(place, which, &fd, err))
        return false;
    stream = stream_open(task_loop(), fd);
    if (!wait_for(stream, &stream->writer, deadline, err) || !socket_connected(fd, place, err)) {
        stream_free(stream);
        return false;
    }
    *ret_stream = stream;
    return true;
}

static bool connect_any(const struct socket_place *place, int64_t deadline,
                        struct stream **ret_stream, struct error *err)
{
    if (!task_check(err))
        return false;
    for (size_t i = 0; i < place->count; i++) {
        if (connect_one(place, i, deadline, ret_stream, err))
            return true;
        if (err->code != ERROR_UNAVAILABLE)
            return false;
    }
    return false;
}

struct look_up {
    const char *host;
    uint16_t port;
    struct socket_place *place;
};

static bool look_up(void *arg, struct error *err)
{
    struct look_up *what = arg;

    return socket_place_tcp(what->host, what->port, what->place, err);
}

bool stream_connect(const char *host, uint16_t port, int64_t deadline, struct stream **ret_stream,
                    struct error *err)
{
    struct socket_place place;
    struct look_up what = { host, port, &place };

    return (socket_is_number(host) ? look_up(&what, err) : work_run(look_up, &what, err)) &&
           connect_any(&place, deadline, ret_stream, err);
}

bool stream_connect_unix(const char *path, int64_t deadline, struct stream **ret_stream,
                         struct error *err)
{
    struct socket_place place;

    return socket_place_unix(path, &place, err) && connect_any(&place, deadline, ret_stream, err);
}

/* ---- read and write ---- */

bool stream_read(struct stream *stream, char *bytes, size_t room, int64_t deadline,
                 size_t *ret_length, struct error *err)
{
    ssize_t n;

    if (!task_check(err))
        return false;
    while ((n = read(stream->fd, bytes, room)) < 0) {
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return error_set_errno(err, errno, "cannot read from the other side");
        if (!wait_for(stream, &stream->reader, deadline, err))
            return false;
    }
    *ret_length = (size_t)n;
    return true;
}

bool stream_write(struct stream *stream, const char *bytes, size_t length, int64_t deadline,
                  struct error *err)
{
    if (!task_check(err))
        return false;
    while (length) {
        const ssize_t n = send(stream->fd, bytes, length, MSG_NOSIGNAL);

        if (n >= 0) {
            bytes += n;
            length -= (size_t)n;
        } else if (errno == EAGAIN) {
            if (!wait_for(stream, &stream->writer, deadline, err))
                return false;
        } else if (errno != EINTR) {
            return error_set_errno(err, errno, "cannot write to the other side");
        }
    }
    return true;
}

void stream_end(struct stream *stream)
{
    shutdown(stream->fd, SHUT_WR);
}

void stream_reset(struct stream *stream)
{
    const struct linger at_once = { .l_onoff = 1 };

    setsockopt(stream->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
}

/* ---- listen ---- */

static bool listen_at(struct loop *loop, const struct socket_place *place,
                      struct stream_listener **ret_listener, struct error *err)
{
    int fd;

    if (!socket_listen(place, &fd, err))
        return false;
    *ret_listener = MEM_NEW(struct stream_listener);
    open_in(&(*ret_listener)->stream, loop, fd);
    return true;
}

bool stream_listen(struct loop *loop, const char *host, uint16_t port,
                   struct stream_listener **ret_listener, struct error *err)
{
    struct socket_place place;

    return socket_place_tcp(host, port, &place, err) && listen_at(loop, &place, ret_listener, err);
}

bool stream_listen_unix(struct loop *loop, const char *path, struct stream_listener **ret_listener,
                        struct error *err)
{
    struct socket_place place;

    if (!socket_place_unix(path, &place, err) || !listen_at(loop, &place, ret_listener, err))
        return false;
    (*ret_listener)->path = mem_text(path);
    return true;
}

uint16_t stream_listener_port(const struct stream_listener *listener)
{
    return socket_port(listener->stream.fd);
}

void stream_listener_free(struct stream_listener *listener)
{
    if (!listener)
        return;
    close_in(&listener->stream);
    if (listener->path)
        unlink(listener->path);
    free(listener->path);
    free(listener);
}

bool stream_accept(struct stream_listener *listener, int64_t deadline, struct stream **ret_stream,
                   struct error *err)
{
    struct stream *stream = &listener->stream;
    int fd;

    if (!task_check(err))
        return false;
    while ((fd = socket_accept(stream->fd)) < 0) {
        if (errno == EINTR || errno == ECONNABORTED)
            continue;
        if (errno != EAGAIN)
            return error_set_errno(err, errno, "cannot accept a connection");
        if (!wait_for(stream, &stream->reader, deadline, err))
            return false;
    }
    *ret_stream = stream_open(stream->loop, fd);
    return true;
}
