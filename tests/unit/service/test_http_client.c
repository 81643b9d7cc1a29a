#include "async/loop.h"
#include "async/scope.h"
#include "async/task.h"
#include "async/timer.h"
#include "odd_host.h"
#include "service/http_client.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct loop *loop;
static struct http_client *client;
static struct http_client_settings settings;
static struct http_client_reply reply;
static struct error why;
static char url[200];

typedef void script_fn(void);

static bool run_script(void *script, struct error *err)
{
    (void)err;
    odd_host_start(loop, 0);
    client = http_client_new(loop, &settings);
    (*(script_fn **)script)();
    http_client_free(client);
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
    settings = (struct http_client_settings){0};
}

static const char *url_of(const char *path)
{
    snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", odd_host.port, path);
    return url;
}

static bool ask(const struct http_client_request *request)
{
    http_client_reply_release(&reply);
    why = (struct error){0};
    return http_client_run(client, request, &reply, &why);
}

static bool get(const char *path)
{
    return ask(&(struct http_client_request){ .url = url_of(path), .deadline = loop_now(loop) + 5000,
                                              .repeat = HTTP_CLIENT_REPEATABLE });
}

static void get_twice(void)
{
    CHECK(!http_client_counts(client).has_begun);
    CHECK(get("/ok") && reply.status == 200);
    CHECK_TEXT(reply.body.bytes, "{\"text\":\"well\"}");
    CHECK_TEXT(http_client_header(&reply, "content-type"), "application/json");
    CHECK(!http_client_header(&reply, "nope"));
    CHECK(strstr(odd_host.head, "GET /ok HTTP/1.1\r\n") && strstr(odd_host.head, "\r\nHost: 127."));
    CHECK(get("/status/503") && reply.status == 503);
    CHECK(odd_host.connections == 1 && http_client_counts(client).opened == 1);
    http_client_reply_release(&reply);
}

TEST(a_connection_is_kept_and_libcurl_comes_with_the_first_request)
{
    run(get_twice);
}

static bool get_one(void *arg, struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply mine = {0};
    char place[100];

    (void)arg;
    snprintf(place, sizeof(place), "http://127.0.0.1:%u/ok", odd_host.port);
    return http_client_run(client, &(struct http_client_request){ .url = place }, &mine, err);
}

static void get_many(void)
{
    struct scope many = { .loop = loop };
    struct error err;

    for (int i = 0; i < 50; i++)
        scope_spawn(&many, get_one, NULL);
    CHECK(scope_wait(&many, &err));
    CHECK(odd_host.requests == 50);
    CHECK(http_client_counts(client).open <= 3);
}

TEST(a_host_never_has_more_connections_than_were_allowed)
{
    settings.connections = 3;
    run(get_many);
}

/* ---- bodies ---- */

static size_t taken, pieces;
static int64_t read_left;

static bool take_slowly(void *arg, const struct http_client_reply *from, const struct buf *piece,
                        struct error *err)
{
    (void)arg;
    CHECK(from->status == 200 && http_client_header(from, "Content-Length"));
    CHECK((piece->length > 0) == (pieces > 0) && piece->length <= 3 * HTTP_CLIENT_PIECE);
    taken += piece->length;
    pieces++;
    return timer_sleep(100, 0, err);
}

static bool read_slowly(void *arg, struct buf *ret_piece, struct error *err)
{
    static char block[50000];

    (void)arg;
    memset(block, 'u', sizeof(block));
    buf_add(ret_piece, block, read_left < 50000 ? (size_t)read_left : 50000);
    read_left -= (int64_t)ret_piece->length;
    return timer_sleep(100, 0, err);
}

static void stream_both_ways(void)
{
    taken = pieces = 0;
    CHECK(ask(&(struct http_client_request){ .url = url_of("/big"), .take = take_slowly }));
    CHECK(taken == 1 << 20 && pieces > 3 && reply.body.length == 0);
    read_left = 1234567;
    CHECK(ask(&(struct http_client_request){ .method = "PUT", .url = url_of("/count"),
                                             .read = read_slowly, .length = 1234567 }));
    CHECK_TEXT(reply.body.bytes, "{\"text\":\"1234567\"}");
    CHECK(strstr(odd_host.head, "PUT /count ") && !strstr(odd_host.head, "Expect"));
    CHECK(!strstr(odd_host.head, "Transfer-Encoding") && !strstr(odd_host.head, "Content-Type"));
    http_client_reply_release(&reply);
}

TEST(bodies_are_streamed_both_ways_and_the_other_side_waits)
{
    run(stream_both_ways);
}

static bool refuse(void *arg, const struct http_client_reply *from, const struct buf *piece,
                   struct error *err)
{
    (void)arg, (void)from, (void)piece;
    return error_set(err, ERROR_NO_SPACE, "full");
}

static bool read_too_much(void *arg, struct buf *ret_piece, struct error *err)
{
    (void)arg, (void)err;
    buf_add(ret_piece, "too much", 8);
    return true;
}

static void fail_in_callbacks(void)
{
    CHECK(!ask(&(struct http_client_request){ .url = url_of("/big"), .take = refuse }));
    CHECK(why.code == ERROR_NO_SPACE);
    CHECK(!ask(&(struct http_client_request){ .method = "PUT", .url = url_of("/count"),
                                              .read = read_too_much, .length = 5 }));
    CHECK(why.code == ERROR_INTERNAL);
    CHECK(get("/ok") && http_client_counts(client).running == 0);
    http_client_reply_release(&reply);
}

TEST(a_callback_that_fails_ends_the_request_with_its_error)
{
    run(fail_in_callbacks);
}

static void limits(void)
{
    CHECK(!ask(&(struct http_client_request){ .url = url_of("/big"), .limit = 1000 }));
    CHECK(why.code == ERROR_BAD_DATA && strstr(why.text, "too long"));
    CHECK(!get("/endless") && why.code == ERROR_BAD_DATA);
    CHECK(ask(&(struct http_client_request){ .url = url_of("/big"), .limit = 1 << 20 }));
    http_client_reply_release(&reply);
}

TEST(a_body_has_a_limit)
{
    run(limits);
}

/* ---- what is sent once only ---- */

static void lose_kept_connections(void)
{
    char close[100];
    const struct http_client_request once = { .method = "POST", .url = close, .body = "{}",
                                              .length = 2 };
    struct http_client_request again = once;

    strcpy(close, url_of("/close"));
    CHECK(get("/ok"));
    odd_host.requests = 0;
    CHECK(!ask(&once) && why.code == ERROR_UNAVAILABLE && odd_host.requests == 1);
    CHECK(get("/ok"));
    odd_host.requests = 0;
    again.repeat = HTTP_CLIENT_REPEATABLE;
    CHECK(!ask(&again) && why.code == ERROR_UNAVAILABLE && odd_host.requests == 2);
    CHECK(get("/ok"));
    odd_host.requests = 0;
    CHECK(!ask(&(struct http_client_request){ .method = "POST", .url = url_of("/close") }));
    CHECK(why.code == ERROR_UNAVAILABLE && odd_host.requests == 1);
    http_client_reply_release(&reply);
}

TEST(a_request_that_is_not_repeatable_reaches_the_host_once)
{
    run(lose_kept_connections);
}

/* ---- time ---- */

static void be_late(void)
{
    const int64_t began = loop_now(loop);

    CHECK(!get("/hang") && why.code == ERROR_TIMEOUT && strstr(why.text, "no answer"));
    CHECK(loop_now(loop) == began + 5000);
    CHECK(!get("/half") && why.code == ERROR_TIMEOUT && strstr(why.text, "did not end"));
    CHECK(!get("/slow") && why.code == ERROR_TIMEOUT && loop_now(loop) == began + 15000);
    CHECK(!ask(&(struct http_client_request){ .url = url_of("/half"), .quiet_ms = 700 }));
    CHECK(why.code == ERROR_TIMEOUT && strstr(why.text, "silent"));
    CHECK(loop_now(loop) == began + 15700);
}

TEST(a_deadline_ends_it_wherever_it_is)
{
    run(be_late);
}

static bool hang(void *arg, struct error *err)
{
    OWNED(http_client_reply_release) struct http_client_reply mine = {0};
    char place[100];

    snprintf(place, sizeof(place), "http://127.0.0.1:%u/hang", odd_host.port);
    return http_client_run(client, &(struct http_client_request){
        .url = place, .deadline = loop_now(loop) + *(int64_t *)arg }, &mine, err);
}

static void wait_for_a_place(void)
{
    int64_t first_ms = 10000, second_ms = 300;
    struct task *first = task_spawn(loop, hang, &first_ms);
    struct task *second = task_spawn(loop, hang, &second_ms);
    const int64_t began = loop_now(loop);

    CHECK(!task_join(second, &why) && why.code == ERROR_TIMEOUT);
    CHECK(loop_now(loop) == began + 300 && odd_host.requests == 1);
    task_cancel(first);
    CHECK(!task_join(first, &why) && why.code == ERROR_CANCELLED && loop_now(loop) == began + 300);
}

TEST(waiting_for_a_connection_counts_and_a_cancel_ends_at_once)
{
    settings.connections = 1;
    run(wait_for_a_place);
}

/* ---- what cannot be sent ---- */

static void send_nonsense(void)
{
    const char *const split[] = { "X-A: b\r\nX-C: d" }, *const none[] = { "nonsense" };

    CHECK(!ask(&(struct http_client_request){ .url = "ftp://x/y" }) && why.code == ERROR_INVALID);
    CHECK(!ask(&(struct http_client_request){ .url = "http://" }) && why.code == ERROR_INVALID);
    CHECK(!ask(&(struct http_client_request){ .url = "http://me:pw@127.0.0.1/" }));
    CHECK(why.code == ERROR_INVALID && !strstr(why.text, "pw"));
    CHECK(!ask(&(struct http_client_request){ .url = url_of("/ok"), .headers = split,
                                              .n_headers = 1 }));
    CHECK(why.code == ERROR_INVALID);
    CHECK(!ask(&(struct http_client_request){ .url = url_of("/ok"), .headers = none,
                                              .n_headers = 1 }));
    CHECK(why.code == ERROR_INVALID && odd_host.requests == 0);
}

TEST(what_is_not_a_request_is_not_sent)
{
    run(send_nonsense);
}

static void ask_past_a_proxy(void)
{
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    CHECK(get("/ok") && reply.status == 200);
    unsetenv("http_proxy");
    http_client_reply_release(&reply);
}

TEST(a_proxy_of_the_environment_is_not_asked)
{
    run(ask_past_a_proxy);
}

static void look_up_names(void)
{
    char place[100];

    snprintf(place, sizeof(place), "http://localhost:%u/ok", odd_host.port);
    CHECK(ask(&(struct http_client_request){ .url = place }) && reply.status == 200);
    CHECK(ask(&(struct http_client_request){ .url = place }) && reply.status == 200);
    CHECK(odd_host.connections == 1);
    CHECK(!ask(&(struct http_client_request){ .url = "http://nobody.invalid/" }));
    CHECK(why.code == ERROR_UNAVAILABLE && strstr(why.text, "nobody.invalid"));
    http_client_reply_release(&reply);
}

TEST(a_name_is_looked_up_beside_the_loop)
{
    run(look_up_names);
}

TEST(a_url_is_shown_without_what_may_be_secret)
{
    char text[HTTP_CLIENT_SHOWN];

    http_client_show_url("https://me:pw@host:1/a/b?token=x#y", text);
    CHECK_TEXT(text, "https://host:1/a/b");
    http_client_show_url("http://host", text);
    CHECK_TEXT(text, "http://host");
    http_client_show_url("host/a?next=http://me:pw@x", text);
    CHECK_TEXT(text, "host/a");
    http_client_show_url("http://host/a@b?c@d", text);
    CHECK_TEXT(text, "http://host/a@b");
}
