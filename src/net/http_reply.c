#include "net/http_reply.h"

#include "async/task.h"
#include "async/timer.h"
#include "net/http_connection.h"
#include "net/http_dispatch.h"
#include "net/http_inner.h"
#include "net/http_output.h"
#include "net/http_parts.h"

#include <assert.h>
#include <http_parser.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>

enum { TURN_BYTES = 256 * 1024 };      /* of a reply; then others may run */

/* ---- the head ---- */

static void add(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

static void add_field(struct buf *buf, const char *name, const char *value)
{
    add(buf, name);
    buf_add(buf, ": ", 2);
    add(buf, value);
    buf_add(buf, "\r\n", 2);
}

static void add_number_field(struct buf *buf, const char *name, size_t number)
{
    char text[24];

    snprintf(text, sizeof(text), "%zu", number);
    add_field(buf, name, text);
}

void http_reply_header(struct http_request *request, const char *name, const char *value)
{
    struct buf *headers = &request->reply_headers;
    const size_t before = headers->length;

    add_field(headers, name, value);
    for (size_t i = before; i < headers->length - 2; i++)
        if ((unsigned char)headers->bytes[i] < ' ' || headers->bytes[i] == 0x7F)
            headers->bytes[i] = ' ';
}

/* Made once a second. */
static const char *date_of(struct http_server *server)
{
    const time_t now = time(NULL);
    struct tm utc;

    if (now != server->date_second) {
        server->date_second = now;
        gmtime_r(&now, &utc);
        strftime(server->date, sizeof(server->date), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    }
    return server->date;
}

static const char *reason_of(int status)
{
    return http_status_str((enum http_status)status);
}

static struct buf *begin(struct http_request *request, int status, const char *type)
{
    struct http_server *server = request->connection->server;
    struct buf *head = &server->head;
    char line[32];

    assert(request->reply == HTTP_REPLY_NONE);      /* one reply per request */
    request->status = status;
    head->length = 0;
    snprintf(line, sizeof(line), "HTTP/1.1 %d ", status);
    add(head, line);
    add(head, reason_of(status));
    buf_add(head, "\r\n", 2);
    add_field(head, "Date", date_of(server));
    add_field(head, "X-Request-Id", request->id);
    if (server->settings.version)
        add_field(head, "X-Ktrdr-Version", server->settings.version);
    if (type)
        add_field(head, "Content-Type", type);
    if (request->reply_headers.length)
        buf_add(head, request->reply_headers.bytes, request->reply_headers.length);
    return head;
}

static bool may_have_body(int status)
{
    return status >= 200 && status != 204 && status != 304;
}

/* A client that still sends a body it was not asked for cannot be talked with any more. */
static void finish_head(struct http_request *request, struct buf *head)
{
    const struct http_connection *connection = request->connection;

    if (request->body_left > http_connection_unread(connection) ||
        connection->server->is_draining)
        request->head.is_kept_alive = false;
    if (!request->head.is_kept_alive)
        add_field(head, "Connection", "close");
    else if (request->head.minor == 0)
        add_field(head, "Connection", "keep-alive");
    buf_add(head, "\r\n", 2);
}

/* ---- to whoever asked from within ---- */

static void begin_inner(struct http_request *request, int status, const char *type)
{
    assert(request->reply == HTTP_REPLY_NONE);
    request->status = request->inner->status = status;
    request->reply = HTTP_REPLY_BEGUN;
    snprintf(request->inner->type, sizeof(request->inner->type), "%s", type ? type : "");
}

static bool send_inner(struct http_request *request, const void *bytes, size_t length)
{
    buf_add(&request->inner->body, bytes ? bytes : "", length);
    request->sent += length;
    return true;
}

/* ---- at once ---- */

/* All that comes before a body that is whole. *length: what of it is sent. */
static struct buf *begin_whole(struct http_request *request, int status, const char *type,
                               size_t *length)
{
    struct buf *head = begin(request, status, type);

    if (may_have_body(status))
        add_number_field(head, "Content-Length", *length);
    finish_head(request, head);
    if (!may_have_body(status) || request->has_no_body)
        *length = 0;
    request->sent = *length;
    request->reply = HTTP_REPLY_ENDED;
    return head;
}

bool http_reply_send(struct http_request *request, int status, const char *type, const void *bytes,
                     size_t length)
{
    struct iovec parts[2];
    struct buf *head;

    if (request->inner) {
        begin_inner(request, status, type);
        request->reply = HTTP_REPLY_ENDED;
        return send_inner(request, bytes, length);
    }
    head = begin_whole(request, status, type, &length);
    parts[0] = (struct iovec){ head->bytes, head->length };
    parts[1] = (struct iovec){ (void *)bytes, length };
    http_output_send(request->connection, parts, length ? 2 : 1);
    http_dispatch_reply_ended(request);
    return true;
}

static bool give_inner(struct http_request *request, int status, const char *type,
                       const struct buf *parts, size_t count)
{
    begin_inner(request, status, type);
    request->reply = HTTP_REPLY_ENDED;
    for (size_t i = 0; i < count; i++)
        send_inner(request, parts[i].bytes, parts[i].length);
    return true;
}

static bool give(struct http_request *request, int status, const char *type, struct buf *parts,
                 size_t count)
{
    size_t length = 0;
    struct buf *head;

    for (size_t i = 0; i < count; i++)
        length += parts[i].length;
    head = begin_whole(request, status, type, &length);
    http_output_give(request->connection, head, parts, length ? count : 0);
    http_dispatch_reply_ended(request);
    return true;
}

bool http_reply_give(struct http_request *request, int status, const char *type, struct buf *parts,
                     size_t count)
{
    if (request->inner)
        give_inner(request, status, type, parts, count);
    else
        give(request, status, type, parts, count);
    for (size_t i = 0; i < count; i++)
        buf_release(&parts[i]);
    return true;
}

/* ---- piece by piece ---- */

void http_reply_start(struct http_request *request, int status, const char *type)
{
    struct buf *head;

    if (request->inner) {
        begin_inner(request, status, type);
        return;
    }
    head = begin(request, status, type);
    request->reply = HTTP_REPLY_BEGUN;
    request->is_chunked = request->head.minor == 1 && may_have_body(status);
    request->has_no_body |= !may_have_body(status);
    if (request->is_chunked)
        add_field(head, "Transfer-Encoding", "chunked");
    else if (may_have_body(status))
        request->head.is_kept_alive = false;        /* HTTP/1.0: the end is the end */
    finish_head(request, head);
    http_output_send(request->connection, &(struct iovec){ head->bytes, head->length }, 1);
}

static void send_chunk(struct http_request *request, const void *bytes, size_t length)
{
    char size[24];
    struct iovec parts[3];

    if (request->inner)
        send_inner(request, bytes, length);
    if (request->inner || request->has_no_body || !length)
        return;
    parts[0] = (struct iovec){ size, (size_t)snprintf(size, sizeof(size), "%zx\r\n", length) };
    parts[1] = (struct iovec){ (void *)bytes, length };
    parts[2] = (struct iovec){ size + parts[0].iov_len - 2, 2 };
    request->sent += length;
    if (request->is_chunked)
        http_output_send(request->connection, parts, 3);
    else
        http_output_send(request->connection, parts + 1, 1);
}

static bool is_full(const struct http_request *request)
{
    const struct http_connection *connection = request->connection;

    return !request->inner &&
           http_output_queued(connection) > connection->server->settings.queue_bytes;
}

/* A client that takes all at once must not keep the loop to itself. */
static bool let_others(struct http_request *request, size_t length, struct error *err)
{
    request->sent_in_turn += length;
    if (request->sent_in_turn < TURN_BYTES)
        return true;
    request->sent_in_turn = 0;
    return timer_sleep(0, 0, err);
}

bool http_reply_write(struct http_request *request, const void *bytes, size_t length,
                      struct error *err)
{
    assert(request->reply == HTTP_REPLY_BEGUN);
    if (!task_check(err))
        return false;
    while (is_full(request) || (!request->inner && request->connection->is_broken)) {
        http_connection_wait(request->connection);      /* of a broken one: until it is closed */
        if (!task_check(err))
            return false;
    }
    if (!let_others(request, length, err))
        return false;
    send_chunk(request, bytes, length);
    return true;
}

bool http_reply_push(struct http_request *request, const void *bytes, size_t length)
{
    assert(request->reply == HTTP_REPLY_BEGUN);
    if (is_full(request))
        return false;
    send_chunk(request, bytes, length);
    return true;
}

size_t http_reply_queued(const struct http_request *request)
{
    return request->inner ? 0 : http_output_queued(request->connection);
}

bool http_reply_end(struct http_request *request)
{
    static char last[] = "0\r\n\r\n";

    assert(request->reply == HTTP_REPLY_BEGUN);
    request->reply = HTTP_REPLY_ENDED;
    if (request->inner)
        return true;
    if (request->is_chunked && !request->has_no_body)
        http_output_send(request->connection, &(struct iovec){ last, sizeof(last) - 1 }, 1);
    http_dispatch_reply_ended(request);
    return true;
}
