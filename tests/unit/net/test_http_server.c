#include "http_visit.h"

#include "async/scope.h"

#include <sys/stat.h>
#include <unistd.h>

#define HOST "Host: localhost\r\n"
#define LAST HOST "Connection: close\r\n\r\n"

static int calls, cancels;

static bool hello(struct http_request *request, void *context, struct error *err)
{
    (void)err;
    CHECK_TEXT((const char *)context, "the context");
    calls++;
    return http_reply_send(request, 200, "text/plain", "hello", 5);
}

static bool echo_texts(struct http_request *request, void *context, struct error *err)
{
    OWNED(buf_release) struct buf text = {0};
    const char *query = http_request_query(request, "q"), *name, *value;

    (void)context, (void)err;
    buf_print(&text, "[%s|%s|%s]", http_request_param(request, "a"),
              http_request_param(request, "bb"), query ? query : "none");
    for (size_t i = 0; http_request_query_at(request, i, &name, &value); i++)
        buf_print(&text, "<%s=%s>", name, value);
    return http_reply_send(request, 200, "text/plain", text.bytes, text.length);
}

static bool echo_body(struct http_request *request, void *context, struct error *err)
{
    const struct buf *body = http_request_body(request);

    (void)context, (void)err;
    return http_reply_send(request, 200, "text/plain", body->bytes, body->length);
}

static bool late(struct http_request *request, void *context, struct error *err)
{
    if (timer_sleep(5000, 0, err))
        return hello(request, context, err);
    cancels++;
    return false;
}

static bool fail(struct http_request *request, void *context, struct error *err)
{
    (void)context;
    http_reply_header(request, "Retry-After", "7");
    error_set(err, ERROR_PACING, "slow down");
    return error_suggest(err, "wait");
}

static bool say_nothing(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context, (void)err;
    return true;
}

static bool count_body(struct http_request *request, void *context, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};
    size_t total = 0;
    char text[32];

    (void)context;
    do {
        if (!http_request_read(request, &piece, err))
            return false;
        total += piece.length;
    } while (piece.length);
    snprintf(text, sizeof(text), "%zu bytes", total);
    return http_reply_send(request, 200, "text/plain", text, strlen(text));
}

static bool ignore_body(struct http_request *request, void *context, struct error *err)
{
    return hello(request, context, err);
}

static bool stream_out(struct http_request *request, void *context, struct error *err)
{
    static char piece[64 * 1024];

    (void)context;
    memset(piece, 'z', sizeof(piece));
    http_reply_start(request, 200, "text/plain");
    for (int i = 0; i < 160; i++) {
        if (!http_reply_write(request, piece, sizeof(piece), err)) {
            cancels++;
            return false;
        }
        calls++;
    }
    return http_reply_end(request);
}

static bool break_off(struct http_request *request, void *context, struct error *err)
{
    (void)context;
    http_reply_start(request, 200, "text/plain");
    return http_reply_write(request, "some", 4, err) && error_set(err, ERROR_INTERNAL, "broken");
}

static bool three_pieces(struct http_request *request, void *context, struct error *err)
{
    (void)context;
    http_reply_start(request, 200, "text/plain");
    return http_reply_write(request, "one", 3, err) && http_reply_write(request, "", 0, err) &&
           http_reply_write(request, "three", 5, err) && http_reply_end(request);
}

static struct http_request *kept;
static int left, drained;

static void forget(void *arg, enum http_request_gone why)
{
    struct http_request *request = arg;

    if (why == HTTP_REQUEST_LEFT) {
        kept = NULL;
        left++;
        return;
    }
    drained++;
    CHECK(http_reply_push(request, "bye", 3));
    http_reply_end(request);
    kept = NULL;
}

static bool keep(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    http_reply_start(request, 200, "text/plain");
    http_request_keep(request, forget, request);
    kept = request;
    return true;
}

static bool no_content(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    return http_reply_send(request, 204, NULL, NULL, 0);
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/hello", .handler = hello },
    { .method = "DELETE", .path = "/hello", .handler = no_content },
    { .method = "GET", .path = "/texts/{a}/x/{bb}", .handler = echo_texts },
    { .method = "POST", .path = "/echo", .handler = echo_body, .body_limit = 100000 },
    { .method = "GET", .path = "/late", .handler = late },
    { .method = "GET", .path = "/fail", .handler = fail },
    { .method = "GET", .path = "/nothing", .handler = say_nothing },
    { .method = "POST", .path = "/count", .handler = count_body, .body = HTTP_BODY_STREAM,
      .body_limit = 100 << 20 },
    { .method = "POST", .path = "/ignore", .handler = ignore_body, .body = HTTP_BODY_STREAM,
      .body_limit = 100 << 20 },
    { .method = "GET", .path = "/stream", .handler = stream_out },
    { .method = "GET", .path = "/break", .handler = break_off },
    { .method = "GET", .path = "/pieces", .handler = three_pieces },
    { .method = "GET", .path = "/keep", .handler = keep },
};

static void run(const struct http_server_settings *settings, visit_fn *client)
{
    calls = cancels = left = drained = 0;
    kept = NULL;
    visit(settings, routes, COUNT(routes), client);
}

static bool has(const char *text, const char *part)
{
    if (strstr(text, part))
        return true;
    printf("no '%s' in: %.600s\n", part, text);
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);

    return has(n >= m ? text + n - m : text, end);
}

/* ---- answers ---- */

static void ask_once(void)
{
    const char *answer = visit_talk("GET /hello HTTP/1.1\r\n" LAST);

    CHECK(has(answer, "HTTP/1.1 200 OK\r\n") && has(answer, "\r\nContent-Length: 5\r\n"));
    CHECK(has(answer, "\r\nContent-Type: text/plain\r\n") && has(answer, "\r\nDate: "));
    CHECK(has(answer, "\r\nX-Ktrdr-Version: 1.2.3\r\n") && ends_with(answer, "\r\n\r\nhello"));
    CHECK(visit_accesses == 1 && visit_access.status == 200 && visit_access.bytes == 5);
    CHECK_TEXT(visit_access.target, "/hello");
}

TEST(a_request_is_answered_and_reported)
{
    run(&(struct http_server_settings){ .version = "1.2.3" }, ask_once);
}

static void ask_twice_on_one_connection(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
    while (visit_accesses < 1)
        visit_sleep(1);
    CHECK(http_server_connections(visit_server) == 1);
    visit_say(stream, "GET /hello HTTP/1.1\r\n" LAST);
    CHECK(ends_with(visit_hear(stream), "hello"));
    stream_free(stream);
    CHECK(calls == 2);
}

TEST(a_connection_is_used_again)
{
    run(NULL, ask_twice_on_one_connection);
}

static void pipeline(void)
{
    const char *answer = visit_talk("GET /late HTTP/1.1\r\n" HOST "\r\n"
                                    "POST /echo HTTP/1.1\r\nContent-Length: 3\r\n" HOST "\r\nabc"
                                    "GET /nowhere HTTP/1.1\r\n" HOST "\r\n"
                                    "\r\nGET /texts/1/x/2 HTTP/1.1\r\n" LAST);
    const char *first = strstr(answer, "hello"), *second = strstr(answer, "abc");
    const char *third = strstr(answer, "404 Not Found"), *fourth = strstr(answer, "[1|2|none]");

    CHECK(first && second && third && fourth);
    CHECK(first < second && second < third && third < fourth);
    CHECK(loop_now(visit_loop) == 5000);
}

TEST(pipelined_requests_are_answered_in_order_also_after_a_late_one)
{
    run(NULL, pipeline);
}

static void pipeline_many_refused(void)
{
    OWNED(buf_release) struct buf text = {0};
    struct stream *stream = visit_connect();
    const char *at;
    int n = 0;

    for (int i = 0; i < 5000; i++)
        buf_print(&text, "GET /%d HTTP/1.1\r\n" HOST "\r\n", i);
    buf_print(&text, "GET / HTTP/1.1\r\n" LAST);
    visit_say(stream, text.bytes);
    at = visit_hear(stream);
    while ((at = strstr(at, "404 Not Found")) != NULL) {
        at++;
        n++;
    }
    stream_free(stream);
    CHECK(n == 5001);
}

TEST(thousands_of_pipelined_refusals_do_not_use_up_the_stack)
{
    run(NULL, pipeline_many_refused);
}

static void send_and_close_a_side(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /hello HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n");
    stream_end(stream);
    CHECK(ends_with(visit_hear(stream), "hello"));
    CHECK(calls == 2);
    stream_free(stream);
}

TEST(a_client_that_sends_and_closes_its_side_is_answered)
{
    run(NULL, send_and_close_a_side);
}

static void ask_for_texts(void)
{
    CHECK(ends_with(visit_talk("GET /texts/a%2Fb/x/%C3%A9+?q=1+2%26&r&=3&s=%3D HTTP/1.1\r\n" LAST),
                    "[a/b|\xC3\xA9+|1 2&]<q=1 2&><r=><=3><s==>"));
    CHECK(has(visit_talk("GET /te%78ts/1/x/2 HTTP/1.1\r\n" LAST), "[1|2|none]"));
    CHECK(has(visit_talk("GET /texts/%00/x/2 HTTP/1.1\r\n" LAST), " 400 "));
    CHECK(has(visit_talk("GET /texts/%ff/x/2 HTTP/1.1\r\n" LAST), " 400 "));
    CHECK(has(visit_talk("GET /texts/%2/x/2 HTTP/1.1\r\n" LAST), " 400 "));
    CHECK(has(visit_talk("GET /texts/1/x/2?q=%C0%80 HTTP/1.1\r\n" LAST), " 400 "));
    CHECK(has(visit_talk("GET /texts/../x/2 HTTP/1.1\r\n" LAST), " 404 "));
    CHECK(has(visit_talk("GET /texts//x/2 HTTP/1.1\r\n" LAST), " 404 "));
    CHECK(has(visit_talk("GET /texts/1/x/2/ HTTP/1.1\r\n" LAST), " 404 "));
    CHECK(has(visit_talk("GET /texts/1/x HTTP/1.1\r\n" LAST), " 404 "));
    CHECK(has(visit_talk("GET /hello/ HTTP/1.1\r\n" LAST), " 404 "));
    CHECK(has(visit_talk("GET / HTTP/1.1\r\n" LAST), " 404 "));
}

TEST(parameters_and_queries_are_resolved_and_broken_ones_refused)
{
    run(NULL, ask_for_texts);
}

static void ask_wrong_methods(void)
{
    const char *answer = visit_talk("PUT /hello HTTP/1.1\r\n" LAST);

    CHECK(has(answer, " 405 Method Not Allowed") && has(answer, "\r\nAllow: GET, HEAD, DELETE\r\n"));
    CHECK(has(visit_talk("BREW /hello HTTP/1.1\r\n" LAST), " 501 "));
    CHECK(has(visit_talk("OPTIONS * HTTP/1.1\r\n" LAST), " 404 "));
    answer = visit_talk("DELETE /hello HTTP/1.1\r\n" LAST);
    CHECK(has(answer, " 204 No Content") && !strstr(answer, "Content-Length"));
}

TEST(another_method_gets_405_and_the_allowed_ones)
{
    run(NULL, ask_wrong_methods);
}

static void ask_heads(void)
{
    const char *answer = visit_talk("HEAD /hello HTTP/1.1\r\n" LAST);

    CHECK(has(answer, "\r\nContent-Length: 5\r\n") && ends_with(answer, "\r\n\r\n"));
    answer = visit_talk("HEAD /pieces HTTP/1.1\r\n" LAST);
    CHECK(has(answer, "chunked") && ends_with(answer, "\r\n\r\n") && !strstr(answer, "one"));
    answer = visit_talk("HEAD /nowhere HTTP/1.1\r\n" LAST);
    CHECK(has(answer, " 404 ") && ends_with(answer, "\r\n\r\n"));
}

TEST(a_head_is_answered_without_a_body)
{
    run(NULL, ask_heads);
}

static void ask_in_1_0(void)
{
    const char *answer = visit_talk("GET /pieces HTTP/1.0\r\n" HOST "\r\n");

    CHECK(has(answer, "\r\nConnection: close\r\n") && ends_with(answer, "\r\n\r\nonethree"));
    CHECK(!strstr(answer, "chunked"));
    answer = visit_talk("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n" HOST "\r\n"
                        "GET /hello HTTP/1.0\r\n" HOST "\r\n");
    CHECK(has(answer, "\r\nConnection: keep-alive\r\n") && calls == 2);
    answer = visit_talk("GET /pieces HTTP/1.1\r\n" LAST);
    CHECK(ends_with(answer, "\r\n\r\n3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"));
}

TEST(http_1_0_gets_no_chunks)
{
    run(NULL, ask_in_1_0);
}

/* ---- errors and ids ---- */

static void write_problem(void *context, const struct error *error, int status, const char *id,
                          struct buf *ret_body)
{
    (void)context;
    buf_print(ret_body, "%d %s %s (%s) %s", status, error_name(error->code), error->text,
              error->suggestion, id);
}

static bool refuse_secrets(void *context, struct http_request *request, struct error *err)
{
    (void)context;
    return !http_request_header(request, "x-SECRET") ||
           error_set(err, ERROR_FORBIDDEN, "no '%s'", http_request_header(request, "X-Secret"));
}

static void ask_for_failures(void)
{
    const char *answer = visit_talk("GET /fail HTTP/1.1\r\nX-Request-Id: abc-1\r\n" LAST);

    CHECK(has(answer, " 429 ") && has(answer, "\r\nRetry-After: 7\r\n"));
    CHECK(has(answer, "\r\nX-Request-Id: abc-1\r\n") && has(answer, "\r\nContent-Type: t/p\r\n"));
    CHECK(ends_with(answer, "\r\n\r\n429 pacing slow down (wait) abc-1"));
    CHECK(has(visit_talk("GET /nothing HTTP/1.1\r\n" LAST), "500 internal"));
    CHECK(has(visit_talk("GET /hello HTTP/1.1\r\nX-Secret: x\r\n" LAST), "403 forbidden no 'x'"));
    CHECK(has(visit_talk("nonsense\r\n\r\n"), "400 malformed"));
    CHECK(visit_access.status == 400);
}

TEST(errors_become_bodies_by_the_hook)
{
    run(&(struct http_server_settings){ .hooks = { .error_body = write_problem, .error_type = "t/p",
                                                   .check = refuse_secrets } }, ask_for_failures);
}

static void send_odd_ids(void)
{
    char first[17];
    const char *answer = visit_talk("GET /hello HTTP/1.1\r\nX-Request-Id: a b\r\n" LAST);

    snprintf(first, sizeof(first), "%s", strstr(answer, "X-Request-Id: ") + 14);
    CHECK(strspn(first, "0123456789abcdef") == 16);
    answer = visit_talk("GET /hello HTTP/1.1\r\nX-Request-Id: "
                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" LAST);
    CHECK(!strstr(answer, "aaaaaa") && !strstr(answer, first));
}

TEST(an_odd_request_id_is_replaced_by_a_new_one)
{
    run(NULL, send_odd_ids);
}

static void ask_for_a_break(void)
{
    const char *answer = visit_talk("GET /break HTTP/1.1\r\n" HOST "\r\n");

    CHECK(ends_with(answer, "4\r\nsome\r\n"));      /* no last chunk */
    CHECK(visit_access.status == 500 && loop_now(visit_loop) == 0);
}

TEST(a_failure_after_the_reply_began_breaks_it_off)
{
    run(NULL, ask_for_a_break);
}

/* ---- refusals ---- */

static const struct { int status; const char *text; } refused[] = {
    { 501, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
    { 501, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: x\r\n\r\nabc" },
    { 501, "CONNECT localhost:80 HTTP/1.1\r\n" HOST "\r\n" },
    { 501, "CONNECT / HTTP/1.1\r\n" HOST "\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n Host: x\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\nHost : localhost\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST "X\x80: y\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST "X Y: z\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST ": z\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST "nocolon\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\n" HOST "\r\n" },
    { 400, "GET /hello HTTP/1.1\r\nHost: localhost\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST "\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n\r\n" },
    { 400, "GET /hello HTTP/1.0\r\n\r\n" },
    { 400, "GET /hello HTTP/1.1\r\n" HOST HOST "\r\n" },
    { 505, "GET /hello HTTP/1.2\r\n" HOST "\r\n" },
    { 505, "GET /hello HTTP/2.0\r\n" HOST "\r\n" },
    { 505, "GET /hello HTTP/0.9\r\n" HOST "\r\n" },
    { 505, "GET /hello HTTP/11.1\r\n" HOST "\r\n" },
    { 505, "GET /hello http/1.1\r\n" HOST "\r\n" },
    { 400, "GET /hello\r\n\r\n" },
    { 400, "GET /h\xC3\xA9llo HTTP/1.1\r\n" HOST "\r\n" },
    { 400, "GET /h\x7Fllo HTTP/1.1\r\n" HOST "\r\n" },
    { 400, "GET hello HTTP/1.1\r\n" HOST "\r\n" },
    { 400, "GET http://localhost/hello HTTP/1.1\r\n" HOST "\r\n" },
    { 400, "GET  /hello HTTP/1.1\r\n" HOST "\r\n" },
    { 505, "GET /hello HTTP/1.1 \r\n" HOST "\r\n" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3, 3\r\n\r\nabc" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0x3\r\n\r\nabc" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: -3\r\n\r\nabc" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\nabc" },
    { 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\nabc" },
    { 413, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 100001\r\n\r\n" },
    { 413, "GET /hello HTTP/1.1\r\n" HOST "Content-Length: 1\r\nConnection: close\r\n\r\nx" },
    { 417, "POST /echo HTTP/1.1\r\n" HOST "Expect: miracles\r\nContent-Length: 1\r\n\r\nx" },
    { 501, "FETCH /hello HTTP/1.1\r\n" HOST "\r\n" },
};

static void ask_for_refusals(void)
{
    for (size_t i = 0; i < COUNT(refused); i++) {
        char want[32];
        bool is_refused;

        snprintf(want, sizeof(want), "HTTP/1.1 %d ", refused[i].status);
        is_refused = !strncmp(visit_talk(refused[i].text), want, strlen(want));
        CHECK(is_refused);
        if (!is_refused)
            printf("not %s: %s\n", want, refused[i].text);
    }
    CHECK(calls == 0 && loop_now(visit_loop) == 0);
}

TEST(what_is_not_strictly_http_is_refused_at_once)
{
    run(NULL, ask_for_refusals);
}

static void send_big_heads(void)
{
    OWNED(buf_release) struct buf text = {0};

    buf_print(&text, "GET /hello HTTP/1.1\r\n" HOST "X: ");
    while (text.length < 16 * 1024)
        buf_print(&text, "y");
    CHECK(has(visit_talk(text.bytes), " 431 "));
    text.length = 0;
    buf_print(&text, "GET /hello HTTP/1.1\r\n" HOST);
    for (int i = 0; i < 70; i++)
        buf_print(&text, "X-%d: y\r\n", i);
    buf_print(&text, "\r\n");
    CHECK(has(visit_talk(text.bytes), " 431 "));
    CHECK(loop_now(visit_loop) == 0 && calls == 0);
}

TEST(a_head_over_its_limit_is_refused)
{
    run(NULL, send_big_heads);
}

/* ---- time ---- */

static void dawdle(void)
{
    struct stream *stream = visit_connect();

    visit_sleep(30000);             /* no byte yet: idle */
    for (int i = 0; i < 9; i++) {
        visit_say(stream, i ? "X: y\r\n" : "GET /hello HTTP/1.1\r\n");
        visit_sleep(1000);
    }
    CHECK(has(visit_hear(stream), " 408 "));
    CHECK(loop_now(visit_loop) >= 40000 && loop_now(visit_loop) <= 40020);
    stream_free(stream);
}

TEST(a_head_that_drips_is_answered_408_ten_seconds_after_its_first_byte)
{
    run(NULL, dawdle);
}

static void stay_idle(void)
{
    struct stream *stream = visit_connect();

    CHECK(!*visit_hear(stream));
    CHECK(loop_now(visit_loop) >= 60000 && loop_now(visit_loop) <= 60020);
    stream_free(stream);
    stream = visit_connect();
    visit_say(stream, "GET /late HTTP/1.1\r\n" HOST "\r\n");
    CHECK(ends_with(visit_hear(stream), "hello"));
    CHECK(loop_now(visit_loop) >= 125000 && loop_now(visit_loop) <= 125040);
    stream_free(stream);
}

TEST(an_idle_connection_closes_after_a_minute)
{
    run(NULL, stay_idle);
}

static void send_half_a_body(void)
{
    CHECK(has(visit_talk("POST /echo HTTP/1.1\r\nContent-Length: 10\r\n" HOST "\r\nhalf"), " 408 "));
    CHECK(loop_now(visit_loop) >= 10000 && loop_now(visit_loop) <= 10020);
    CHECK(has(visit_talk("POST /count HTTP/1.1\r\nContent-Length: 10\r\n" HOST "\r\nhalf"), " 408 "));
}

TEST(a_body_that_does_not_come_is_answered_408)
{
    run(NULL, send_half_a_body);
}

static void drip_a_body(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "POST /count HTTP/1.1\r\nContent-Length: 1000\r\n" HOST "\r\n");
    for (int i = 0; i < 30 && !visit_accesses; i++) {
        visit_say(stream, "x");
        visit_sleep(1000);
    }
    CHECK(visit_access.status == 408);
    CHECK(loop_now(visit_loop) >= 10000 && loop_now(visit_loop) <= 11020);
    stream_free(stream);
}

TEST(a_body_that_drips_has_no_more_time_than_its_bytes_deserve)
{
    run(NULL, drip_a_body);
}

static void never_read(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /stream HTTP/1.1\r\n" HOST "\r\n");
    while (!visit_accesses)
        visit_sleep(100);
    CHECK(visit_access.status == 499 && cancels == 1 && calls < 160);
    CHECK(loop_now(visit_loop) >= 30000 && loop_now(visit_loop) <= 30200);
    stream_free(stream);
}

TEST(a_client_that_takes_nothing_is_cut_off_and_its_task_cancelled)
{
    run(NULL, never_read);
}

/* ---- bodies ---- */

static void read_slowly(void)
{
    struct stream *stream = visit_connect();
    size_t total = 0, n;

    visit_say(stream, "GET /stream HTTP/1.1\r\n" LAST);
    visit_sleep(1000);
    CHECK(calls > 0 && calls < 160);        /* waits for us: the kernel's buffers and the queue are full */
    do {
        n = strlen(visit_hear_bytes(stream, 100000));
        total += n;
    } while (n);
    CHECK(calls == 160 && total > 160 * 64 * 1024 && total < 160 * 64 * 1024 + 3000);
    stream_free(stream);
}

TEST(a_streamed_reply_waits_for_a_slow_reader)
{
    run(NULL, read_slowly);
}

static void upload(void)
{
    static char piece[64 * 1024];
    struct stream *stream = visit_connect();
    struct error err;

    memset(piece, 'u', sizeof(piece));
    visit_say(stream, "POST /count HTTP/1.1\r\nContent-Length: 6553600\r\n" LAST);
    for (int i = 0; i < 100; i++)
        CHECK(stream_write(stream, piece, sizeof(piece), 0, &err));
    CHECK(ends_with(visit_hear(stream), "6553600 bytes"));
    stream_free(stream);
}

TEST(a_streamed_body_is_read_piece_by_piece)
{
    run(NULL, upload);
}

static void expect(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "POST /echo HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n" LAST);
    CHECK(!strcmp(visit_hear_bytes(stream, 25), "HTTP/1.1 100 Continue\r\n\r\n"));
    visit_say(stream, "body");
    CHECK(ends_with(visit_hear(stream), "\r\n\r\nbody"));
    stream_free(stream);
    CHECK(!strncmp(visit_talk("POST /echo HTTP/1.1\r\nExpect: 100-continue\r\n"
                              "Content-Length: 100001\r\n" HOST "\r\n"), "HTTP/1.1 413 ", 13));
}

TEST(an_expected_continue_is_said_when_the_body_is_wanted)
{
    run(NULL, expect);
}

static void send_a_body_nobody_reads(void)
{
    CHECK(ends_with(visit_talk("POST /ignore HTTP/1.1\r\nContent-Length: 300\r\n" HOST "\r\n"
                               "GET /late HTTP/1.1\r\n" HOST "\r\n"), "hello"));
    CHECK(calls == 1);                      /* what follows is its body, and we close */
    calls = 0;
    CHECK(ends_with(visit_talk("POST /ignore HTTP/1.1\r\nContent-Length: 5\r\n" HOST "\r\n12345"
                               "GET /hello HTTP/1.1\r\n" LAST), "hello"));
    CHECK(calls == 2);
}

TEST(a_body_that_nobody_reads_is_never_taken_for_a_request)
{
    run(NULL, send_a_body_nobody_reads);
}

/* ---- leaving ---- */

static void leave(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /late HTTP/1.1\r\n" HOST "\r\n");
    visit_sleep(1000);
    stream_free(stream);
    while (!visit_accesses)
        visit_sleep(1);
    CHECK(cancels == 1 && visit_access.status == 499 && loop_now(visit_loop) < 1010);
    stream = visit_connect();
    visit_say(stream, "POST /count HTTP/1.1\r\nContent-Length: 5\r\n" HOST "\r\n");
    stream_free(stream);
    while (visit_accesses < 2)
        visit_sleep(1);
    CHECK(visit_access.status == 499);
}

TEST(a_client_that_leaves_cancels_its_task)
{
    run(NULL, leave);
}

static void leave_a_kept_reply(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /keep HTTP/1.1\r\n" HOST "\r\n");
    visit_sleep(120000);            /* no limit in time applies to it */
    CHECK(kept && task_count() == 1 && http_reply_push(kept, "news", 4));
    visit_sleep(1);
    stream_free(stream);
    visit_sleep(1);
    CHECK(left == 1 && !kept && visit_accesses == 1);
    stream = visit_connect();
    visit_say(stream, "GET /keep HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" LAST);
    visit_sleep(1);
    CHECK(kept && calls == 0 && http_reply_end(kept));
    CHECK(ends_with(visit_hear(stream), "hello"));
    stream_free(stream);
    CHECK(left == 1 && calls == 1);
}

TEST(a_kept_reply_goes_on_without_a_task_until_it_ends_or_the_client_leaves)
{
    run(NULL, leave_a_kept_reply);
}

static void crowd(void)
{
    struct stream *streams[3];
    const char *answer;

    for (int i = 0; i < 3; i++)
        streams[i] = visit_connect();
    answer = visit_hear(streams[2]);
    CHECK(has(answer, " 503 ") && has(answer, "\r\nConnection: close\r\n"));
    stream_free(streams[2]);
    stream_free(streams[1]);
    visit_sleep(1);
    CHECK(has(visit_talk("GET /hello HTTP/1.1\r\n" LAST), " 200 "));
    stream_free(streams[0]);
}

TEST(one_connection_too_many_is_answered_503)
{
    run(&(struct http_server_settings){ .connections = 2 }, crowd);
}

/* ---- draining ---- */

static bool drain(void *arg, struct error *err)
{
    (void)err;
    http_server_drain(visit_server, *(int *)arg);
    return true;
}

static void drain_beside(int ms, const char *request, const char *want)
{
    struct stream *idle = visit_connect(), *busy = visit_connect();
    struct error err;
    struct scope scope = { .loop = visit_loop };

    visit_say(busy, request);
    visit_sleep(100);
    scope_spawn(&scope, drain, &ms);
    CHECK(!*visit_hear(idle));
    CHECK(loop_now(visit_loop) == 100);
    CHECK(has(visit_hear(busy), want));
    stream_free(idle);
    stream_free(busy);
    CHECK(scope_wait(&scope, &err));
}

static void drain_patiently(void)
{
    drain_beside(10000, "GET /late HTTP/1.1\r\n" HOST "\r\n", "\r\nConnection: close\r\n");
    CHECK(loop_now(visit_loop) == 5000 && calls == 1 && cancels == 0);
}

TEST(a_drain_closes_what_is_idle_and_lets_requests_end)
{
    run(NULL, drain_patiently);
}

static void drain_impatiently(void)
{
    drain_beside(1000, "GET /late HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 503 ");
    CHECK(loop_now(visit_loop) == 1100 && calls == 0 && cancels == 1);
}

TEST(a_drain_cancels_what_does_not_end_in_time)
{
    run(NULL, drain_impatiently);
}

static void drain_kept(void)
{
    drain_beside(10000, "GET /keep HTTP/1.1\r\n" HOST "\r\n", "3\r\nbye\r\n0\r\n\r\n");
    CHECK(loop_now(visit_loop) == 100 && drained == 1 && left == 0);
}

TEST(a_drain_tells_those_who_keep_a_reply)
{
    run(NULL, drain_kept);
}

static void drain_someone_who_never_reads(void)
{
    struct stream *stream = visit_connect();

    visit_say(stream, "GET /stream HTTP/1.1\r\n" HOST "\r\n");
    visit_sleep(100);
    http_server_drain(visit_server, 1000);
    CHECK(loop_now(visit_loop) <= 1610 && cancels == 1);
    stream_free(stream);
}

TEST(a_drain_does_not_wait_for_a_client_that_never_reads)
{
    run(NULL, drain_someone_who_never_reads);
}

/* ---- where it listens ---- */

static void visit_a_path(void)
{
    char path[200];
    struct stat status;
    struct stream *stream;
    struct error err;

    snprintf(path, sizeof(path), "%s/k.sock", test_folder());
    CHECK(http_server_listen_unix(visit_server, path, &err));
    CHECK(!stat(path, &status) && (status.st_mode & 0777) == 0600);
    CHECK(!http_server_listen_unix(visit_server, path, &err) && err.code == ERROR_CONFLICT);
    CHECK(stream_connect_unix(path, 0, &stream, &err));
    visit_say(stream, "GET /hello HTTP/1.1\r\n" LAST);
    CHECK(ends_with(visit_hear(stream), "hello"));
    stream_free(stream);
    http_server_drain(visit_server, 0);
    CHECK(access(path, F_OK));
}

TEST(a_unix_socket_is_ours_alone_and_gone_after_a_drain)
{
    run(NULL, visit_a_path);
}

static void take_the_port_twice(void)
{
    struct error err;

    CHECK(!http_server_listen(visit_server, "127.0.0.1", http_server_port(visit_server), &err));
    CHECK(err.code == ERROR_CONFLICT && has(err.text, "127.0.0.1:"));
}

TEST(a_port_that_is_taken_is_a_conflict)
{
    run(NULL, take_the_port_twice);
}
