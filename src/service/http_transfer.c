#include "service/http_transfer.h"

#include "async/loop.h"
#include "service/http_fault.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- curl's side ---- */

static void tell(struct http_transfer *transfer)
{
    transfer->touched = loop_now(transfer->loop);
    event_raise(&transfer->news);
}

static bool add_header(struct http_transfer *transfer, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    const char *value = colon ? colon + 1 : NULL, *end = line + length;

    if (!colon)
        return true;
    if (transfer->reply.headers.length + length > HTTP_CLIENT_HEAD)
        return false;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    while (end > value && strchr(" \t\r\n", end[-1]))
        end--;
    buf_add(&transfer->reply.headers, line, (size_t)(colon - line));
    buf_add(&transfer->reply.headers, "", 1);
    buf_add(&transfer->reply.headers, value, (size_t)(end - value));
    buf_add(&transfer->reply.headers, "", 1);
    return true;
}

/* Line by line; of several heads (100 Continue) the last counts; what trails a body does not. */
static size_t on_header(char *line, size_t one, size_t length, void *arg)
{
    struct http_transfer *transfer = arg;

    tell(transfer);
    if (length > 9 && !strncmp(line, "HTTP/1.", 7)) {
        transfer->reply.headers.length = 0;
        transfer->reply.status = atoi(line + 9);
        transfer->is_head_whole = false;
    } else if (!transfer->is_head_whole && !add_header(transfer, line, length)) {
        transfer->is_too_long = true;
        return 0;
    }
    if (*line == '\r' || *line == '\n')
        transfer->is_head_whole = true;
    return one * length;
}

static bool is_taken(const struct http_transfer *transfer)
{
    return transfer->request->take && transfer->reply.status / 100 == 2;
}

static uint64_t limit_of(const struct http_transfer *transfer)
{
    return transfer->request->limit ? transfer->request->limit :
           is_taken(transfer) ? UINT64_MAX : HTTP_CLIENT_LIMIT;
}

static size_t on_body(char *bytes, size_t one, size_t length, void *arg)
{
    struct http_transfer *transfer = arg;

    if (is_taken(transfer) && transfer->in.length >= HTTP_CLIENT_PIECE) {
        transfer->is_in_paused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    tell(transfer);
    transfer->received += length;
    if (transfer->received > limit_of(transfer)) {
        transfer->is_too_long = true;
        return 0;
    }
    buf_add(is_taken(transfer) ? &transfer->in : &transfer->reply.body, bytes, length);
    return one * length;
}

static size_t give(struct http_transfer *transfer, char *room, size_t most)
{
    const struct http_client_request *request = transfer->request;
    const char *from = request->read ? transfer->out.bytes + transfer->sent :
                       (const char *)request->body + (request->length - transfer->left);
    const size_t there = request->read ? transfer->out.length - transfer->sent : transfer->left;
    const size_t length = there < most ? there : most;

    memcpy(room, from, length);
    transfer->sent += length;
    transfer->left -= length;
    return length;
}

static size_t on_read(char *room, size_t one, size_t many, void *arg)
{
    struct http_transfer *transfer = arg;

    if (!transfer->left)
        return 0;
    if (transfer->request->read && transfer->sent == transfer->out.length) {
        transfer->is_out_paused = true;
        tell(transfer);
        return CURL_READFUNC_PAUSE;
    }
    return give(transfer, room, one * many);
}

/* Only bodies that may be sent again have this; without it curl gives up instead. */
static int on_seek(void *arg, curl_off_t offset, int origin)
{
    struct http_transfer *transfer = arg;

    if (origin != SEEK_SET || offset)
        return CURL_SEEKFUNC_FAIL;
    transfer->left = transfer->request->length;
    return CURL_SEEKFUNC_OK;
}

void http_transfer_end(struct http_transfer *transfer, CURLcode result)
{
    transfer->is_over = true;
    transfer->result = result;
    tell(transfer);
}

/* ---- the set-up ---- */

static bool is_one_line(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return false;
    return true;
}

/* Curl would wait for "100 Continue", and call every body a form. */
static bool list_headers(struct http_transfer *transfer, struct error *err)
{
    const struct http_client_request *request = transfer->request;
    bool has_type = false;

    for (size_t i = 0; i < request->n_headers; i++) {
        const char *line = request->headers[i];

        if (!is_one_line(line) || !strchr(line, ':'))
            return error_set(err, ERROR_INVALID, "that is not a header: '%.100s'", line);
        has_type = has_type || !strncasecmp(line, "Content-Type:", 13);
        transfer->headers = curl.slist_append(transfer->headers, line);
    }
    transfer->headers = curl.slist_append(transfer->headers, "Expect:");
    if (!has_type)
        transfer->headers = curl.slist_append(transfer->headers, "Content-Type:");
    curl.easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
    return true;
}

static bool is_method(const struct http_client_request *request, const char *method)
{
    return !strcmp(request->method ? request->method : "GET", method);
}

static bool is_repeatable(const struct http_client_request *request)
{
    return !request->read && (request->repeat == HTTP_CLIENT_REPEATABLE ||
                              is_method(request, "GET") || is_method(request, "HEAD"));
}

static void set_body(struct http_transfer *transfer)
{
    const struct http_client_request *request = transfer->request;
    CURL *easy = transfer->easy;

    transfer->left = request->length;
    curl.easy_setopt(easy, CURLOPT_POST, 1L);
    curl.easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->length);
    curl.easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
    curl.easy_setopt(easy, CURLOPT_READDATA, transfer);
    if (is_repeatable(request)) {
        curl.easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_seek);
        curl.easy_setopt(easy, CURLOPT_SEEKDATA, transfer);
    }
}

/* Without a body and once only: on a new connection, as curl asks again where a kept one died. */
static void set_method(struct http_transfer *transfer)
{
    const struct http_client_request *request = transfer->request;
    CURL *easy = transfer->easy;

    if (request->length || is_method(request, "POST") || is_method(request, "PUT"))
        set_body(transfer);
    if (is_method(request, "HEAD"))
        curl.easy_setopt(easy, CURLOPT_NOBODY, 1L);
    else
        curl.easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method ? request->method : "GET");
    curl.easy_setopt(easy, CURLOPT_FRESH_CONNECT,
                     (long)(!request->length && !is_repeatable(request)));
}

static void set_callbacks(struct http_transfer *transfer)
{
    CURL *easy = transfer->easy;

    curl.easy_setopt(easy, CURLOPT_PRIVATE, transfer);
    curl.easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->why);
    curl.easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl.easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
    curl.easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl.easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
}

enum { IDLE_SECONDS = 45 };     /* our servers close what was idle for 60 */

static void set_transport(CURL *easy, const struct http_client_settings *settings)
{
    curl.easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl.easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl.easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl.easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl.easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl.easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl.easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl.easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl.easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl.easy_setopt(easy, CURLOPT_PROXY, settings->proxy ? settings->proxy : "");
    curl.easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)IDLE_SECONDS);
    curl.easy_setopt(easy, CURLOPT_USERAGENT, "ktrdr/" KTRDR_VERSION);
    if (settings->ca_file)
        curl.easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
}

bool http_transfer_prepare(struct http_transfer *transfer,
                           const struct http_client_settings *settings, const char *place,
                           struct error *err)
{
    const struct http_client_request *request = transfer->request;

    if (!list_headers(transfer, err))
        return false;
    set_transport(transfer->easy, settings);
    set_callbacks(transfer);
    set_method(transfer);
    curl.easy_setopt(transfer->easy, CURLOPT_URL, request->url);
    if (request->socket_path)
        curl.easy_setopt(transfer->easy, CURLOPT_UNIX_SOCKET_PATH, request->socket_path);
    if (*place) {
        transfer->places = curl.slist_append(NULL, place);
        curl.easy_setopt(transfer->easy, CURLOPT_RESOLVE, transfer->places);
    }
    transfer->touched = loop_now(transfer->loop);
    return true;
}

/* ---- the task's side ---- */

static void go_on(struct http_transfer *transfer)
{
    curl.easy_pause(transfer->easy, (transfer->is_in_paused ? CURLPAUSE_RECV : CURLPAUSE_CONT) |
                                        (transfer->is_out_paused ? CURLPAUSE_SEND : 0));
}

static bool read_piece(struct http_transfer *transfer, struct error *err)
{
    const struct http_client_request *request = transfer->request;

    transfer->out.length = transfer->sent = 0;
    if (!request->read(request->read_arg, &transfer->out, err))
        return false;
    if (!transfer->out.length || transfer->out.length > transfer->left)
        return error_set(err, ERROR_INTERNAL, "the body is not as long as was said");
    transfer->is_out_paused = false;
    if (!transfer->is_over)
        go_on(transfer);
    return true;
}

static bool has_to_take(const struct http_transfer *transfer)
{
    return transfer->in.length ||
           (transfer->is_head_whole && is_taken(transfer) && !transfer->is_head_told);
}

static bool hand_out(struct http_transfer *transfer, struct error *err)
{
    const struct http_client_request *request = transfer->request;
    OWNED(buf_release) struct buf piece = {0};

    if (transfer->is_head_told) {
        piece = transfer->in;
        transfer->in = (struct buf){0};
    }
    transfer->is_head_told = true;
    if (transfer->is_in_paused && !transfer->is_over) {
        transfer->is_in_paused = false;
        go_on(transfer);
    }
    return request->take(request->take_arg, &transfer->reply, &piece, err);
}

static int64_t soonest(const struct http_transfer *transfer)
{
    const struct http_client_request *request = transfer->request;
    const int64_t quiet = request->quiet_ms ? transfer->touched + request->quiet_ms : INT64_MAX;
    const int64_t soon = request->deadline && request->deadline < quiet ? request->deadline : quiet;

    return soon == INT64_MAX ? 0 : soon;
}

static bool wait_for_news(struct http_transfer *transfer, struct error *err)
{
    if (event_wait(&transfer->news, soonest(transfer), err))
        return true;
    if (err->code == ERROR_TIMEOUT)
        http_fault_late(transfer->is_head_whole ? HTTP_FAULT_IN_BODY : HTTP_FAULT_BEFORE_HEAD,
                        transfer->request, err);
    return false;
}

bool http_transfer_wait(struct http_transfer *transfer, struct error *err)
{
    bool ok = true;

    while (ok && (!transfer->is_over || has_to_take(transfer)))
        ok = has_to_take(transfer) ? hand_out(transfer, err) :
             transfer->is_out_paused ? read_piece(transfer, err) : wait_for_news(transfer, err);
    if (!ok)
        return false;
    if (transfer->is_too_long)
        return error_set(err, ERROR_BAD_DATA, "the answer is too long");
    return transfer->result == CURLE_OK ||
           http_fault_of_curl(transfer->easy, transfer->result, transfer->why, err);
}

void http_transfer_release(struct http_transfer *transfer)
{
    curl.slist_free_all(transfer->headers);
    curl.slist_free_all(transfer->places);
    http_client_reply_release(&transfer->reply);
    buf_release(&transfer->in);
    buf_release(&transfer->out);
}
