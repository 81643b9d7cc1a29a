#include "service/host_service.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/curl.h"
#include "service/host_answer.h"
#include "service/host_call.h"
#include "service/host_parts.h"

#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_SECONDS = 30, POOL = 8, STREAMS = 2, RETRIES = 2, FAILURES = 5, OPEN_MS = 10000 };

static void fill_in(struct host_service_settings *settings)
{
    settings->timeout_seconds = settings->timeout_seconds ? settings->timeout_seconds
                                                          : TIMEOUT_SECONDS;
    settings->pool_size = settings->pool_size ? settings->pool_size : POOL;
    settings->retries = settings->retries < 0 ? 0 : settings->retries ? settings->retries : RETRIES;
    settings->breaker_failures = settings->breaker_failures ? settings->breaker_failures : FAILURES;
    settings->breaker_ms = settings->breaker_ms ? settings->breaker_ms : OPEN_MS;
}

static bool has(CURLU *parts, CURLUPart part, const char *but)
{
    char *text = NULL;
    const bool is_there = !curl.url_get(parts, part, &text, 0) &&
                          (!but || strcmp(text, but) != 0);

    curl.free(text);
    return is_there;
}

/* Scheme, host, perhaps a port: paths come with the calls, secrets with the token. */
static bool check_url(const struct host_service_settings *settings, struct error *err)
{
    const char *url = settings->url ? settings->url : "";
    CURLU *parts = curl.url();
    bool ok = (!strncmp(url, "http://", 7) || !strncmp(url, "https://", 8)) &&
              url[strlen(url) - 1] != '/' && !curl.url_set(parts, CURLUPART_URL, url, 0) &&
              !has(parts, CURLUPART_USER, NULL) && !has(parts, CURLUPART_QUERY, NULL) &&
              !has(parts, CURLUPART_FRAGMENT, NULL) && !has(parts, CURLUPART_PATH, "/");
    char shown[HTTP_CLIENT_SHOWN];

    curl.url_cleanup(parts);
    if (ok)
        return true;
    http_client_show_url(url, shown);
    error_set(err, ERROR_INVALID, "'%s' is not the URL of a service (%s)", shown, settings->name);
    return error_suggest(err, "write it like http://127.0.0.1:5001, without a path or a user");
}

static bool check(const struct host_service_settings *settings, struct error *err)
{
    if (settings->timeout_seconds < 1 || settings->pool_size < 1 || settings->pool_size > 1000 ||
        settings->retries > 10 || settings->breaker_failures < 1 || settings->breaker_ms < 1)
        return error_set(err, ERROR_INVALID, "the settings of %s are out of range", settings->name);
    return !settings->is_enabled || (curl_load(err) && check_url(settings, err));
}

bool host_service_open(struct loop *loop, const struct host_service_settings *settings,
                       struct host_service **ret_host, struct error *err)
{
    struct host_service_settings filled = *settings;
    struct host_service *host;

    fill_in(&filled);
    if (!check(&filled, err))
        return false;
    host = MEM_NEW(struct host_service);
    host->loop = loop;
    host->settings = filled;
    host->pool.room = (size_t)filled.pool_size;
    host->streams.room = STREAMS;
    host->breaker = (struct breaker){ .failures = filled.breaker_failures,
                                      .open_ms = filled.breaker_ms };
    host->budget = retry_budget_seed(filled.seed);
    host->client = http_client_new(loop, &(struct http_client_settings){
        .connections = host->pool.room + STREAMS,
        .ca_file = filled.ca_file,
        .proxy = filled.proxy,
    });
    *ret_host = host;
    return true;
}

void host_service_free(struct host_service *host)
{
    if (!host)
        return;
    http_client_free(host->client);
    free(host);
}

static bool run(struct host_service *host, struct host_call *call, void *ret_reply,
                struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply reply = {0};
    const struct wire_field *fields = call->call->reply_fields;

    call->accept = "application/json, application/problem+json";
    call->gate = &host->pool;
    call->retries = host->settings.retries;
    call->deadline = host_call_deadline(host, call->call);
    if (!host_call_run(host, call, &reply, err))
        return false;
    if (!fields || host_answer_decode(&reply, fields, ret_reply, err))
        return true;
    host->errors++;
    return host_call_explain(host, call, 0, err);
}

bool host_service_get(struct host_service *host, const struct host_service_call *call,
                      void *ret_reply, struct error *err)
{
    return run(host, &(struct host_call){ .method = "GET", .call = call }, ret_reply, err);
}

bool host_service_delete(struct host_service *host, const struct host_service_call *call,
                         void *ret_reply, struct error *err)
{
    return run(host, &(struct host_call){ .method = "DELETE", .call = call }, ret_reply, err);
}

bool host_service_post(struct host_service *host, const struct host_service_call *call,
                       void *ret_reply, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};

    if (call->fields)
        wire_encode(call->fields, call->object, &json);
    return run(host, &(struct host_call){
        .method = "POST",
        .call = call,
        .type = call->fields ? "application/json" : NULL,
        .body = json.bytes,
        .length = json.length,
    }, ret_reply, err);
}

const char *host_service_name(const struct host_service *host)
{
    return host->settings.name;
}

struct host_service_counts host_service_counts(const struct host_service *host)
{
    const struct http_client_counts client = http_client_counts(host->client);

    return (struct host_service_counts){
        .calls = host->calls,
        .errors = host->errors,
        .retries = host->retries,
        .refused = host->refused,
        .opened = client.opened,
        .open = client.open,
        .running = client.running,
        .waiting = host->pool.waiting,
        .pool_size = host->pool.room,
        .breaker = host->breaker.state,
        .breaker_opened = host->breaker.opened,
    };
}

const struct latency_histogram *host_service_latency(const struct host_service *host)
{
    return &host->latency;
}
