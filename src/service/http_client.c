#include "service/http_client.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/mem.h"
#include "service/http_lookup.h"
#include "service/http_multi.h"
#include "service/http_transfer.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { SPARE = 16 };                    /* easy handles that are kept, 5 KB each */

struct http_client {
    struct loop *loop;
    struct http_client_settings settings;
    struct http_multi *multi;           /* NULL until the first request */
    struct http_lookup lookup;
    CURL *spare[SPARE];
    size_t n_spare, running;
};

struct http_client *http_client_new(struct loop *loop, const struct http_client_settings *settings)
{
    struct http_client *client = MEM_NEW(struct http_client);

    *client = (struct http_client){ .loop = loop, .settings = *settings,
                                    .lookup = { .scope = { .loop = loop } } };
    if (!client->settings.connections)
        client->settings.connections = HTTP_CLIENT_CONNECTIONS;
    return client;
}

void http_client_free(struct http_client *client)
{
    if (!client)
        return;
    assert(!client->running);
    http_lookup_release(&client->lookup);
    while (client->n_spare)
        curl.easy_cleanup(client->spare[--client->n_spare]);
    http_multi_free(client->multi);
    free(client);
}

static void end(void *transfer, CURLcode result)
{
    http_transfer_end(transfer, result);
}

static CURL *take_easy(struct http_client *client)
{
    if (!client->multi)
        client->multi = http_multi_new(client->loop, client->settings.connections, end);
    return client->n_spare ? client->spare[--client->n_spare] : curl.easy_init();
}

static void give_back(struct http_client *client, CURL *easy)
{
    curl.easy_reset(easy);
    if (client->n_spare < SPARE)
        client->spare[client->n_spare++] = easy;
    else
        curl.easy_cleanup(easy);
}

static bool run(struct http_client *client, struct http_transfer *transfer, const char *place,
                struct error *err)
{
    bool ok;

    if (!http_transfer_prepare(transfer, &client->settings, place, err))
        return false;
    client->running++;
    http_multi_add(client->multi, transfer->easy);
    ok = http_transfer_wait(transfer, err);
    http_multi_remove(client->multi, transfer->easy);
    client->running--;
    return ok;
}

bool http_client_run(struct http_client *client, const struct http_client_request *request,
                     struct http_client_reply *ret_reply, struct error *err)
{
    OWNED(buf_release) struct buf place = {0};
    OWNED(http_transfer_release) struct http_transfer transfer = { .loop = client->loop,
                                                                   .request = request };
    bool ok;

    buf_add(&place, "", 0);
    if (strncmp(request->url, "http://", 7) != 0 && strncmp(request->url, "https://", 8) != 0)
        return error_set(err, ERROR_INVALID, "a URL begins with http:// or https://");
    if (!curl_load(err) || !task_check(err))
        return false;
    if (!request->socket_path && !client->settings.proxy &&
        !http_lookup_find(&client->lookup, request->url, request->deadline, &place, err))
        return false;
    transfer.easy = take_easy(client);
    ok = run(client, &transfer, place.bytes, err);
    give_back(client, transfer.easy);
    if (ok) {
        *ret_reply = transfer.reply;
        transfer.reply = (struct http_client_reply){0};
    }
    return ok;
}

const char *http_client_header(const struct http_client_reply *reply, const char *name)
{
    const char *at = reply->headers.bytes;
    const char *end = at ? at + reply->headers.length : NULL;

    while (at < end) {
        const char *value = at + strlen(at) + 1;

        if (!strcasecmp(at, name))
            return value;
        at = value + strlen(value) + 1;
    }
    return NULL;
}

void http_client_reply_release(struct http_client_reply *reply)
{
    buf_release(&reply->body);
    buf_release(&reply->headers);
    reply->status = 0;
}

struct http_client_counts http_client_counts(const struct http_client *client)
{
    struct http_multi_counts counts = {0};

    if (client->multi)
        counts = http_multi_counts(client->multi);
    return (struct http_client_counts){ .opened = counts.opened, .open = counts.open,
                                        .running = client->running, .has_begun = client->multi };
}

void http_client_show_url(const char *url, char ret_text[HTTP_CLIENT_SHOWN])
{
    const char *scheme = strstr(url, "://");
    const bool is_first = scheme && scheme + 1 == url + strcspn(url, "/?#");
    const char *host = is_first ? scheme + 3 : url;
    const char *at = memchr(host, '@', strcspn(host, "/?#"));
    const char *from = at ? at + 1 : host;

    snprintf(ret_text, HTTP_CLIENT_SHOWN, "%.*s%.*s", (int)(host - url), url,
             (int)strcspn(from, "?#"), from);
}
