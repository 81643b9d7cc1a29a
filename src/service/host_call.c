#include "service/host_call.h"

#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "service/host_attempt.h"
#include "service/host_parts.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t microseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return !a || (b && b < a) ? b : a;
}

int64_t host_call_stream_deadline(const struct host_service_call *call)
{
    return sooner(call->deadline, task_deadline());
}

int64_t host_call_deadline(const struct host_service *host, const struct host_service_call *call)
{
    return sooner(host_call_stream_deadline(call),
                  loop_now(host->loop) + (int64_t)host->settings.timeout_seconds * 1000);
}

static void print_place(const struct host_service *host, const struct host_call *call,
                        char ret_text[HTTP_CLIENT_SHOWN])
{
    OWNED(buf_release) struct buf url = {0};

    if (host->settings.socket_path)
        buf_print(&url, "%s:%s", host->settings.socket_path, call->call->path);
    else
        buf_print(&url, "%s%s", host->settings.url, call->call->path);
    http_client_show_url(url.bytes, ret_text);
}

bool host_call_explain(const struct host_service *host, const struct host_call *call, int attempts,
                       struct error *err)
{
    const struct error why = *err;
    char place[HTTP_CLIENT_SHOWN], count[32] = "";

    print_place(host, call, place);
    if (attempts)
        snprintf(count, sizeof(count), " (%d attempt%s)", attempts, attempts == 1 ? "" : "s");
    error_set(err, why.code, "%s at '%s': %.180s%s", host->settings.name, place, why.text, count);
    if (why.suggestion[0])
        return error_suggest(err, "%s", why.suggestion);
    return error_suggest(err, "`ktrdr health` shows how %s is", host->settings.name);
}

/* How long to wait before the next attempt; -1: there is none. */
static int64_t pause_before(struct host_service *host, const struct host_call *call, int attempts,
                            const struct host_attempt *attempt, struct error *err)
{
    int64_t pause;

    if (!attempt->is_again || attempts > call->retries)
        return -1;
    pause = retry_budget_pause(&host->budget, attempts);
    if (attempt->retry_after_ms > pause)
        pause = attempt->retry_after_ms;
    if (call->deadline && call->deadline - loop_now(host->loop) <= pause) {
        if (attempt->retry_after_ms > 0)
            error_suggest(err, "try again in %lld s", (long long)attempt->retry_after_ms / 1000);
        return -1;
    }
    return retry_budget_take(&host->budget) ? pause : -1;
}

struct course {                     /* of a call */
    struct host_attempt last;
    int attempts;
};

static bool attempt_again(struct host_service *host, const struct host_call *call,
                          struct course *course, struct http_client_reply *ret_reply,
                          struct error *err)
{
    for (;;) {
        int64_t pause;

        if (host_attempt_run(host, call, &course->last, ret_reply, err))
            return true;
        course->attempts += course->last.was_asked;
        pause = pause_before(host, call, course->attempts, &course->last, err);
        if (pause < 0 || !timer_sleep(pause, call->deadline, err))
            return false;
        host->retries++;
    }
}

static bool refuse(const struct host_service *host, struct error *err)
{
    error_set(err, ERROR_CONFLICT, "%s is turned off", host->settings.name);
    return error_suggest(err, "turn it on in the configuration; `ktrdr health` shows what is");
}

bool host_call_run(struct host_service *host, const struct host_call *call,
                   struct http_client_reply *ret_reply, struct error *err)
{
    const int64_t began = microseconds();
    struct course course = {0};
    bool ok;

    if (!host->settings.is_enabled)
        return refuse(host, err);
    host->calls++;
    retry_budget_count_call(&host->budget);
    ok = attempt_again(host, call, &course, ret_reply, err);
    if (course.last.was_asked && !call->take)
        latency_histogram_add(&host->latency, microseconds() - began);
    if (ok || err->code == ERROR_CANCELLED || course.last.is_ours)
        return ok;
    host->errors++;
    return host_call_explain(host, call, course.attempts, err);
}
