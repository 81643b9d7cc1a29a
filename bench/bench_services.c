/*
 * bench_services - what a call to a host service costs beside the same call in this process, and how
 * many connections many calls need.
 *
 *     ninja -C build/release bench/bench-services && build/release/bench/bench-services
 *
 * The host is a process of its own, forked at the start; it listens on loopback and on a unix
 * socket. A call sends a small JSON object and decodes the answer, as every host service does. The
 * `bare` rows are a stream that writes the same request and reads the answer without looking at it:
 * what the client and the tables add is the difference. Prints JSON.
 */
#include "async/interrupt.h"
#include "async/loop.h"
#include "async/scope.h"
#include "async/stream.h"
#include "async/task.h"
#include "base/buf.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "net/http_server.h"
#include "service/host_service.h"
#include "service/service_frame.h"
#include "wire/wire.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CALLS = 5000, POOL = 8 };

struct price {                      /* what is asked and answered */
    char symbol[32];
    double value;
};

static const struct wire_field price_fields[] = {
    WIRE_TEXT(struct price, symbol, WIRE_REQUIRED),
    WIRE_NUMBER(struct price, value, WIRE_REQUIRED),
    WIRE_END
};

static struct loop *loop;
static struct service_frame *frame;
static struct host_service *host;
static char url[200], folder[] = "/tmp/ktrdr-bench-XXXXXX", socket_path[64];
static uint16_t port;
static int64_t took[CALLS];             /* nanoseconds */
static int begun, ended;

static int64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void need(bool ok, const struct error *err)
{
    if (ok)
        return;
    fprintf(stderr, "bench_services: %s\n", err->text);
    exit(1);
}

/* ---- the host ---- */

/* What a local call does, all of it. Not to be folded into its caller, and its input not known. */
static __attribute__((noinline)) void answer(struct price *price)
{
    price->value = price->value * 1.01 + (double)strlen(price->symbol);
}

static bool show_price(struct http_request *request, void *context, struct error *err)
{
    const struct buf *body = http_request_body(request);
    OWNED(buf_release) struct buf json = {0};
    struct price price;

    (void)context;
    if (!wire_decode(price_fields, WIRE_STRICT, body->bytes, body->length, &price, err))
        return false;
    answer(&price);
    wire_encode(price_fields, &price, &json);
    return http_reply_send(request, 200, "application/json", json.bytes, json.length);
}

static const struct http_route routes[] = {
    { .method = "POST", .path = "/price", .handler = show_price, .body_limit = 4096 },
};

static void health(void *context, struct buf *json)
{
    (void)context;
    buf_print(json, "{\"status\":\"ok\"}");
}

static bool drain(void *arg, struct error *err)
{
    (void)arg, (void)err;
    service_frame_drain(frame, 1000);
    return true;
}

static void stop(void *arg, int number)
{
    (void)arg, (void)number;
    task_detach(task_spawn(loop, drain, NULL));
}

static _Noreturn void be_host(int tell)
{
    struct interrupt *term;
    struct error err;

    loop = loop_new();
    frame = service_frame_new(loop, &(struct service_frame_settings){
        .name = "bench", .version = KTRDR_VERSION, .listen = "127.0.0.1:0",
        .socket_path = socket_path, .health = health });
    http_server_add_routes(service_frame_server(frame), routes, COUNT(routes), NULL);
    need(service_frame_listen(frame, &err), &err);
    term = interrupt_new(loop, SIGTERM, stop, NULL);
    port = http_server_port(service_frame_server(frame));
    if (write(tell, &port, sizeof(port)) != sizeof(port))
        _exit(1);
    loop_run(loop);
    interrupt_free(term);
    service_frame_free(frame);
    loop_free(loop);
    _exit(0);
}

static pid_t start_host(void)
{
    int pipes[2];
    pid_t pid;

    if (!mkdtemp(folder) || pipe(pipes))
        abort();
    chmod(folder, 0700);
    snprintf(socket_path, sizeof(socket_path), "%s/host.sock", folder);
    pid = fork();
    if (!pid)
        be_host(pipes[1]);
    close(pipes[1]);
    if (read(pipes[0], &port, sizeof(port)) != sizeof(port))
        abort();
    return pid;
}

static void stop_host(pid_t pid)
{
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    rmdir(folder);
}

/* ---- the calls ---- */

static bool call(void *arg, struct error *err)
{
    struct price price = { "AAPL", 100 };

    (void)arg;
    while (begun < CALLS) {
        const int64_t began = now();

        begun++;
        if (!host_service_post(host, &(struct host_service_call){
                .path = "/price", .fields = price_fields, .object = &price,
                .reply_fields = price_fields }, &price, err))
            return false;
        took[ended++] = now() - began;
    }
    return true;
}

static bool call_local(void *arg, struct error *err)
{
    struct price price = { "AAPL", 100 };

    (void)arg, (void)err;
    while (begun < CALLS) {
        const int64_t began = now();

        begun++;
        answer(&price);
        took[ended++] = now() - began;
    }
    return true;
}

static bool call_bare(void *is_unix, struct error *err)
{
    static const char ask[] = "POST /price HTTP/1.1\r\nHost: localhost\r\nContent-Length: 29\r\n\r\n"
                              "{\"symbol\":\"AAPL\",\"value\":100}";
    struct stream *stream;
    char text[4096];

    if (!(is_unix ? stream_connect_unix(socket_path, 0, &stream, err)
                  : stream_connect("127.0.0.1", port, 0, &stream, err)))
        return false;
    while (begun < CALLS) {
        const int64_t began = now();
        size_t n;

        begun++;
        if (!stream_write(stream, ask, sizeof(ask) - 1, 0, err) ||
            !stream_read(stream, text, sizeof(text), 0, &n, err))
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

static void measure(const char *way, const char *over, int callers, task_fn *fn)
{
    static const char *separator = "[";
    const uint64_t opened = host_service_counts(host).opened;
    struct scope scope = { .loop = loop };
    const int64_t began = now();
    struct error err;

    begun = ended = 0;
    for (int i = 0; i < callers; i++)
        scope_spawn(&scope, fn, strcmp(over, "unix") ? NULL : socket_path);
    need(scope_wait(&scope, &err), &err);
    qsort(took, CALLS, sizeof(*took), compare);
    printf("%s{\"way\": \"%s\", \"over\": \"%s\", \"callers\": %d, \"calls\": %d, \"opened\": %llu, "
           "\"pool\": %d, \"p50_us\": %.2f, \"p99_us\": %.2f, \"per_second\": %.0f}",
           separator, way, over, callers, CALLS,
           (unsigned long long)(host_service_counts(host).opened - opened), POOL,
           (double)took[CALLS / 2] / 1000, (double)took[CALLS * 99 / 100] / 1000,
           CALLS * 1e9 / (double)(now() - began));
    separator = ",\n ";
}

static void open_tcp(void)
{
    struct error err;

    snprintf(url, sizeof(url), "http://127.0.0.1:%u", port);
    need(host_service_open(loop, &(struct host_service_settings){
        .name = "bench-host", .is_enabled = true, .url = url, .version = KTRDR_VERSION }, &host, &err),
        &err);
}

static void open_unix(void)
{
    struct error err;

    need(host_service_open(loop, &(struct host_service_settings){
        .name = "bench-host", .is_enabled = true, .url = "http://localhost",
        .socket_path = socket_path, .version = KTRDR_VERSION }, &host, &err),
        &err);
}

static void measure_over(const char *over)
{
    measure("host", over, 1, call);
    measure("host", over, 64, call);
    measure("bare", over, 1, call_bare);
    host_service_free(host);
}

static bool run(void *arg, struct error *err)
{
    (void)arg, (void)err;
    open_tcp();
    measure("local", "", 1, call_local);
    measure_over("tcp");
    open_unix();
    measure_over("unix");
    puts("]");
    return true;
}

int main(void)
{
    struct task *task;
    struct error err;
    pid_t pid;

    log_start("bench", LOG_ERROR, LOG_AUTO);
    pid = start_host();
    loop = loop_new();
    task = task_spawn(loop, run, NULL);
    loop_run(loop);
    need(task_join(task, &err), &err);
    loop_free(loop);
    stop_host(pid);
    return 0;
}
