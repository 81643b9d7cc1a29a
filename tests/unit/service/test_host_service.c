#include "async/loop.h"
#include "async/scope.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "odd_host.h"
#include "net/sse_reader.h"
#include "service/host_metrics.h"
#include "service/host_service.h"
#include "service/host_stream.h"
#include "service/retry_budget.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct loop *loop;
static struct host_service *host;
static struct host_service_settings settings;
static struct error why;
static char url[100];

struct word {
    char text[32];
};

static const struct wire_field word_fields[] = {
    WIRE_TEXT(struct word, text, WIRE_REQUIRED),
    WIRE_END
};

static struct word word;

/* ---- a script beside an odd host, on a virtual clock, that must leave nothing behind ---- */

typedef void script_fn(void);

static void open_host(void)
{
    snprintf(url, sizeof(url), "http://127.0.0.1:%u", odd_host.port);
    settings.name = "ib-host";
    settings.is_enabled = true;
    settings.url = url;
    settings.version = "1.0.0";
    CHECK(host_service_open(loop, &settings, &host, &why));
}

static bool run_script(void *script, struct error *err)
{
    (void)err;
    odd_host_start(loop, 0);
    open_host();
    (*(script_fn **)script)();
    host_service_free(host);
    odd_host_stop();
    return true;
}

static void run(script_fn *script)
{
    struct error err;
    struct task *task;
    size_t before;

    loop_free(loop_new());              /* libuv opens some for good */
    before = odd_host_descriptors();
    loop = loop_new_virtual();
    task = task_spawn(loop, run_script, &script);
    loop_run(loop);
    CHECK(task_join(task, &err) && task_count() == 0);
    loop_free(loop);
    CHECK(odd_host_descriptors() == before);
    settings = (struct host_service_settings){0};
}

static bool get(const char *path, int64_t ms)
{
    why = (struct error){0};
    return host_service_get(host, &(struct host_service_call){
        .path = path, .reply_fields = word_fields, .deadline = loop_now(loop) + ms }, &word, &why);
}

/* ---- each fault: the right error in its time, others unaffected, and cancelled in the middle ---- */

static const struct fault {
    const char *path;
    enum error_code code;
    const char *says;
    int64_t after;                  /* ms, where it is the deadline; 0: at once */
} faults[] = {
    { "/hang", ERROR_TIMEOUT, "no answer in time", 2000 },
    { "/half", ERROR_TIMEOUT, "did not end in time", 2000 },
    { "/slow", ERROR_TIMEOUT, "did not end in time", 2000 },
    { "/cut", ERROR_UNAVAILABLE, "in the middle of its answer", 0 },
    { "/close", ERROR_UNAVAILABLE, "without an answer", 0 },
    { "/garbage", ERROR_BAD_DATA, "not HTTP", 0 },
    { "/endless", ERROR_BAD_DATA, "too long", 0 },
    { "/html", ERROR_BAD_DATA, "'text/html' instead of JSON", 0 },
    { "/badjson", ERROR_BAD_DATA, "makes no sense", 0 },
    { "/other", ERROR_CONFLICT, "version '9.0.0'", 0 },
    { "/status/500", ERROR_INTERNAL, "500", 0 },
    { "/status/503", ERROR_UNAVAILABLE, "503", 0 },
    { "/status/429", ERROR_LIMIT, "429", 0 },
    { "/status/302", ERROR_BAD_DATA, "302", 0 },
    { "/problem", ERROR_NOT_FOUND, "no contract 'NOPE'", 0 },
};

static const struct fault *fault;

static bool ask_beside(void *arg, struct error *err)
{
    struct word mine;

    (void)arg;
    for (int i = 0; i < 5; i++) {
        if (!timer_sleep(300, 0, err) || !host_service_get(host, &(struct host_service_call){
                .path = "/ok", .reply_fields = word_fields }, &mine, err))
            return false;
        CHECK_TEXT(mine.text, "well");
    }
    return true;
}

static bool ask_the_fault(void *arg, struct error *err)
{
    struct word mine;

    (void)arg;
    return host_service_get(host, &(struct host_service_call){
        .path = fault->path, .reply_fields = word_fields, .request_id = "r-1",
        .deadline = loop_now(loop) + 2000 }, &mine, err);
}

static void meet_fault(void)
{
    struct scope beside = { .loop = loop };
    const int64_t began = loop_now(loop);
    struct error err;

    scope_spawn(&beside, ask_beside, NULL);
    CHECK(!ask_the_fault(NULL, &why));
    CHECK(why.code == fault->code && strstr(why.text, fault->says));
    CHECK(strstr(why.text, "ib-host at 'http://127.0.0.1:") && strstr(why.text, fault->path));
    CHECK(why.suggestion[0]);
    CHECK(loop_now(loop) == began + fault->after);
    if (why.code != fault->code || !strstr(why.text, fault->says))
        printf("%s: %s: %s\n", fault->path, error_name(why.code), why.text);
    CHECK(scope_wait(&beside, &err));
}

TEST(each_fault_is_the_right_error_in_its_time_and_others_go_on)
{
    for (size_t i = 0; i < COUNT(faults); i++) {
        fault = &faults[i];
        settings.retries = -1;
        run(meet_fault);
    }
}

static void cancel_fault(void)
{
    for (int turns = 0; turns < 8; turns++) {
        struct task *task = task_spawn(loop, ask_the_fault, NULL);
        const int64_t began = loop_now(loop);

        for (int i = 0; i < turns; i++)
            CHECK(timer_sleep(0, 0, &why));
        task_cancel(task);
        if (!task_join(task, &why))
            CHECK(why.code == ERROR_CANCELLED || why.code == fault->code);
        CHECK(loop_now(loop) == began);
    }
    CHECK(host_service_counts(host).running == 0 && host_service_counts(host).waiting == 0);
    CHECK(get("/ok", 1000));
}

TEST(a_cancel_ends_it_at_once_at_whatever_point)
{
    for (size_t i = 0; i < COUNT(faults); i++) {
        fault = &faults[i];
        settings.retries = -1;
        settings.breaker_failures = 1000;
        run(cancel_fault);
    }
}

static void meet_no_host(void)
{
    odd_host_stop();
    CHECK(!get("/ok", 60000) && why.code == ERROR_UNAVAILABLE);
    CHECK(strstr(why.text, "cannot connect: Connection refused (3 attempts)"));
    CHECK(strstr(why.suggestion, "ktrdr health"));
    CHECK(host_service_counts(host).retries == 2);
    odd_host_start(loop, 0);
}

TEST(a_host_that_is_down_is_tried_again_and_named)
{
    run(meet_no_host);
}

/* ---- trying again ---- */

static void restart_during_a_call(void)
{
    CHECK(get("/restart", 5000) && host_service_counts(host).retries == 1);
    CHECK_TEXT(word.text, "well");
    odd_host_stop();
    odd_host_start(loop, odd_host.port);
    CHECK(get("/ok", 5000) && odd_host.connections == 1);
}

TEST(a_host_that_restarts_is_asked_again)
{
    run(restart_during_a_call);
}

static void post_once_and_again(void)
{
    const struct word sent = { "x" };
    struct host_service_call call = { .path = "/restart", .fields = word_fields, .object = &sent,
                                      .reply_fields = word_fields };

    CHECK(!host_service_post(host, &call, &word, &why) && why.code == ERROR_UNAVAILABLE);
    CHECK(odd_host.requests == 1 && strstr(why.text, "(1 attempt)"));
    odd_host.requests_of_restart = 0;
    call.idempotency_key = "k-1";
    CHECK(host_service_post(host, &call, &word, &why));
    CHECK(odd_host.requests == 3 && strstr(odd_host.head, "Idempotency-Key: k-1\r\n"));
    CHECK(strstr(odd_host.head, "Content-Type: application/json\r\n"));
    call.path = "/count";
    CHECK(host_service_post(host, &call, &word, &why));
    CHECK_TEXT(word.text, "12");
}

TEST(a_post_is_repeated_only_with_a_key)
{
    run(post_once_and_again);
}

static void wait_as_told(void)
{
    const int64_t began = loop_now(loop);

    odd_host.retry_after = "7";
    CHECK(!get("/status/503", 10000) && why.code == ERROR_UNAVAILABLE);
    CHECK(loop_now(loop) == began + 7000 && odd_host.requests == 2);
    CHECK(strstr(why.suggestion, "try again in 7 s"));
    CHECK(host_service_counts(host).breaker == BREAKER_CLOSED);
    CHECK(!get("/status/429", 5000) && loop_now(loop) == began + 7000);
}

TEST(retry_after_is_obeyed_where_the_deadline_allows_it)
{
    settings.breaker_failures = 1;
    run(wait_as_told);
}

static void use_up_the_budget(void)
{
    int n = 0;

    for (int i = 0; i < 20; i++) {
        odd_host.requests = 0;
        CHECK(!get("/close", 60000));
        n += odd_host.requests;
    }
    CHECK(host_service_counts(host).retries >= RETRY_BUDGET_RESERVE);
    CHECK(host_service_counts(host).retries <= RETRY_BUDGET_RESERVE + 2 && n < 60);
}

TEST(a_host_that_is_down_is_not_asked_three_times_by_everybody)
{
    settings.breaker_failures = 1000;
    run(use_up_the_budget);
}

/* ---- the breaker ---- */

static void open_and_close(void)
{
    for (int i = 0; i < 3; i++)
        CHECK(!get("/close", 1000) && host_service_counts(host).breaker_opened == (i == 2));
    odd_host.requests = 0;
    CHECK(!get("/ok", 1000) && why.code == ERROR_UNAVAILABLE && odd_host.requests == 0);
    CHECK(strstr(why.text, "not asked") && strstr(why.text, "next try in 10 s"));
    CHECK(timer_sleep(10000, 0, &why));
    CHECK(!get("/close", 1000) && host_service_counts(host).breaker == BREAKER_OPEN);
    CHECK(timer_sleep(10000, 0, &why));
    CHECK(get("/ok", 1000) && host_service_counts(host).breaker == BREAKER_CLOSED);
    CHECK(host_service_counts(host).refused == 1);
    for (int i = 0; i < 10; i++)
        CHECK(!get("/problem", 1000) && why.code == ERROR_NOT_FOUND);
    CHECK(host_service_counts(host).breaker == BREAKER_CLOSED);
}

TEST(the_breaker_opens_for_a_host_that_does_not_answer_and_closes_again)
{
    settings.retries = -1;
    settings.breaker_failures = 3;
    run(open_and_close);
}

static bool take_on(void *arg, const struct http_client_reply *reply, const struct buf *piece,
                    struct error *err)
{
    (void)arg, (void)reply, (void)err;
    CHECK(piece->length == 4);
    return true;
}

static bool download_half(void *arg, struct error *err)
{
    (void)arg;
    return host_stream_download(host, &(struct host_service_call){
        .path = "/half", .deadline = loop_now(loop) + 60000 }, take_on, NULL, err);
}

static void try_with_a_stream(void)
{
    struct task *task;

    CHECK(!get("/close", 1000) && !get("/ok", 1000) && timer_sleep(10000, 0, &why));
    task = task_spawn(loop, download_half, NULL);
    while (host_service_counts(host).breaker != BREAKER_CLOSED)
        CHECK(timer_sleep(1, 0, &why));
    CHECK(get("/ok", 1000) && host_service_counts(host).running == 1);
    task_cancel(task);
    CHECK(!task_join(task, &why) && why.code == ERROR_CANCELLED);
}

TEST(a_stream_that_has_begun_closes_the_breaker_for_all)
{
    settings.retries = -1;
    settings.breaker_failures = 1;
    run(try_with_a_stream);
}

/* ---- what goes with a call ---- */

#define TRACED "00-4bf92f3577b34da6a3ce929d0e0e4736-"

static void look_at_headers(void)
{
    CHECK(host_service_get(host, &(struct host_service_call){
        .path = "/ok?secret=1", .request_id = "req-7", .traceparent = TRACED "00f067aa0ba902b7-01",
        .deadline = loop_now(loop) + 2000 }, NULL, &why));
    CHECK(strstr(odd_host.head, "GET /ok?secret=1 "));
    CHECK(strstr(odd_host.head, "\r\nX-Timeout-Ms: 2000\r\n"));
    CHECK(strstr(odd_host.head, "\r\nX-Request-Id: req-7\r\n"));
    CHECK(strstr(odd_host.head, "\r\ntraceparent: " TRACED));
    CHECK(!strstr(odd_host.head, "00f067aa0ba902b7"));      /* the span is a new one */
    CHECK(strstr(odd_host.head, "\r\nX-Ktrdr-Version: 1.0.0\r\n"));
    CHECK(strstr(odd_host.head, "\r\nAuthorization: Bearer geheim\r\n"));
    CHECK(!get("/status/500?secret=1", 1000));
    CHECK(!strstr(why.text, "secret") && !strstr(why.text, "geheim"));
    task_set_trace(TRACED "00f067aa0ba902b7-01");
    CHECK(host_service_get(host, &(struct host_service_call){ .path = "/ok" }, NULL, &why));
    CHECK(strstr(odd_host.head, "\r\nX-Timeout-Ms: 30000\r\n"));
    CHECK(strstr(odd_host.head, "\r\ntraceparent: " TRACED));
    task_set_trace("");
    CHECK(!host_service_get(host, &(struct host_service_call){
        .path = "/ok", .request_id = "a\r\nb: c" }, NULL, &why) && why.code == ERROR_INVALID);
}

TEST(a_call_carries_its_deadline_its_ids_and_the_token)
{
    settings.token = "geheim";
    run(look_at_headers);
}

static size_t order[8], n_order;

static bool ask_in_order(void *arg, struct error *err)
{
    struct word mine;

    if (!host_service_get(host, &(struct host_service_call){
            .path = "/ok", .reply_fields = word_fields }, &mine, err))
        return false;
    order[n_order++] = *(size_t *)arg;
    return true;
}

static void stand_in_line(void)
{
    struct scope callers = { .loop = loop };
    size_t numbers[8];

    n_order = 0;
    for (size_t i = 0; i < 8; i++) {
        numbers[i] = i;
        scope_spawn(&callers, ask_in_order, &numbers[i]);
        CHECK(timer_sleep(0, 0, &why));
    }
    CHECK(scope_wait(&callers, &why) && n_order == 8);
    for (size_t i = 0; i < 8; i++)
        CHECK(order[i] == i);
    CHECK(host_service_counts(host).opened == 1);
}

TEST(callers_are_served_in_the_order_they_came)
{
    settings.pool_size = 1;
    run(stand_in_line);
}

static void run_out_in_line(void)
{
    struct task *task;

    fault = &faults[0];
    task = task_spawn(loop, ask_the_fault, NULL);
    CHECK(timer_sleep(0, 0, &why));
    CHECK(!get("/ok", 100) && why.code == ERROR_TIMEOUT && strstr(why.text, "1 calls were before"));
    CHECK(host_service_counts(host).breaker == BREAKER_CLOSED);
    CHECK(!task_join(task, &why) && get("/ok", 100));
}

TEST(a_deadline_also_covers_the_line)
{
    settings.pool_size = 1;
    run(run_out_in_line);
}

/* ---- streams ---- */

static size_t taken;

static bool take(void *arg, const struct http_client_reply *reply, const struct buf *piece,
                 struct error *err)
{
    (void)arg, (void)reply, (void)err;
    taken += piece->length;
    return taken < 3000000 || error_set(err, ERROR_NO_SPACE, "full");
}

static bool read_words(void *arg, struct buf *ret_piece, struct error *err)
{
    (void)arg, (void)err;
    buf_add(ret_piece, "12345", 5);
    return true;
}

static void stream(void)
{
    taken = 0;
    CHECK(host_stream_download(host, &(struct host_service_call){ .path = "/big" }, take, NULL,
                               &why));
    CHECK(taken == 1 << 20);
    CHECK(host_stream_upload(host, &(struct host_service_call){
        .path = "/count", .reply_fields = word_fields },
        &(struct host_stream_body){ .type = "a/b", .length = 50, .read = read_words }, &word, &why));
    CHECK_TEXT(word.text, "50");
    CHECK(strstr(odd_host.head, "PUT /count ") && strstr(odd_host.head, "Content-Type: a/b\r\n"));
    CHECK(!host_stream_download(host, &(struct host_service_call){ .path = "/endless" }, take, NULL,
                                &why));
    CHECK(why.code == ERROR_NO_SPACE && !strcmp(why.text, "full"));
    CHECK(!host_stream_download(host, &(struct host_service_call){ .path = "/problem" }, take, NULL,
                                &why));
    CHECK(why.code == ERROR_NOT_FOUND && host_service_counts(host).breaker == BREAKER_CLOSED);
    taken = 0;
    CHECK(!host_stream_download(host, &(struct host_service_call){ .path = "/other" }, take, NULL,
                                &why));
    CHECK(why.code == ERROR_CONFLICT && strstr(why.text, "ib-host at") && taken == 0);
}

TEST(bodies_are_streamed_and_the_callers_own_errors_stay_as_they_are)
{
    run(stream);
}

static char events[100];

static bool note(void *arg, const struct sse_event *event, struct error *err)
{
    (void)arg;
    snprintf(events + strlen(events), sizeof(events) - strlen(events), "%s=%s ", event->id,
             event->data);
    return strcmp(event->id, "7") != 0 || error_set(err, ERROR_CANCELLED, "enough");
}

static void follow(void)
{
    events[0] = '\0';
    CHECK(!host_stream_follow(host, &(struct host_service_call){ .path = "/events" }, note, NULL,
                              &why));
    CHECK_TEXT(why.text, "enough");
    CHECK_TEXT(events, "1=1 2=4 3=9 4=16 5=25 6=36 7=49 ");
    CHECK(odd_host.requests == 3 && strstr(odd_host.head, "Accept: text/event-stream\r\n"));
    CHECK(!host_stream_follow(host, &(struct host_service_call){ .path = "/ok" }, note, NULL, &why));
    CHECK(why.code == ERROR_BAD_DATA && strstr(why.text, "ib-host at"));
    CHECK(!host_stream_follow(host, &(struct host_service_call){
        .path = "/hang", .deadline = loop_now(loop) + 100000 }, note, NULL, &why));
    CHECK(why.code == ERROR_TIMEOUT && odd_host.requests >= 6);
}

TEST(events_are_followed_over_connections_that_end)
{
    settings.breaker_failures = 1000;
    run(follow);
}

/* ---- settings, numbers ---- */

static bool opens(const char *text)
{
    struct host_service *one = NULL;
    const bool ok = host_service_open(loop, &(struct host_service_settings){
        .name = "x", .is_enabled = true, .url = text }, &one, &why);

    host_service_free(one);
    return ok;
}

static void open_others(void)
{
    struct host_service *off;

    CHECK(opens("http://127.0.0.1:5001") && opens("https://host"));
    CHECK(!opens(NULL) && !opens("") && !opens("host:5001") && !opens("http://host/"));
    CHECK(!opens("http://host/api") && !opens("http://host?x") && !opens("ftp://host"));
    CHECK(!opens("http://me:pw@host") && why.code == ERROR_INVALID && !strstr(why.text, "pw"));
    CHECK(host_service_open(loop, &(struct host_service_settings){ .name = "training-host" }, &off,
                            &why));
    CHECK(!host_service_get(off, &(struct host_service_call){ .path = "/ok" }, NULL, &why));
    CHECK(why.code == ERROR_CONFLICT && why.suggestion[0]);
    CHECK_TEXT(why.text, "training-host is turned off");
    host_service_free(off);
}

TEST(a_service_that_is_turned_off_says_so_and_settings_are_checked)
{
    run(open_others);
}

static void print_numbers(void)
{
    struct host_metrics metrics = { .hosts = { host, host }, .count = 1 };
    OWNED(buf_release) struct buf text = {0};

    CHECK(get("/ok", 1000) && !get("/problem", 1000));
    host_metrics_print(&metrics, &text);
    CHECK(strstr(text.bytes, "# TYPE ktrdr_host_calls_total counter\n"
                             "ktrdr_host_calls_total{service=\"ib-host\"} 2\n"));
    CHECK(strstr(text.bytes, "ktrdr_host_errors_total{service=\"ib-host\"} 1\n"));
    CHECK(strstr(text.bytes, "ktrdr_host_connections_opened_total{service=\"ib-host\"} 1\n"));
    CHECK(strstr(text.bytes, "ktrdr_host_breaker_state{service=\"ib-host\"} 0\n"));
    CHECK(strstr(text.bytes, "ktrdr_host_call_seconds{service=\"ib-host\",quantile=\"0.99\"} 0."));
    CHECK(strstr(text.bytes, "ktrdr_host_call_seconds_count{service=\"ib-host\"} 2\n"));
}

TEST(what_happened_is_told_to_prometheus)
{
    run(print_numbers);
}
