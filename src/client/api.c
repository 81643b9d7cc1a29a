#include "client/api.h"

#include "base/mem.h"
#include "base/traceparent.h"
#include "client/api_url.h"
#include "net/http_exchange.h"
#include "wire/wire_error.h"
#include "wire/wire_query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { USUAL_TIMEOUT_MS = 30000, KEY_BYTES = 16, PROBLEM_BYTES = 1 << 20 };

struct api {
    struct http_exchange *exchange;
    char *url, *token;
    char trace[TRACEPARENT];            /* of all its calls, each a span of it */
    int64_t timeout_ms;
    bool is_timeout_told;
    struct buf body;
    struct wire_error problem;
    bool has_problem;
};

bool api_new(const struct api_settings *settings, struct api **ret_api, struct error *err)
{
    struct api_url url;
    struct api *api;

    if (!api_url_parse(settings->url, &url, err))
        return false;
    api = MEM_NEW(struct api);
    api->url = mem_text(settings->url);
    api->token = settings->token ? mem_text(settings->token) : NULL;
    traceparent_next(settings->trace, api->trace);
    api->is_timeout_told = settings->timeout_ms != 0;
    api->timeout_ms = settings->timeout_ms ? settings->timeout_ms : USUAL_TIMEOUT_MS;
    api->exchange = http_exchange_new(&(struct http_exchange_settings){
        .path = url.path[0] ? url.path : NULL,
        .host = url.host,
        .port = url.port,
        .is_tls = url.is_tls,
        .ca_file = settings->ca_file,
        .interrupted = settings->interrupted,
        .interrupted_fd = settings->interrupted_fd,
    });
    *ret_api = api;
    return true;
}

void api_allow(struct api *api, int64_t timeout_ms)
{
    if (!api->is_timeout_told)
        api->timeout_ms = timeout_ms ? timeout_ms : USUAL_TIMEOUT_MS;
}

static void forget(struct api *api)
{
    if (api->has_problem)
        wire_error_release(&api->problem);
    api->has_problem = false;
    api->body.length = 0;
}

void api_free(struct api *api)
{
    if (!api)
        return;
    forget(api);
    http_exchange_free(api->exchange);
    buf_release(&api->body);
    free(api->url);
    free(api->token);
    free(api);
}

const struct buf *api_body(const struct api *api)
{
    return &api->body;
}

const struct wire_error *api_problem(const struct api *api)
{
    return api->has_problem ? &api->problem : NULL;
}

/* So that a POST that is sent again, by whoever stands between, starts nothing twice. */
static void print_key(struct buf *headers)
{
    unsigned char bytes[KEY_BYTES];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return;
    buf_print(headers, "Idempotency-Key: ");
    for (size_t i = 0; i < sizeof(bytes); i++)
        buf_print(headers, "%02x", bytes[i]);
    buf_print(headers, "\r\n");
}

static void print_trace(const struct api *api, struct buf *headers)
{
    char trace[TRACEPARENT];

    traceparent_next(api->trace, trace);
    buf_print(headers, "traceparent: %s\r\n", trace);
}

static void print_headers(const struct api *api, const struct api_call *call, struct buf *headers)
{
    buf_print(headers, "Accept: %s\r\nX-Ktrdr-Version: %s\r\n",
              call->accept ? call->accept : "application/json", KTRDR_VERSION);
    if (api->token)
        buf_print(headers, "Authorization: Bearer %s\r\n", api->token);
    print_trace(api, headers);
    if (call->last_event_id && call->last_event_id[0])
        buf_print(headers, "Last-Event-ID: %s\r\n", call->last_event_id);
    if (call->method && !strcmp(call->method, "POST"))
        print_key(headers);
}

static void print_target(const struct api_call *call, struct buf *target)
{
    wire_query_path(target, call->pattern, call->values);
    if (call->query)
        wire_query_encode(call->query_fields, call->query, target);
}

/* The other side is not there, or went away. */
static bool say_where(const struct api *api, struct error *err)
{
    if (err->code != ERROR_UNAVAILABLE)
        return false;
    error_set(err, ERROR_UNAVAILABLE, "no backend answers at %.200s", api->url);
    return error_suggest(err, "start one with: ktrdrd all");
}

static bool send_call(struct api *api, const struct api_call *call, int *ret_status,
                      struct error *err)
{
    OWNED(buf_release) struct buf target = {0};
    OWNED(buf_release) struct buf headers = {0};
    OWNED(buf_release) struct buf json = {0};
    const struct buf *body = call->body;

    forget(api);
    print_target(call, &target);
    print_headers(api, call, &headers);
    if (call->request) {
        wire_encode(call->request_fields, call->request, &json);
        body = &json;
    }
    if (http_exchange_send(api->exchange,
                           &(struct http_exchange_request){
                               .method = call->method ? call->method : "GET",
                               .target = target.bytes,
                               .headers = headers.bytes,
                               .type = call->request ? "application/json"
                                                     : call->body ? "text/csv" : NULL,
                               .body = body ? body->bytes : NULL,
                               .body_length = body ? body->length : 0,
                           },
                           ret_status, err))
        return true;
    return say_where(api, err);
}

/* A status of 400 and above, as an error. The body is a problem, or something else altogether. */
static bool fail(struct api *api, int status, struct error *err)
{
    struct error unread;

    if (!http_exchange_read_all(api->exchange, PROBLEM_BYTES, &api->body, err))
        return false;
    if (!wire_decode(wire_error_fields, WIRE_TOLERANT, api->body.bytes ? api->body.bytes : "",
                     api->body.length, &api->problem, &unread)) {
        api->problem.status = status;
        snprintf(api->problem.title, sizeof(api->problem.title), "(and no more)");
    }
    api->has_problem = true;
    return wire_error_to(&api->problem, err);
}

bool api_run(struct api *api, const struct api_call *call, struct error *err)
{
    int status;

    http_exchange_within(api->exchange, api->timeout_ms);
    if (!send_call(api, call, &status, err))
        return false;
    if (status >= 400)
        return fail(api, status, err);
    if (!http_exchange_read_all(api->exchange, API_MOST_BYTES, &api->body, err))
        return say_where(api, err);
    if (!call->reply_fields)
        return true;
    if (wire_decode(call->reply_fields, WIRE_TOLERANT, api->body.bytes ? api->body.bytes : "",
                    api->body.length, call->ret_reply, err))
        return true;
    err->code = ERROR_BAD_DATA;         /* their mistake, not the user's */
    return false;
}

const char *api_header(const struct api *api, const char *name)
{
    return http_exchange_header(api->exchange, name);
}

bool api_open(struct api *api, const struct api_call *call, struct error *err)
{
    int status;

    http_exchange_within(api->exchange, api->timeout_ms);
    if (!send_call(api, call, &status, err))
        return false;
    if (status >= 400)
        return fail(api, status, err);
    http_exchange_within(api->exchange, 0);
    return true;
}

bool api_read(struct api *api, struct buf *ret_piece, struct error *err)
{
    return http_exchange_read(api->exchange, ret_piece, err);
}
