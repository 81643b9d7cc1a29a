#include "ib/ib_source.h"

#include "async/loop.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { HOST = 256, DRAIN_MS = 4000 };

struct ib_source {
    struct loop *loop;
    struct gateway *gateway;
    char host[HOST];
    int port;
    bool has_started, is_reconnecting;
};

/* One gateway, one folder, whatever it is called. */
static void canonical_host(const char *host, char ret_host[HOST])
{
    static const char *const ours[] = { "", "localhost", "localhost.", "::1", "[::1]" };

    snprintf(ret_host, HOST, "%s", host);
    for (char *at = ret_host; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    for (size_t i = 0; i < COUNT(ours); i++)
        if (!strcmp(ret_host, ours[i]))
            snprintf(ret_host, HOST, "127.0.0.1");
}

static void print_folder(const char *data_dir, const char *host, int port, struct buf *path)
{
    buf_print(path, "%s/ib/", data_dir);
    for (const char *at = host; *at; at++)
        buf_print(path, "%c", isalnum((unsigned char)*at) || strchr(".-", *at) ? *at : '_');
    buf_print(path, "_%d", port);
}

static bool open_gateway(struct ib_source *source, const struct ib_source_settings *settings,
                         const char *folder, struct error *err)
{
    return file_make_folder(folder, 0700, err)
        && gateway_new(source->loop, &(struct gateway_settings){
               .host = source->host, .port = settings->port, .client_id = settings->client_id,
               .folder = folder,
               .maintenance = settings->maintenance ? settings->maintenance : MAINTENANCE_USUAL,
               .dial = settings->dial, .dial_arg = settings->dial_arg, .wall = settings->wall,
               .wall_arg = settings->wall_arg, .seed = settings->seed,
           }, &source->gateway, err);
}

bool ib_source_open(struct loop *loop, const struct ib_source_settings *settings,
                    struct ib_source **ret_source, struct error *err)
{
    struct ib_source *source = MEM_NEW(struct ib_source);
    OWNED(buf_release) struct buf folder = {0};

    source->loop = loop;
    source->port = settings->port;
    canonical_host(settings->host, source->host);
    print_folder(settings->data_dir, source->host, source->port, &folder);
    if (!open_gateway(source, settings, folder.bytes, err)) {
        ib_source_free(source);
        return false;
    }
    *ret_source = source;
    return true;
}

void ib_source_stop(struct ib_source *source, int64_t deadline)
{
    gateway_stop(source->gateway, deadline);
}

void ib_source_free(struct ib_source *source)
{
    if (!source)
        return;
    gateway_free(source->gateway);
    free(source);
}

struct gateway *ib_source_gateway(struct ib_source *source)
{
    if (!source->has_started)
        gateway_start(source->gateway);
    source->has_started = true;
    return source->gateway;
}

const struct gateway *ib_source_look(const struct ib_source *source)
{
    return source->gateway;
}

const char *ib_source_host(const struct ib_source *source)
{
    return source->host;
}

int ib_source_port(const struct ib_source *source)
{
    return source->port;
}

bool ib_source_reconnect(struct ib_source *source, int64_t deadline, struct error *err)
{
    const int64_t end = loop_now(source->loop) + DRAIN_MS;

    if (source->is_reconnecting)
        return error_set(err, ERROR_CONFLICT, "the gateway's connection is being made anew");
    source->is_reconnecting = true;
    gateway_stop(source->gateway, deadline && deadline < end ? deadline : end);
    gateway_start(source->gateway);
    source->has_started = true;
    source->is_reconnecting = false;
    return true;
}
