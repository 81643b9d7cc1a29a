#include "http_visit.h"

#include "net/http_inner.h"
#include "net/sse.h"

#define LAST "Host: localhost\r\nConnection: close\r\n\r\n"

static const char *wanted_target, *wanted_body;
static int lefts;

static bool hello(struct http_request *request, void *context, struct error *err)
{
    const char *query = http_request_query(request, "q");
    const char *key = http_request_header(request, "idempotency-key");
    OWNED(buf_release) struct buf text = {0};

    (void)context, (void)err;
    buf_print(&text, "%s %s %s", http_request_param(request, "a"), query ? query : "-",
              key ? key : "-");
    return http_reply_send(request, 201, "text/plain", text.bytes, text.length);
}

static bool echo(struct http_request *request, void *context, struct error *err)
{
    const struct buf *body = http_request_body(request);

    (void)context;
    http_reply_start(request, 200, "text/plain");
    return timer_sleep(100, 0, err) && http_reply_write(request, body->bytes, body->length, err) &&
           http_reply_write(request, "!", 1, err) && http_reply_end(request);
}

static bool fail(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context;
    return error_set(err, ERROR_CONFLICT, "it is taken");
}

static bool say_nothing(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context, (void)err;
    return true;
}

static void count_left(void *arg)
{
    (void)arg;
    lefts++;
}

static bool stream(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    sse_send(sse_subscribe(request, count_left, NULL), "x", NULL, "1", 1);
    return true;
}

/* Asks for what the test wants and answers with "status type body". */
static bool outer(struct http_request *request, void *context, struct error *err)
{
    OWNED(http_inner_answer_release) struct http_inner_answer answer = {0};
    OWNED(buf_release) struct buf text = {0};

    (void)context, (void)err;
    http_inner_run(request,
                   &(struct http_inner_call){ .method = wanted_body ? "POST" : "GET",
                                              .target = wanted_target, .body = wanted_body,
                                              .length = wanted_body ? strlen(wanted_body) : 0,
                                              .key = "k1" },
                   &answer);
    buf_print(&text, "%d %s %s", answer.status, answer.type,
              answer.body.bytes ? answer.body.bytes : "");
    return http_reply_send(request, 200, "text/plain", text.bytes, text.length);
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/hello/{a}", .handler = hello },
    { .method = "POST", .path = "/echo", .handler = echo, .body_limit = 5 },
    { .method = "POST", .path = "/stream-in", .handler = echo, .body = HTTP_BODY_STREAM,
      .body_limit = 5 },
    { .method = "GET", .path = "/fail", .handler = fail },
    { .method = "GET", .path = "/nothing", .handler = say_nothing },
    { .method = "GET", .path = "/stream", .handler = stream },
    { .method = "GET", .path = "/outer", .handler = outer },
};

static const char *ask(const char *target, const char *body)
{
    const char *heard, *end;

    wanted_target = target;
    wanted_body = body;
    heard = visit_talk("GET /outer HTTP/1.1\r\n" LAST);
    end = strstr(heard, "\r\n\r\n");
    return end ? end + 4 : heard;
}

/* CHECK_TEXT would ask twice. */
static void is(const char *target, const char *body, const char *expected)
{
    const char *answer = ask(target, body);

    CHECK_TEXT(answer, expected);
}

static void ask_for_each(void)
{
    is("/hello/x%20y?q=1%2B", NULL, "201 text/plain x y 1+ k1");
    is("/echo", "abc", "200 text/plain abc!");
    is("/fail", NULL, "409 text/plain it is taken\n");
    is("/nothing", NULL, "500 text/plain the handler did not answer\n");
    is("/nobody", NULL, "404 text/plain nothing at '/nobody'\n");
    is("/echo", NULL, "405 text/plain '/echo' takes POST, not GET\n");
    is("/echo", "abcdef", "413 text/plain the body has 6 bytes, 5 are allowed\n");
}

TEST(an_inner_request_is_answered_as_one_over_a_socket)
{
    visit(NULL, routes, COUNT(routes), ask_for_each);
    CHECK(visit_accesses == 14);            /* each of both is in the log */
}

static void ask_for_streams(void)
{
    CHECK(strstr(ask("/stream-in", "a"), "422 text/plain '/stream-in' takes a stream"));
    CHECK(strstr(ask("/stream", NULL), "422 text/plain '/stream' is a stream"));
    CHECK(lefts == 1);
    is("/outer", NULL, "200 text/plain 422 text/plain no batch within a batch\n");
}

TEST(streams_and_inner_requests_of_inner_requests_are_refused)
{
    lefts = 0;
    visit(NULL, routes, COUNT(routes), ask_for_streams);
}

static void leave_early(void)
{
    struct stream *stream;

    wanted_target = "/echo";
    wanted_body = "abc";
    stream = visit_connect();
    visit_say(stream, "GET /outer HTTP/1.1\r\n" LAST);
    visit_sleep(20);
    stream_free(stream);
    visit_sleep(200);
    CHECK(visit_accesses == 2 && visit_access.status == 499);
}

TEST(a_client_that_leaves_ends_what_it_asked_for)
{
    visit(NULL, routes, COUNT(routes), leave_early);
}
