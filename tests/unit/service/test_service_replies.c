#include "async/loop.h"
#include "async/scope.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "log/log.h"
#include "net/http_request.h"
#include "service/host_service.h"
#include "service/service_frame.h"
#include "service/service_replies.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

static struct loop *loop;
static struct service_frame *frame;
static struct host_service *host;
static struct service_replies replies;
static struct error why;
static int runs;
static size_t answer_bytes;
static bool fails;

struct number {
    int64_t n;
};

static const struct wire_field number_fields[] = {
    WIRE_INTEGER(struct number, n, WIRE_REQUIRED),
    WIRE_END
};

static void health(void *context, struct buf *json)
{
    (void)context;
    buf_print(json, "{}");
}

/* Counts; takes a second. */
static bool count(struct http_request *request, void *context, struct buf *ret_json,
                  struct error *err)
{
    (void)request, (void)context;
    runs++;
    if (!timer_sleep(1000, 0, err))
        return false;
    if (fails)
        return error_set(err, ERROR_INVALID, "not now");
    buf_print(ret_json, "{\"n\":%d%*s}", runs, (int)answer_bytes, "");
    return true;
}

static bool handle(struct http_request *request, void *context, struct error *err)
{
    return service_replies_run(&replies, request, &(struct service_replies_act){ count, context },
                               err);
}

static const struct http_route routes[] = {
    { .method = "POST", .path = "/count", .handler = handle, .body_limit = 1000 },
};

static int64_t post(const char *key, int64_t n)
{
    const struct number sent = { n };
    struct number got = { -1 };

    why = (struct error){0};
    return host_service_post(host, &(struct host_service_call){
        .path = "/count", .fields = number_fields, .object = &sent, .reply_fields = number_fields,
        .idempotency_key = key }, &got, &why) ? got.n : -1;
}

typedef void script_fn(void);

static bool run_script(void *script, struct error *err)
{
    char url[100];

    (void)err;
    snprintf(url, sizeof(url), "http://%s", service_frame_address(frame));
    CHECK(host_service_open(loop, &(struct host_service_settings){
        .name = "counter", .is_enabled = true, .url = url, .retries = -1 }, &host, &why));
    (*(script_fn **)script)();
    host_service_free(host);
    service_frame_drain(frame, 1000);
    return true;
}

static void run(script_fn *script)
{
    struct error err = {0};
    struct task *task;

    log_start("test", LOG_ERROR, LOG_JSON);
    loop = loop_new_virtual();
    runs = 0;
    answer_bytes = 0;
    fails = false;
    frame = service_frame_new(loop, &(struct service_frame_settings){
        .name = "counter", .version = "1.2.3", .listen = "127.0.0.1:0", .health = health });
    http_server_add_routes(service_frame_server(frame), routes, COUNT(routes), NULL);
    CHECK(service_frame_listen(frame, &err));
    task = task_spawn(loop, run_script, &script);
    loop_run(loop);
    CHECK(task_join(task, &err) && task_count() == 0);
    service_frame_free(frame);
    service_replies_release(&replies);
    CHECK(replies.count == 0 && replies.bytes == 0 && !replies.last);
    loop_free(loop);
}

static void ask_again(void)
{
    CHECK(post("a", 1) == 1 && post("a", 1) == 1 && runs == 1);
    CHECK(post("b", 1) == 2 && post(NULL, 1) == 3 && post(NULL, 1) == 4);
    CHECK(post("a", 2) == -1 && why.code == ERROR_CONFLICT && strstr(why.text, "another request"));
    CHECK(post("a", 1) == 1 && runs == 4);
    CHECK(timer_sleep(SERVICE_REPLIES_MS + 5000, 0, &why));
    CHECK(post("a", 2) == 5);
}

TEST(a_request_with_a_key_runs_once_and_is_answered_again)
{
    run(ask_again);
}

static bool post_a(void *ret_n, struct error *err)
{
    (void)err;
    *(int64_t *)ret_n = post("a", 1);
    return true;
}

static void ask_together(void)
{
    int64_t n[4] = {0};
    struct scope callers = { .loop = loop };

    for (int i = 0; i < 4; i++)
        scope_spawn(&callers, post_a, &n[i]);
    CHECK(scope_wait(&callers, &why));
    CHECK(runs == 1 && n[0] == 1 && n[1] == 1 && n[2] == 1 && n[3] == 1);
}

TEST(who_comes_while_it_runs_gets_the_same_answer)
{
    run(ask_together);
}

static void fail_first(void)
{
    fails = true;
    CHECK(post("a", 1) == -1 && why.code == ERROR_INVALID);
    fails = false;
    CHECK(post("a", 1) == 2 && post("a", 1) == 2);
    CHECK(replies.count == 1 && runs == 2);
}

TEST(a_failure_is_not_kept)
{
    run(fail_first);
}

static void ask_for_much(void)
{
    char key[20];

    answer_bytes = SERVICE_REPLIES_ONE;
    CHECK(post("big", 1) == 1 && post("big", 1) == 2 && replies.count == 0);
    answer_bytes = SERVICE_REPLIES_ONE - 1000;
    for (int i = 0; i < 40; i++) {
        snprintf(key, sizeof(key), "long-%d", i);
        CHECK(post(key, 1) == i + 3 && replies.bytes <= SERVICE_REPLIES_BYTES);
    }
    CHECK(post("long-39", 1) == 42 && post("long-0", 1) == 43);
    answer_bytes = 0;
    for (int i = 0; i < 400; i++) {
        snprintf(key, sizeof(key), "many-%d", i);
        CHECK(post(key, 1) == i + 44 && replies.count <= SERVICE_REPLIES_MOST);
    }
    CHECK(post("many-399", 1) == 443 && runs == 443);
}

TEST(what_is_kept_is_bounded_and_the_oldest_goes_first)
{
    run(ask_for_much);
}
