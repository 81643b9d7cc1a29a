/*
 * echo_host - the smallest host service: for tests, and the example of docs/add_a_host_service.md.
 * `echo-host 127.0.0.1:0` prints its address and answers until SIGTERM; POST /echo sends a text
 * back, after as many milliseconds as it was told.
 */
#include "async/interrupt.h"
#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/service_frame.h"
#include "wire/wire.h"

#include <signal.h>
#include <stdio.h>

struct echo {                       /* in a real service a wire_<noun>.[ch] of its own */
    char text[200];
    int64_t delay_ms;
};

static const struct wire_field echo_fields[] = {
    WIRE_TEXT(struct echo, text, WIRE_REQUIRED),
    WIRE_INTEGER(struct echo, delay_ms, WIRE_REQUIRED),
    WIRE_END
};

static struct loop *loop;
static struct service_frame *frame;

static bool echo(struct http_request *request, void *context, struct error *err)
{
    const struct buf *body = http_request_body(request);
    OWNED(buf_release) struct buf json = {0};
    struct echo said;

    (void)context;
    if (!wire_decode(echo_fields, WIRE_STRICT, body->bytes, body->length, &said, err) ||
        !timer_sleep(said.delay_ms, 0, err))
        return false;
    wire_encode(echo_fields, &said, &json);
    return http_reply_send(request, 200, "application/json", json.bytes, json.length);
}

static const struct http_route routes[] = {
    { .method = "POST", .path = "/echo", .handler = echo, .body_limit = 4096 },
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
    struct task **end = arg;

    (void)number;
    if (!*end)
        *end = task_spawn(loop, drain, NULL);
}

int main(int argc, char **argv)
{
    struct service_frame_settings settings = { .name = "echo-host", .version = KTRDR_VERSION,
                                               .listen = argc > 1 ? argv[1] : "127.0.0.1:0",
                                               .health = health };
    struct task *end = NULL;
    struct interrupt *term;
    struct error err;

    log_start("echo-host", LOG_WARNING, LOG_AUTO);
    loop = loop_new();
    frame = service_frame_new(loop, &settings);
    http_server_add_routes(service_frame_server(frame), routes, COUNT(routes), NULL);
    if (!service_frame_listen(frame, &err)) {
        fprintf(stderr, "echo-host: %s\n", err.text);
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
