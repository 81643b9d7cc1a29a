#include "net/http_output.h"

#include "async/loop.h"
#include "net/http_alarm.h"
#include "net/http_connection.h"
#include "net/http_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

size_t http_output_queued(const struct http_connection *connection)
{
    return connection->out.length - connection->out_used;
}

static void expect_progress(struct http_connection *connection)
{
    connection->write_deadline = 0;
    if (!http_output_queued(connection))
        return;
    connection->write_deadline =
        loop_now(connection->server->loop) + connection->server->settings.write_ms;
    http_alarm_set(connection->server, connection->write_deadline);
}

static void close_broken(void *connection)
{
    http_connection_close(connection);
}

/* A connection that is broken closes a little later: whoever sends does not expect the end of his
 * request inside the call. */
static size_t send_now(struct http_connection *connection, struct iovec *parts, size_t count)
{
    const struct msghdr message = { .msg_iov = parts, .msg_iovlen = count };
    ssize_t n;

    do
        n = sendmsg(connection->fd, &message, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno != EAGAIN) {
        connection->is_broken = true;
        loop_defer(connection->server->loop, close_broken, connection);
    }
    return n < 0 ? 0 : (size_t)n;
}

void http_output_send(struct http_connection *connection, struct iovec *parts, size_t count)
{
    size_t sent = 0;

    if (connection->state == HTTP_CLOSED || connection->is_broken)
        return;
    if (!http_output_queued(connection))
        sent = send_now(connection, parts, count);
    if (connection->is_broken)
        return;
    for (size_t i = 0; i < count; i++) {
        const size_t skip = sent < parts[i].iov_len ? sent : parts[i].iov_len;

        if (skip < parts[i].iov_len)
            buf_add(&connection->out, (char *)parts[i].iov_base + skip, parts[i].iov_len - skip);
        sent -= skip;
    }
    if (http_output_queued(connection) && !connection->write_deadline) {
        expect_progress(connection);
        http_connection_watch(connection);
    }
}

static void move_up(struct http_connection *connection)
{
    if (connection->out_used <= connection->out.length / 2)
        return;
    connection->out.length -= connection->out_used;
    memmove(connection->out.bytes, connection->out.bytes + connection->out_used,
            connection->out.length);
    connection->out_used = 0;
}

bool http_output_flush(struct http_connection *connection)
{
    struct iovec rest = { connection->out.bytes + connection->out_used,
                          http_output_queued(connection) };

    if (!http_output_queued(connection) || connection->is_broken)
        return false;
    connection->out_used += send_now(connection, &rest, 1);
    if (connection->is_broken)
        return false;
    expect_progress(connection);
    if (http_output_queued(connection)) {
        move_up(connection);
    } else {
        buf_release(&connection->out);
        connection->out_used = 0;
    }
    return true;
}
