/* host_service and service_frame, face to face: what one sends the other understands. */
#include "async/loop.h"
#include "async/task.h"
#include "async/timer.h"
#include "base/buf.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "net/sse.h"
#include "net/sse_reader.h"
#include "service/host_service.h"
#include "service/host_stream.h"
#include "service/service_frame.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct loop *loop;
static struct service_frame *frame;
static struct service_frame_settings served;
static struct host_service_settings settings;
static struct host_service *host;
static struct error why;
static char url[200], socket_path[200];
static int n_cancelled;

struct seen {
    char id[64];
    char key[80];
    int64_t left;
    int64_t bytes;
};

static const struct wire_field seen_fields[] = {
    WIRE_TEXT(struct seen, id, WIRE_REQUIRED),
    WIRE_TEXT(struct seen, key, WIRE_REQUIRED),
    WIRE_INTEGER(struct seen, left, WIRE_REQUIRED),
    WIRE_INTEGER(struct seen, bytes, WIRE_REQUIRED),
    WIRE_END
};

static void health(void *context, struct buf *json)
{
    (void)context;
    buf_print(json, "{\"status\":\"ok\"}");
}

static bool look(struct http_request *request, void *context, struct error *err)
{
    const struct buf *body = http_request_body(request);
    struct seen seen = { .left = http_request_deadline(request) - loop_now(loop),
                         .bytes = (int64_t)body->length };
    OWNED(buf_release) struct buf json = {0};

    (void)context;
    if (!service_frame_idempotency_key(request, seen.key, err))
        return false;
    snprintf(seen.id, sizeof(seen.id), "%s", http_request_id(request));
    wire_encode(seen_fields, &seen, &json);
    return http_reply_send(request, 200, "application/json", json.bytes, json.length);
}

static bool fail(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context;
    error_set(err, ERROR_PACING, "6 requests in 2 s");
    return error_suggest(err, "wait a little");
}

static bool tell(struct http_request *request, void *context, struct error *err)
{
    struct sse *sse = sse_subscribe(request, free, NULL);

    (void)context, (void)err;
    sse_send(sse, "progress", "1", "half", 4);
    sse_send(sse, NULL, "2", "all\nof it", 9);
    return true;
}

/* Asks the same service, without a deadline of its own. */
static bool relay(struct http_request *request, void *context, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    struct seen seen;

    (void)context;
    if (!host_service_get(host, &(struct host_service_call){ .path = "/look",
                                                             .reply_fields = seen_fields },
                          &seen, err))
        return false;
    wire_encode(seen_fields, &seen, &json);
    return http_reply_send(request, 200, "application/json", json.bytes, json.length);
}

static bool hang(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context;
    return timer_sleep(1000000, 0, err) || (n_cancelled += err->code == ERROR_TIMEOUT, false);
}

static bool relay_hang(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context;
    return host_service_get(host, &(struct host_service_call){ .path = "/hang" }, NULL, err);
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/relay", .handler = relay },
    { .method = "GET", .path = "/hang", .handler = hang },
    { .method = "GET", .path = "/relay/hang", .handler = relay_hang },
    { .method = "GET", .path = "/look", .handler = look },
    { .method = "POST", .path = "/look", .handler = look, .body_limit = 1000 },
    { .method = "GET", .path = "/fail", .handler = fail },
    { .method = "GET", .path = "/tell", .handler = tell },
};

typedef void script_fn(void);

static bool run_script(void *script, struct error *err)
{
    (void)err;
    CHECK(host_service_open(loop, &settings, &host, &why));
    (*(script_fn **)script)();
    host_service_free(host);
    service_frame_drain(frame, 1000);
    return true;
}

static void run(script_fn *script)
{
    struct error err;
    struct task *task;

    log_start("test", LOG_ERROR, LOG_JSON);
    loop = loop_new_virtual();
    served.name = "echo";
    served.version = "1.2.3";
    served.health = health;
    served.listen = served.socket_path ? NULL : "127.0.0.1:0";
    frame = service_frame_new(loop, &served);
    http_server_add_routes(service_frame_server(frame), routes, COUNT(routes), NULL);
    CHECK(service_frame_listen(frame, &err));
    snprintf(url, sizeof(url), "http://%s", served.listen ? service_frame_address(frame)
                                                          : "localhost");
    settings.name = "echo-host";
    settings.is_enabled = true;
    settings.url = url;
    settings.version = settings.version ? settings.version : "1.0.0";
    task = task_spawn(loop, run_script, &script);
    loop_run(loop);
    CHECK(task_join(task, &err) && task_count() == 0);
    service_frame_free(frame);
    loop_free(loop);
    served = (struct service_frame_settings){0};
    settings = (struct host_service_settings){0};
}

static void look_and_fail(void)
{
    const struct seen sent = { "a", "b", 1, 2 };
    struct seen seen;

    CHECK(host_service_post(host, &(struct host_service_call){
        .path = "/look", .fields = seen_fields, .object = &sent, .reply_fields = seen_fields,
        .request_id = "req-1", .idempotency_key = "key-1", .deadline = loop_now(loop) + 900,
    }, &seen, &why));
    CHECK_TEXT(seen.id, "req-1");
    CHECK_TEXT(seen.key, "key-1");
    CHECK(seen.left == 900 && seen.bytes > 20);
    CHECK(!host_service_get(host, &(struct host_service_call){ .path = "/fail" }, NULL, &why));
    CHECK(why.code == ERROR_PACING && strstr(why.text, "6 requests in 2 s (3 attempts)"));
    CHECK_TEXT(why.suggestion, "wait a little");
    CHECK(!host_service_get(host, &(struct host_service_call){ .path = "/nope" }, NULL, &why));
    CHECK(why.code == ERROR_NOT_FOUND && host_service_counts(host).opened == 1);
}

TEST(what_a_host_service_sends_a_service_frame_understands)
{
    run(look_and_fail);
}

TEST(it_is_the_same_over_a_unix_socket)
{
    snprintf(socket_path, sizeof(socket_path), "%s/s/host.sock", test_folder());
    served.socket_path = settings.socket_path = socket_path;
    run(look_and_fail);
}

static void be_refused(void)
{
    CHECK(!host_service_get(host, &(struct host_service_call){ .path = "/look" }, NULL, &why));
    CHECK(why.code == ERROR_UNAUTHORIZED && host_service_counts(host).retries == 0);
    CHECK(!strstr(why.text, "wrong"));
}

TEST(a_wrong_token_is_not_tried_again)
{
    served.token = "right";
    settings.token = "wrong";
    run(be_refused);
}

static void be_other(void)
{
    CHECK(!host_service_get(host, &(struct host_service_call){ .path = "/look" }, NULL, &why));
    CHECK(why.code == ERROR_CONFLICT && strstr(why.suggestion, "same version"));
}

TEST(another_major_version_is_a_conflict_with_its_remedy)
{
    settings.version = "2.0.0";
    run(be_other);
}

static void ask_within_a_time(void)
{
    const int64_t began = loop_now(loop);
    struct seen seen;

    CHECK(host_service_get(host, &(struct host_service_call){
        .path = "/relay", .reply_fields = seen_fields, .deadline = began + 700 }, &seen, &why));
    CHECK(seen.left > 0 && seen.left <= 700);
    n_cancelled = 0;
    CHECK(!host_service_get(host, &(struct host_service_call){
        .path = "/relay/hang", .deadline = began + 700 }, NULL, &why));
    CHECK(why.code == ERROR_TIMEOUT && loop_now(loop) == began + 700);
    while (!n_cancelled)
        CHECK(timer_sleep(1, 0, &why));
    CHECK(n_cancelled == 1 && loop_now(loop) <= began + 702);
}

TEST(a_deadline_goes_on_to_what_a_handler_asks_and_ends_all_of_it)
{
    settings.pool_size = 4;
    run(ask_within_a_time);
}

static char told[100];

static bool note(void *arg, const struct sse_event *event, struct error *err)
{
    (void)arg;
    snprintf(told + strlen(told), sizeof(told) - strlen(told), "%s/%s/%s;", event->event, event->id,
             event->data);
    return strcmp(event->id, "2") != 0 || error_set(err, ERROR_CANCELLED, "enough");
}

static void hear(void)
{
    told[0] = '\0';
    CHECK(!host_stream_follow(host, &(struct host_service_call){ .path = "/tell" }, note, NULL,
                              &why));
    CHECK_TEXT(told, "progress/1/half;message/2/all\nof it;");
}

TEST(events_are_heard_as_they_were_told)
{
    run(hear);
}
