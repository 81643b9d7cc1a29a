#include "net/http_exchange.h"

#include "async/socket.h"
#include "base/buf.h"
#include "base/mem.h"
#include "net/http_answer.h"
#include "net/http_asking.h"
#include "net/http_link.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PIECE = 64 * 1024, CONNECT_MS = 5000 };

struct http_exchange {
    struct http_exchange_settings settings;
    char *path, *host, *ca_file;    /* owned */
    struct socket_place place;
    int64_t deadline;               /* in now_ms(); 0: none */
    struct http_link link;
    bool is_used;                   /* a reply came on this connection */
    bool is_partial;                /* the last request was not sent to its end */
    struct http_answer answer;
    char piece[PIECE];
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct http_exchange *http_exchange_new(const struct http_exchange_settings *settings)
{
    struct http_exchange *exchange = MEM_NEW(struct http_exchange);

    exchange->settings = *settings;
    exchange->settings.path = exchange->path = settings->path ? mem_text(settings->path) : NULL;
    exchange->host = mem_text(settings->host ? settings->host : "localhost");
    exchange->settings.host = exchange->host;
    exchange->ca_file = settings->ca_file ? mem_text(settings->ca_file) : NULL;
    exchange->link.fd = -1;
    if (!exchange->settings.connect_ms)
        exchange->settings.connect_ms = CONNECT_MS;
    return exchange;
}

static void disconnect(struct http_exchange *exchange)
{
    http_link_close(&exchange->link);
    exchange->is_used = false;
}

void http_exchange_free(struct http_exchange *exchange)
{
    if (!exchange)
        return;
    disconnect(exchange);
    http_answer_release(&exchange->answer);
    free(exchange->path);
    free(exchange->host);
    free(exchange->ca_file);
    free(exchange);
}

void http_exchange_within(struct http_exchange *exchange, int64_t ms)
{
    exchange->deadline = ms ? now_ms() + ms : 0;
}

/* ---- waiting ---- */

static bool check_interrupt(const struct http_exchange *exchange, struct error *err)
{
    const volatile sig_atomic_t *flag = exchange->settings.interrupted;

    return !flag || !*flag || error_set(err, ERROR_CANCELLED, "interrupted");
}

static int until_ms(int64_t deadline)
{
    const int64_t left = deadline - now_ms();

    return !deadline ? -1 : left < 0 ? 0 : left > 1000000 ? 1000000 : (int)left;
}

/* Until one of the n descriptors has one of its events, or the one after them, which is set here,
 * tells of an interrupt. */
static bool wait_for_any(struct http_exchange *exchange, struct pollfd *fds, nfds_t n,
                         int64_t deadline, struct error *err)
{
    const int *signal_fd = exchange->settings.interrupted_fd;

    fds[n] = (struct pollfd){ .fd = signal_fd ? *signal_fd : -1, .events = POLLIN };
    for (;;) {
        int ready;

        if (!check_interrupt(exchange, err))
            return false;
        ready = poll(fds, n + 1, until_ms(deadline));
        if (ready < 0 && errno != EINTR)
            return error_set_errno(err, errno, "cannot wait for '%s'", exchange->place.name);
        if (ready > 0 && fds[n].revents)
            return error_set(err, ERROR_CANCELLED, "interrupted");
        if (ready > 0)
            return true;
        if (ready == 0 && until_ms(deadline) == 0)
            return error_set(err, ERROR_TIMEOUT, "no answer from '%s' in time",
                             exchange->place.name);
    }
}

static bool wait_for(struct http_exchange *exchange, short events, int64_t deadline,
                     short *ret_events, struct error *err)
{
    struct pollfd fds[2] = { { .fd = exchange->link.fd, .events = events } };

    if (!wait_for_any(exchange, fds, 1, deadline, err))
        return false;
    *ret_events = fds[0].revents;
    return true;
}

/* ---- connecting ---- */

static int64_t connect_deadline(const struct http_exchange *exchange)
{
    const int64_t mine = now_ms() + exchange->settings.connect_ms;

    return exchange->deadline && exchange->deadline < mine ? exchange->deadline : mine;
}

static bool connect_one(struct http_exchange *exchange, size_t which, struct error *err)
{
    short events;

    if (!socket_connect(&exchange->place, which, &exchange->link.fd, err))
        return false;
    if (wait_for(exchange, POLLOUT, connect_deadline(exchange), &events, err) &&
        socket_connected(exchange->link.fd, &exchange->place, err))
        return true;
    disconnect(exchange);
    return false;
}

static bool connect_tls(struct http_exchange *exchange, struct error *err)
{
    const int64_t left = connect_deadline(exchange) - now_ms();

    if (!http_link_open_tls(&exchange->link, &(struct http_tls_settings){
            .host = exchange->host, .port = exchange->settings.port,
            .ca_file = exchange->ca_file, .connect_ms = left > 0 ? left : 1,
            .interrupted = exchange->settings.interrupted }, err))
        return false;
    snprintf(exchange->place.name, sizeof(exchange->place.name), "https://%.80s:%u",
             exchange->host, exchange->settings.port);
    return true;
}

static bool connect_any(struct http_exchange *exchange, struct error *err)
{
    if (exchange->settings.is_tls)
        return connect_tls(exchange, err);
    if (exchange->path ? !socket_place_unix(exchange->path, &exchange->place, err)
                       : !socket_place_tcp(exchange->host, exchange->settings.port,
                                           &exchange->place, err))
        return false;
    for (size_t i = 0; i < exchange->place.count; i++) {
        if (connect_one(exchange, i, err))
            return true;
        if (err->code != ERROR_UNAVAILABLE)
            return false;
    }
    return error_suggest(err, "is it running? 'ktrdrd all' starts every service here; "
                              "--url names another");
}

/* A connection of before on which something can be read was closed, or is confused; but for a
 * session ticket of TLS, which comes when it likes. */
static bool is_stale(struct http_exchange *exchange)
{
    struct pollfd fd = { .fd = exchange->link.fd, .events = POLLIN };

    return poll(&fd, 1, 0) != 0 && http_link_is_answering(&exchange->link);
}

static bool be_connected(struct http_exchange *exchange, struct error *err)
{
    if (exchange->link.fd >= 0 &&
        (!exchange->answer.is_kept_alive || exchange->is_partial || is_stale(exchange)))
        disconnect(exchange);
    return exchange->link.fd >= 0 || connect_any(exchange, err);
}

/* ---- sending ---- */

enum sent { SENT_ALL, SENT_ENOUGH, SENT_FAILED };

/* SENT_ENOUGH: the server answers already, or has closed, and its last words can be read. */
static enum sent send_bytes(struct http_exchange *exchange, const char *bytes, size_t length,
                            struct error *err)
{
    while (length) {
        const ssize_t n = http_link_send(&exchange->link, bytes, length);
        short events;

        if (n >= 0) {
            bytes += n;
            length -= (size_t)n;
        } else if (errno == EAGAIN) {
            if (!wait_for(exchange, POLLOUT | POLLIN, exchange->deadline, &events, err))
                return SENT_FAILED;
            if (events & (POLLIN | POLLHUP | POLLERR) && http_link_is_answering(&exchange->link))
                return SENT_ENOUGH;
        } else if (errno != EINTR) {
            return SENT_ENOUGH;
        }
    }
    return SENT_ALL;
}

static enum sent send_file(struct http_exchange *exchange, const struct http_exchange_file *file,
                           struct error *err)
{
    enum sent sent = SENT_ALL;

    for (uint64_t left = file->length; left && sent == SENT_ALL;) {
        const size_t most = left < sizeof(exchange->piece) ? (size_t)left : sizeof(exchange->piece);
        const ssize_t n = read(file->fd, exchange->piece, most);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            error_set_errno(err, errno, "cannot read what is to be sent");
            return SENT_FAILED;
        }
        if (!n) {
            error_set(err, ERROR_BAD_DATA, "the file has become shorter while it was sent");
            return SENT_FAILED;
        }
        left -= (size_t)n;
        sent = send_bytes(exchange, exchange->piece, (size_t)n, err);
    }
    return sent;
}

static bool send_request(struct http_exchange *exchange,
                         const struct http_exchange_request *request, struct error *err)
{
    OWNED(buf_release) struct buf head = {0};
    enum sent sent;

    http_asking_print(&exchange->settings, request, &head);
    sent = send_bytes(exchange, head.bytes, head.length, err);
    if (sent == SENT_ALL && request->file)
        sent = send_file(exchange, request->file, err);
    exchange->is_partial = sent != SENT_ALL;
    return sent != SENT_FAILED;
}

/* ---- receiving ---- */

/* One look at the connection; waits for it. */
static bool receive(struct http_exchange *exchange, struct error *err)
{
    ssize_t n;
    short events;

    while ((n = http_link_recv(&exchange->link, exchange->piece, sizeof(exchange->piece))) < 0) {
        if (errno == ECONNRESET)
            break;
        if (errno != EAGAIN && errno != EINTR)
            return error_set_errno(err, errno, "cannot read from '%s'", exchange->place.name);
        if (!wait_for(exchange, POLLIN, exchange->deadline, &events, err))
            return false;
    }
    return n > 0 ? http_answer_add(&exchange->answer, exchange->piece, (size_t)n, err)
                 : http_answer_end(&exchange->answer, err);
}

bool http_exchange_start(struct http_exchange *exchange,
                         const struct http_exchange_request *request, struct error *err)
{
    const bool is_head = !strcmp(request->method, "HEAD");

    if (!be_connected(exchange, err))
        return false;
    http_answer_begin(&exchange->answer, is_head ? HTTP_ANSWER_TO_HEAD : HTTP_ANSWER_TO_OTHERS);
    if (send_request(exchange, request, err))
        return true;
    disconnect(exchange);
    return false;
}

bool http_exchange_finish(struct http_exchange *exchange, int *ret_status, struct error *err)
{
    while (!exchange->answer.status) {
        if (!receive(exchange, err)) {
            disconnect(exchange);
            return false;
        }
    }
    exchange->is_used = true;
    *ret_status = exchange->answer.status;
    return true;
}

bool http_exchange_any(struct http_exchange *const *exchanges, size_t n, size_t *ret_which,
                       struct error *err)
{
    struct pollfd fds[HTTP_EXCHANGE_MOST + 1];

    assert(n && n <= HTTP_EXCHANGE_MOST);
    for (size_t i = 0; i < n; i++)
        fds[i] = (struct pollfd){ .fd = exchanges[i]->link.fd, .events = POLLIN };
    if (!wait_for_any(exchanges[0], fds, n, exchanges[0]->deadline, err))
        return false;
    for (*ret_which = 0; !fds[*ret_which].revents;)
        ++*ret_which;
    return true;
}

static bool may_repeat(const struct http_exchange *exchange, bool was_used,
                       const struct http_exchange_request *request, const struct error *err)
{
    const bool is_safe = !strcmp(request->method, "GET") || !strcmp(request->method, "HEAD");

    return was_used && is_safe && err->code == ERROR_UNAVAILABLE &&
           !http_answer_has_begun(&exchange->answer);
}

bool http_exchange_send(struct http_exchange *exchange,
                        const struct http_exchange_request *request, int *ret_status,
                        struct error *err)
{
    const bool was_used = exchange->is_used;

    if (http_exchange_start(exchange, request, err) &&
        http_exchange_finish(exchange, ret_status, err))
        return true;
    return may_repeat(exchange, was_used, request, err) &&
           http_exchange_start(exchange, request, err) &&
           http_exchange_finish(exchange, ret_status, err);
}

const char *http_exchange_header(const struct http_exchange *exchange, const char *name)
{
    return http_answer_header(&exchange->answer, name);
}

bool http_exchange_read(struct http_exchange *exchange, struct buf *ret_piece, struct error *err)
{
    struct http_answer *answer = &exchange->answer;
    struct buf taken;

    while (!answer->body.length && !answer->is_whole) {
        if (!receive(exchange, err)) {
            disconnect(exchange);
            return false;
        }
    }
    taken = answer->body;           /* swapped, not copied */
    answer->body = *ret_piece;
    answer->body.length = 0;
    *ret_piece = taken;
    buf_add(ret_piece, "", 0);      /* so that it is a text, even an empty one */
    return true;
}

bool http_exchange_read_all(struct http_exchange *exchange, size_t most, struct buf *ret_body,
                            struct error *err)
{
    struct http_answer *answer = &exchange->answer;

    while (!answer->is_whole && answer->body.length <= most) {
        if (!receive(exchange, err)) {
            disconnect(exchange);
            return false;
        }
    }
    if (answer->body.length > most) {
        disconnect(exchange);
        return error_set(err, ERROR_TOO_LARGE, "the reply has more than %zu bytes", most);
    }
    return http_exchange_read(exchange, ret_body, err);
}
