/*
 * bench_http - a server for wrk: a small reply as /health gives it, and one of 100 KB.
 *
 *     ninja -C build/release bench-http
 *     build/release/bench/bench-http 8099 &
 *     wrk -t1 -c64 -d5s http://127.0.0.1:8099/health
 *     wrk -t1 -c64 -d5s http://127.0.0.1:8099/bars
 *
 * /wait answers from a task that has slept for a millisecond; /stream sends 100 KB in chunks.
 */
#include "async/loop.h"
#include "async/timer.h"
#include "net/http_reply.h"
#include "net/http_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char small[200], big[100 * 1024];

static bool health(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    return http_reply_send(request, 200, "application/json", small, sizeof(small));
}

static bool bars(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    return http_reply_send(request, 200, "text/csv", big, sizeof(big));
}

static bool wait(struct http_request *request, void *context, struct error *err)
{
    return timer_sleep(1, 0, err) && health(request, context, err);
}

static bool stream(struct http_request *request, void *context, struct error *err)
{
    (void)context;
    http_reply_start(request, 200, "text/csv");
    for (size_t i = 0; i < sizeof(big); i += 4096)
        if (!http_reply_write(request, big + i, 4096, err))
            return false;
    return http_reply_end(request);
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/health", .handler = health },
    { .method = "GET", .path = "/bars", .handler = bars },
    { .method = "GET", .path = "/wait", .handler = wait },
    { .method = "GET", .path = "/stream", .handler = stream },
};

int main(int argc, char **argv)
{
    struct loop *loop = loop_new();
    struct http_server *server =
        http_server_new(loop, &(struct http_server_settings){ .version = KTRDR_VERSION });
    struct error err;

    memset(small, 'x', sizeof(small));
    memset(big, '7', sizeof(big));
    http_server_add_routes(server, routes, COUNT(routes), NULL);
    if (!http_server_listen(server, "127.0.0.1", argc > 1 ? (uint16_t)atoi(argv[1]) : 8099, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("wrk -t1 -c64 -d5s http://127.0.0.1:%u/health   (or /bars, /wait, /stream)\n",
           http_server_port(server));
    fflush(stdout);
    loop_run(loop);
    return 0;
}
