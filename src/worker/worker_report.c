#include "worker/worker_report.h"

#include "base/buf.h"
#include "base/traceparent.h"
#include "wire/wire_worker.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PROGRESS_MS = 100, HEARTBEAT_MS = 1000 };

static volatile sig_atomic_t was_asked_to_stop;
static struct wire_operation_progress latest;
static bool has_news;
static int64_t last_line_ms, last_look_ms;
static char trace_id[TRACEPARENT_ID];
static int statm = -1;             /* opened before the sandbox closes */

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void note_request(int signal)
{
    (void)signal;
    was_asked_to_stop = 1;
}

/* A supervisor that hears nothing any more is gone: then there is nobody to work for. */
static void send_line(const struct wire_worker_message *message)
{
    OWNED(buf_release) struct buf line = {0};

    wire_encode(wire_worker_message_fields, message, &line);
    buf_add(&line, "\n", 1);
    for (size_t sent = 0; sent < line.length;) {
        const ssize_t n = write(WIRE_WORKER_FD, line.bytes + sent, line.length - sent);
        if (n < 0 && errno != EINTR) {
            fprintf(stderr, "nobody listens on descriptor %d\n", WIRE_WORKER_FD);
            _exit(1);
        }
        sent += n > 0 ? (size_t)n : 0;
    }
    last_line_ms = now_ms();
}

static struct wire_worker_message new_message(enum wire_worker_event event)
{
    struct wire_worker_message message;

    wire_clear(wire_worker_message_fields, &message);
    message.event = event;
    memcpy(message.trace_id, trace_id, sizeof(message.trace_id));
    return message;
}

void worker_report_hello(void)
{
    struct wire_worker_message hello = new_message(WIRE_WORKER_HELLO);
    struct sigaction action = { .sa_handler = note_request };

    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    wire_clear(wire_operation_progress_fields, &latest);
    hello.protocol = WIRE_WORKER_PROTOCOL;
    hello.pid = getpid();
    snprintf(hello.version, sizeof(hello.version), "%s", KTRDR_VERSION);
    send_line(&hello);
}

void worker_report_trace(const char *traceparent)
{
    (void)traceparent_parse(traceparent, trace_id);
}

void worker_report_sandbox(const char *lacks)
{
    struct wire_worker_message message = new_message(WIRE_WORKER_HEARTBEAT);

    snprintf(message.sandbox, sizeof(message.sandbox), "%s", lacks);
    send_line(&message);
}

void worker_report_progress(const struct wire_operation_progress *progress)
{
    latest = *progress;
    has_news = true;
}

static void send_progress(void)
{
    struct wire_worker_message message = new_message(WIRE_WORKER_PROGRESS);

    message.progress = &latest;
    has_news = false;
    send_line(&message);
}

void worker_report_phase(const char *phase, double percent)
{
    wire_clear(wire_operation_progress_fields, &latest);
    latest.percent = percent;
    snprintf(latest.phase, sizeof(latest.phase), "%s", phase);
    send_progress();
}

static int64_t rss_bytes(void)
{
    char text[128] = "";
    long pages = 0;

    if (pread(statm, text, sizeof(text) - 1, 0) <= 0 || sscanf(text, "%*d %ld", &pages) != 1)
        return 0;
    return pages * sysconf(_SC_PAGESIZE);
}

static void send_heartbeat(void)
{
    struct wire_worker_message message = new_message(WIRE_WORKER_HEARTBEAT);

    message.rss_bytes = rss_bytes();
    send_line(&message);
}

/* Our supervisor keeps stdin open as long as it lives; it sends nothing after the request. */
static bool is_alone(void)
{
    struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

    return poll(&input, 1, 0) > 0 && (input.revents & (POLLHUP | POLLERR | POLLIN));
}

bool worker_report_goes_on(void)
{
    const int64_t now = now_ms();

    if (now - last_look_ms >= PROGRESS_MS) {
        last_look_ms = now;
        if (is_alone())
            _exit(1);
        if (has_news)
            send_progress();
        else if (now - last_line_ms >= HEARTBEAT_MS)
            send_heartbeat();
    }
    return !was_asked_to_stop;
}

bool worker_report_check(struct error *err)
{
    return worker_report_goes_on() || error_set(err, ERROR_CANCELLED, "cancelled");
}

void worker_report_metric(const struct wire_model_epoch *epoch)
{
    struct wire_worker_message message = new_message(WIRE_WORKER_METRIC);
    struct wire_model_epoch copy = *epoch;

    message.metric = &copy;
    send_line(&message);
}

void worker_report_checkpoint(const char *name)
{
    struct wire_worker_message message = new_message(WIRE_WORKER_CHECKPOINT);

    snprintf(message.checkpoint, sizeof(message.checkpoint), "%s", name);
    send_line(&message);
}

void worker_report_result(const char *json)
{
    struct wire_worker_message message = new_message(WIRE_WORKER_RESULT);

    if (has_news)
        send_progress();
    message.rss_bytes = rss_bytes();
    message.result = (char *)(uintptr_t)json;
    send_line(&message);
}

void worker_report_error(const struct error *err)
{
    struct wire_worker_message message = new_message(WIRE_WORKER_ERROR);
    struct wire_error problem;

    wire_error_from(err, &problem);
    message.error = &problem;
    send_line(&message);
    wire_error_release(&problem);
}
