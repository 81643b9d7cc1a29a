/*
 * relay_host - a service that asks other services for its answers: what stands between a client and a
 * host that fails, in tests/support/faults.py.
 *
 *     relay-host NAME RETRIES URL [NAME RETRIES URL]...
 *
 * Prints its address. GET /ask/NAME?path=PATH answers what that host answers; /pour sends until the
 * client has gone; /metrics tells of the hosts and how many tasks there are. Breakers open after
 * three failures for 300 ms. It takes itself for version 1.0.0, as odd-host is 1.2.3. Ends after
 * SIGTERM, within two seconds.
 */
#include "async/interrupt.h"
#include "async/loop.h"
#include "async/task.h"
#include "base/buf.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/host_metrics.h"
#include "service/host_service.h"
#include "service/service_frame.h"
#include "service/service_metrics.h"
#include "wire/wire.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRAIN_MS = 500 };

struct word {
    char text[64];
};

static const struct wire_field word_fields[] = {
    WIRE_TEXT(struct word, text, WIRE_REQUIRED),
    WIRE_END
};

static struct loop *loop;
static struct service_frame *frame;
static struct host_service *hosts[HOST_METRICS_HOSTS];
static struct host_metrics metrics;

static struct host_service *find(const char *name)
{
    for (size_t i = 0; i < metrics.count; i++)
        if (!strcmp(host_service_name(hosts[i]), name))
            return hosts[i];
    return NULL;
}

static bool ask(struct http_request *request, void *context, struct error *err)
{
    struct host_service *host = find(http_request_param(request, "name"));
    const char *path = http_request_query(request, "path");
    OWNED(buf_release) struct buf json = {0};
    struct word word;

    (void)context;
    if (!host || !path)
        return error_set(err, ERROR_NOT_FOUND, "no such host, or no path");
    if (!host_service_get(host, &(struct host_service_call){
            .path = path, .reply_fields = word_fields, .request_id = http_request_id(request) },
            &word, err))
        return false;
    wire_encode(word_fields, &word, &json);
    return http_reply_send(request, 200, "application/json", json.bytes, json.length);
}

static bool pour(struct http_request *request, void *context, struct error *err)
{
    static char piece[65536];

    (void)context;
    http_reply_start(request, 200, "application/octet-stream");
    while (http_reply_write(request, piece, sizeof(piece), err))
        ;
    return false;
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/ask/{name}", .handler = ask },
    { .method = "GET", .path = "/pour", .handler = pour },
};

static void health(void *context, struct buf *json)
{
    (void)context;
    buf_print(json, "{\"status\":\"ok\"}");
}

static void print_tasks(void *arg, struct buf *text)
{
    (void)arg;
    service_metrics_gauge(text, "relay_tasks", "Tasks now, with the one that says it.",
                          (double)task_count());
}

static bool drain(void *arg, struct error *err)
{
    (void)arg, (void)err;
    service_frame_drain(frame, DRAIN_MS);
    for (size_t i = 0; i < metrics.count; i++)
        host_service_free(hosts[i]);
    return true;
}

static void stop(void *arg, int number)
{
    struct task **end = arg;

    (void)number;
    if (!*end)
        *end = task_spawn(loop, drain, NULL);
}

static bool open_hosts(int argc, char **argv, struct error *err)
{
    for (int i = 1; i + 2 < argc; i += 3) {
        if (metrics.count == HOST_METRICS_HOSTS ||
            !host_service_open(loop, &(struct host_service_settings){
                .name = argv[i], .is_enabled = true, .retries = atoi(argv[i + 1]),
                .url = argv[i + 2], .version = "1.0.0", .breaker_failures = 3,
                .breaker_ms = 300 }, &hosts[metrics.count], err))
            return false;
        metrics.hosts[metrics.count] = hosts[metrics.count];
        metrics.count++;
    }
    return true;
}

int main(int argc, char **argv)
{
    struct task *end = NULL;
    struct interrupt *term;
    struct error err = {0};

    log_start("relay-host", LOG_ERROR, LOG_AUTO);
    loop = loop_new();
    frame = service_frame_new(loop, &(struct service_frame_settings){
        .name = "relay-host", .version = KTRDR_VERSION, .listen = "127.0.0.1:0", .health = health });
    http_server_add_routes(service_frame_server(frame), routes, COUNT(routes), NULL);
    service_metrics_add(service_frame_metrics(frame), host_metrics_print, &metrics);
    service_metrics_add(service_frame_metrics(frame), print_tasks, NULL);
    if (!open_hosts(argc, argv, &err) || !service_frame_listen(frame, &err)) {
        fprintf(stderr, "relay-host: %s\n", err.text);
        return error_exit_status(err.code);
    }
    puts(service_frame_address(frame));
    fflush(stdout);
    term = interrupt_new(loop, SIGTERM, stop, &end);
    loop_run(loop);
    interrupt_free(term);
    service_frame_free(frame);
    loop_free(loop);
    return task_join(end, &err) ? 0 : 1;
}
