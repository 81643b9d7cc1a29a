#include "net/http_output.h"

#include "async/loop.h"
#include "net/http_alarm.h"
#include "net/http_connection.h"
#include "net/http_parts.h"

#include <assert.h>
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

static void queue(struct http_connection *connection, const char *bytes, size_t length)
{
    if (connection->out_used > connection->out.length / 2) {    /* the sent half makes room */
        connection->out.length -= connection->out_used;
        memmove(connection->out.bytes, connection->out.bytes + connection->out_used,
                connection->out.length);
        connection->out_used = 0;
    }
    buf_add(&connection->out, bytes, length);
}

static void wait_for_client(struct http_connection *connection)
{
    if (!http_output_queued(connection) || connection->write_deadline)
        return;
    expect_progress(connection);
    http_connection_watch(connection);
}

/* False: the connection is broken. *ret_sent is nothing where others wait already. */
static bool try_now(struct http_connection *connection, struct iovec *parts, size_t count,
                    size_t *ret_sent)
{
    *ret_sent = 0;
    if (connection->state == HTTP_CLOSED || connection->is_broken)
        return false;
    if (!http_output_queued(connection))
        *ret_sent = send_now(connection, parts, count);
    return !connection->is_broken;
}

/* Of `length` bytes the first *sent are gone, and no longer counted in it. */
static size_t skip_sent(size_t *sent, size_t length)
{
    const size_t skip = *sent < length ? *sent : length;

    *sent -= skip;
    return skip;
}

void http_output_send(struct http_connection *connection, struct iovec *parts, size_t count)
{
    size_t sent, skip;

    if (!try_now(connection, parts, count, &sent))
        return;
    for (size_t i = 0; i < count; i++) {
        skip = skip_sent(&sent, parts[i].iov_len);
        if (skip < parts[i].iov_len)
            queue(connection, (char *)parts[i].iov_base + skip, parts[i].iov_len - skip);
    }
    wait_for_client(connection);
}

static void queue_given(struct http_connection *connection, struct buf *body, size_t skip)
{
    if (skip == body->length)
        return;
    if (http_output_queued(connection)) {
        queue(connection, body->bytes + skip, body->length - skip);
        return;
    }
    buf_release(&connection->out);
    connection->out = *body;
    connection->out_used = skip;
    *body = (struct buf){0};
}

void http_output_give(struct http_connection *connection, const struct buf *head,
                      struct buf *bodies, size_t count)
{
    struct iovec parts[1 + HTTP_OUTPUT_GIVEN] = { { head->bytes, head->length } };
    size_t sent, skip;

    assert(count <= HTTP_OUTPUT_GIVEN);
    for (size_t i = 0; i < count; i++)
        parts[1 + i] = (struct iovec){ bodies[i].bytes, bodies[i].length };
    if (!try_now(connection, parts, 1 + count, &sent))
        return;
    skip = skip_sent(&sent, head->length);
    if (skip < head->length)
        queue(connection, head->bytes + skip, head->length - skip);
    for (size_t i = 0; i < count; i++)
        queue_given(connection, &bodies[i], skip_sent(&sent, bodies[i].length));
    wait_for_client(connection);
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
    if (!http_output_queued(connection)) {
        buf_release(&connection->out);
        connection->out_used = 0;
    }
    return true;
}
