/*
 * bench_services - a call to a host service on loopback: connections opened, and what it takes.
 *
 *     ninja -C build/release bench/bench-services && build/release/bench/bench-services
 *
 * One process has both ends, on one loop, so the time of a call holds the client, the server and
 * both sides of the kernel. The last rows are a bare stream that writes the same bytes and reads
 * the answer: what the client adds is the difference.
 */
#include "async/loop.h"
#include "async/scope.h"
#include "async/stream.h"
#include "async/task.h"
#include "base/buf.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_server.h"
#include "service/host_service.h"
#include "service/service_frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CALLS = 5000, CALLERS_MOST = 64 };

static struct loop *loop;
static struct service_frame *frame;
static struct host_service *host;
static char url[200];
static int64_t took[CALLS];             /* nanoseconds */
static int begun, ended;

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void health(void *context, struct buf *json)
{
    (void)context;
    buf_print(json, "{\"status\":\"ok\"}");
}

static void need(bool ok, const struct error *err)
{
    if (ok)
        return;
    fprintf(stderr, "bench_services: %s\n", err->text);
    exit(1);
}

static bool call(void *arg, struct error *err)
{
    (void)arg;
    while (begun < CALLS) {
        int64_t began;

        begun++;
        began = now();
        if (!host_service_get(host, &(struct host_service_call){ .path = "/health" }, NULL, err))
            return false;
        took[ended++] = now() - began;
    }
    return true;
}

static bool call_bare(void *arg, struct error *err)
{
    static const char ask[] = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const char *address = service_frame_address(frame);
    struct stream *stream;
    char answer[4096];

    (void)arg;
    if (!stream_connect("127.0.0.1", (uint16_t)atoi(strrchr(address, ':') + 1), 0, &stream, err))
        return false;
    while (begun < CALLS) {
        const int64_t began = now();
        size_t n;

        begun++;
        if (!stream_write(stream, ask, sizeof(ask) - 1, 0, err) ||
            !stream_read(stream, answer, sizeof(answer), 0, &n, err))
            return false;
        took[ended++] = now() - began;
    }
    stream_free(stream);
    return true;
}

static int compare(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void measure(const char *name, int callers, task_fn *fn)
{
    struct scope scope = { .loop = loop };
    const uint64_t opened = host_service_counts(host).opened;
    const int64_t began = now();
    struct error err;

    begun = ended = 0;
    for (int i = 0; i < callers; i++)
        scope_spawn(&scope, fn, NULL);
    need(scope_wait(&scope, &err), &err);
    qsort(took, CALLS, sizeof(*took), compare);
    printf("%-10s %3d callers  %6.1f connections/1000 calls   p50 %7.1f us   p99 %7.1f us   "
           "%6.0f calls/s\n", name, callers,
           (double)(host_service_counts(host).opened - opened) * 1000 / CALLS,
           (double)took[CALLS / 2] / 1000, (double)took[CALLS * 99 / 100] / 1000,
           CALLS * 1e9 / (double)(now() - began));
}

static bool run(void *arg, struct error *err)
{
    (void)arg;
    snprintf(url, sizeof(url), "http://%s", service_frame_address(frame));
    need(host_service_open(loop, &(struct host_service_settings){
        .name = "bench-host", .is_enabled = true, .url = url, .version = KTRDR_VERSION }, &host, err),
        err);
    for (int callers = 1; callers <= CALLERS_MOST; callers *= 8)
        measure("client", callers, call);
    for (int callers = 1; callers <= 8; callers *= 8)
        measure("bare", callers, call_bare);
    host_service_free(host);
    service_frame_drain(frame, 1000);
    return true;
}

int main(void)
{
    struct task *task;
    struct error err;

    log_start("bench", LOG_ERROR, LOG_AUTO);
    loop = loop_new();
    frame = service_frame_new(loop, &(struct service_frame_settings){
        .name = "bench", .version = KTRDR_VERSION, .listen = "127.0.0.1:0", .health = health });
    need(service_frame_listen(frame, &err), &err);
    task = task_spawn(loop, run, NULL);
    loop_run(loop);
    need(task_join(task, &err), &err);
    service_frame_free(frame);
    loop_free(loop);
    return 0;
}
