/* The time in which a client wants its answer, and what becomes of the handler when it is over. */
#include "async/scope.h"
#include "http_visit.h"
#include "net/sse.h"

#define HOST "Host: x\r\n"
#define LAST HOST "Connection: close\r\n\r\n"

static int ended;                   /* handlers, by their time */

static bool hang(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context;
    if (timer_sleep(1000000, 0, err))
        return true;
    ended += err->code == ERROR_TIMEOUT;
    return false;
}

static bool sleep_long(void *arg, struct error *err)
{
    (void)arg;
    return timer_sleep(1000000, 0, err);
}

static bool hang_in_two(struct http_request *request, void *context, struct error *err)
{
    struct scope scope = { .loop = task_loop() };

    (void)request, (void)context;
    scope_spawn(&scope, sleep_long, NULL);
    scope_spawn(&scope, sleep_long, NULL);
    return scope_wait(&scope, err);
}

static bool begin_and_hang(struct http_request *request, void *context, struct error *err)
{
    (void)context;
    http_reply_start(request, 200, "text/plain");
    return http_reply_write(request, "some", 4, err) && timer_sleep(1000000, 0, err);
}

static struct sse *told;

static void forget(void *arg)
{
    (void)arg;
    told = NULL;
}

static bool tell(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    told = sse_subscribe(request, forget, NULL);
    return true;
}

static bool take(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    return http_reply_send(request, 200, "text/plain", "took", 4);
}

static bool pour(struct http_request *request, void *context, struct error *err)
{
    static char piece[65536];

    (void)context;
    http_reply_start(request, 200, "text/plain");
    while (http_reply_write(request, piece, sizeof(piece), err))
        ;
    ended++;
    return false;
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/pour", .handler = pour },
    { .method = "GET", .path = "/hang", .handler = hang },
    { .method = "GET", .path = "/two", .handler = hang_in_two },
    { .method = "GET", .path = "/begun", .handler = begin_and_hang },
    { .method = "GET", .path = "/tell", .handler = tell },
    { .method = "POST", .path = "/take", .handler = take, .body_limit = 100 },
};

static void run(visit_fn *client)
{
    ended = 0;
    visit(&(struct http_server_settings){ .body_ms = 5000 }, routes, COUNT(routes), client);
}

static bool has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* ---- the client's time ---- */

static void ask_with_little_time(void)
{
    const int64_t began = loop_now(visit_loop);

    CHECK(has(visit_talk("GET /hang HTTP/1.1\r\nX-Timeout-Ms: 250\r\n" LAST), " 504 "));
    CHECK(loop_now(visit_loop) == began + 250 && ended == 1 && visit_access.status == 504);
    CHECK(has(visit_talk("GET /two HTTP/1.1\r\nX-Timeout-Ms: 250\r\n" LAST), " 504 "));
    CHECK(loop_now(visit_loop) == began + 500);
    CHECK(has(visit_talk("POST /take HTTP/1.1\r\nX-Timeout-Ms: 250\r\nContent-Length: 3\r\n"
                         LAST), " 504 "));
    CHECK(loop_now(visit_loop) < began + 5000);     /* body_ms: then it would be 408 */
}

TEST(a_handler_ends_when_the_time_of_its_client_is_over)
{
    run(ask_with_little_time);
}

static void ask_and_be_cut_off(void)
{
    const char *answer = visit_talk("GET /begun HTTP/1.1\r\nX-Timeout-Ms: 250\r\n" LAST);

    CHECK(has(answer, " 200 ") && has(answer, "some") && !has(answer, "\r\n0\r\n"));
    CHECK(visit_access.status == 504);
}

TEST(an_answer_that_has_begun_is_broken_off_when_the_time_is_over)
{
    run(ask_and_be_cut_off);
}

static void listen_longer(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /tell HTTP/1.1\r\nX-Timeout-Ms: 250\r\n" HOST "\r\n");
    visit_sleep(60000);
    CHECK(told != NULL);
    sse_end(told);
    stream_free(stream);
    visit_sleep(1);
}

TEST(a_subscription_outlives_the_time_of_its_request)
{
    run(listen_longer);
}

static void say_no_time(void)
{
    static const char *const odd[] = { "0", "-5", "soon", "", "10 s", "99999999999999999999" };

    for (size_t i = 0; i < COUNT(odd); i++) {
        char text[200];

        snprintf(text, sizeof(text), "POST /take HTTP/1.1\r\nX-Timeout-Ms: %s\r\n" LAST, odd[i]);
        CHECK(has(visit_talk(text), " 200 "));
    }
}

TEST(a_time_that_is_none_is_passed_over)
{
    run(say_no_time);
}

/* ---- a reply without end ---- */

static void leave_in_the_middle(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /pour HTTP/1.1\r\n" HOST "\r\n");
    CHECK(has(visit_hear_bytes(stream, 1 << 20), " 200 "));
    CHECK(has(visit_talk("POST /take HTTP/1.1\r\n" LAST), " 200 "));
    stream_free(stream);
    while (!ended)
        visit_sleep(1);
    CHECK(ended == 1);
}

TEST(a_reply_without_end_ends_when_its_client_leaves_and_keeps_nobody_waiting)
{
    run(leave_in_the_middle);
}
