/* The exchange blocks, so it runs on a thread of the pool; the server is on the loop. */
#include "http_visit.h"

#include "async/work.h"
#include "net/http_exchange.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

static struct http_exchange_settings settings;
static atomic_int calls;

static bool hello(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    calls++;
    http_reply_header(request, "X-Extra", "more");
    return http_reply_send(request, 200, "text/plain", "hello", 5);
}

static bool echo(struct http_request *request, void *context, struct error *err)
{
    const struct buf *body = http_request_body(request);
    const char *type = http_request_header(request, "Content-Type");

    (void)context, (void)err;
    return http_reply_send(request, 201, type, body->bytes, body->length);
}

static bool count(struct http_request *request, void *context, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};
    size_t total = 0;
    char text[32];

    (void)context;
    do {
        if (!http_request_read(request, &piece, err))
            return false;
        for (size_t i = 0; i < piece.length; i++)
            CHECK(piece.bytes[i] == 'f');
        total += piece.length;
    } while (piece.length);
    snprintf(text, sizeof(text), "%zu", total);
    return http_reply_send(request, 200, "text/plain", text, strlen(text));
}

static bool three(struct http_request *request, void *context, struct error *err)
{
    static char piece[100000];

    (void)context;
    memset(piece, 'p', sizeof(piece));
    http_reply_start(request, 200, "text/plain");
    for (int i = 0; i < 3; i++)
        if (!http_reply_write(request, piece, sizeof(piece), err))
            return false;
    return http_reply_end(request);
}

static bool never(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context;
    return timer_sleep(1000000, 0, err);
}

static bool break_off(struct http_request *request, void *context, struct error *err)
{
    (void)context;
    http_reply_start(request, 200, "text/plain");
    return http_reply_write(request, "some", 4, err) && error_set(err, ERROR_INTERNAL, "broken");
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/hello", .handler = hello },
    { .method = "POST", .path = "/echo", .handler = echo, .body_limit = 10 },
    { .method = "POST", .path = "/count", .handler = count, .body = HTTP_BODY_STREAM,
      .body_limit = 100 << 20 },
    { .method = "GET", .path = "/three", .handler = three },
    { .method = "GET", .path = "/never", .handler = never },
    { .method = "GET", .path = "/break", .handler = break_off },
};

static work_fn *script;

static void on_a_worker(void)
{
    struct error err = {0};

    settings.host = "127.0.0.1";
    settings.port = http_server_port(visit_server);
    if (!work_run(script, NULL, &err))
        printf("%s\n", err.text);
    CHECK(err.code == ERROR_NONE);
}

static void run(work_fn *fn)
{
    script = fn;
    calls = 0;
    settings = (struct http_exchange_settings){0};
    visit(NULL, routes, COUNT(routes), on_a_worker);
}

static bool get(struct http_exchange *exchange, const char *target, int *ret_status,
                struct error *err)
{
    const struct http_exchange_request request = { .method = "GET", .target = target };

    return http_exchange_send(exchange, &request, ret_status, err);
}

static bool ask_three_times(void *arg, struct error *err)
{
    OWNED(buf_release) struct buf body = {0};
    struct http_exchange *exchange = http_exchange_new(&settings);
    int status = 0;

    (void)arg;
    for (int i = 0; i < 3; i++) {
        if (!get(exchange, "/hello", &status, err) ||
            !http_exchange_read_all(exchange, 100, &body, err))
            return false;
        CHECK(status == 200 && !strcmp(body.bytes, "hello") && calls == i + 1);
        CHECK_TEXT(http_exchange_header(exchange, "x-extra"), "more");
        CHECK(http_server_connections(visit_server) == 1);
    }
    if (!get(exchange, "/nowhere", &status, err))
        return false;
    CHECK(status == 404);
    http_exchange_free(exchange);
    return true;
}

TEST(one_connection_serves_several_requests)
{
    run(ask_three_times);
}

static bool post(void *arg, struct error *err)
{
    OWNED(buf_release) struct buf body = {0};
    struct http_exchange *exchange = http_exchange_new(&settings);
    struct http_exchange_request request = { .method = "POST", .target = "/echo",
                                             .headers = "X-Test: 1\r\n", .type = "text/x",
                                             .body = "abc", .body_length = 3 };
    int status;

    (void)arg;
    if (!http_exchange_send(exchange, &request, &status, err) ||
        !http_exchange_read_all(exchange, 100, &body, err))
        return false;
    CHECK(status == 201 && !strcmp(body.bytes, "abc"));
    CHECK_TEXT(http_exchange_header(exchange, "Content-Type"), "text/x");
    request.body_length = 0;
    if (!http_exchange_send(exchange, &request, &status, err) ||
        !http_exchange_read_all(exchange, 100, &body, err))
        return false;
    CHECK(status == 201 && !body.length && !strcmp(body.bytes, ""));
    http_exchange_free(exchange);
    return true;
}

TEST(a_body_is_sent_and_read)
{
    run(post);
}

static int open_file(size_t length)
{
    char path[200];
    int fd;

    snprintf(path, sizeof(path), "%s/f", test_folder());
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    for (size_t i = 0; i < length; i += 1000)
        CHECK(write(fd, memset((char[1000]){0}, 'f', 1000), 1000) == 1000);
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static bool send_files(void *arg, struct error *err)
{
    OWNED(buf_release) struct buf body = {0};
    struct http_exchange *exchange = http_exchange_new(&settings);
    struct http_exchange_file file = { open_file(3000000), 3000000 };
    const struct http_exchange_request request = { .method = "POST", .target = "/count",
                                                   .file = &file };
    const struct http_exchange_request refused = { .method = "POST", .target = "/echo",
                                                   .file = &file };
    struct error why;
    int status;

    (void)arg;
    if (!http_exchange_send(exchange, &request, &status, err) ||
        !http_exchange_read_all(exchange, 100, &body, err))
        return false;
    CHECK(status == 200 && !strcmp(body.bytes, "3000000"));
    lseek(file.fd, 0, SEEK_SET);
    if (!http_exchange_send(exchange, &refused, &status, err))
        return false;
    CHECK(status == 413);
    lseek(file.fd, 2999000, SEEK_SET);
    CHECK(!http_exchange_send(exchange, &request, &status, &why) && why.code == ERROR_BAD_DATA);
    if (!get(exchange, "/hello", &status, err))
        return false;
    CHECK(status == 200);
    close(file.fd);
    http_exchange_free(exchange);
    return true;
}

TEST(a_file_is_streamed_and_a_refusal_is_read_before_all_is_sent)
{
    run(send_files);
}

static bool read_in_pieces(void *arg, struct error *err)
{
    OWNED(buf_release) struct buf piece = {0};
    struct http_exchange *exchange = http_exchange_new(&settings);
    size_t total = 0, n_pieces = 0;
    struct error why;
    int status;

    (void)arg;
    if (!get(exchange, "/three", &status, err))
        return false;
    do {
        if (!http_exchange_read(exchange, &piece, err))
            return false;
        total += piece.length;
        n_pieces++;
    } while (piece.length);
    CHECK(total == 300000 && n_pieces > 2);
    CHECK(get(exchange, "/three", &status, err));
    CHECK(!http_exchange_read_all(exchange, 299999, &piece, &why) && why.code == ERROR_TOO_LARGE);
    CHECK(get(exchange, "/three", &status, err));      /* on a new connection */
    CHECK(http_exchange_read_all(exchange, 300000, &piece, &why) && piece.length == 300000);
    CHECK(get(exchange, "/break", &status, err) && status == 200);
    CHECK(!http_exchange_read_all(exchange, 100, &piece, &why) && why.code == ERROR_UNAVAILABLE);
    http_exchange_free(exchange);
    return true;
}

TEST(a_reply_is_read_in_pieces_or_whole_up_to_a_limit)
{
    run(read_in_pieces);
}

static bool run_out_of_time(void *arg, struct error *err)
{
    struct http_exchange *exchange = http_exchange_new(&settings);
    struct error why;
    int status;

    (void)arg, (void)err;
    http_exchange_within(exchange, 5);
    CHECK(!get(exchange, "/never", &status, &why) && why.code == ERROR_TIMEOUT);
    http_exchange_free(exchange);
    return true;
}

TEST(a_reply_that_does_not_come_is_a_timeout)
{
    run(run_out_of_time);
}

static bool be_interrupted(void *arg, struct error *err)
{
    volatile sig_atomic_t flag = 1;
    struct http_exchange *exchange;
    struct error why;
    int fds[2], status;

    (void)arg, (void)err;
    settings.interrupted = &flag;
    exchange = http_exchange_new(&settings);
    CHECK(!get(exchange, "/hello", &status, &why) && why.code == ERROR_CANCELLED && calls == 0);
    http_exchange_free(exchange);
    CHECK(!pipe(fds) && write(fds[1], "x", 1) == 1);
    settings.interrupted = NULL;
    settings.interrupted_fd = &fds[0];
    exchange = http_exchange_new(&settings);
    CHECK(!get(exchange, "/never", &status, &why) && why.code == ERROR_CANCELLED);
    http_exchange_free(exchange);
    close(fds[0]);
    close(fds[1]);
    return true;
}

TEST(an_interrupt_is_seen_as_a_flag_or_on_a_descriptor)
{
    run(be_interrupted);
}

static bool ask_after_a_close(void *arg, struct error *err)
{
    OWNED(buf_release) struct buf body = {0};
    struct http_exchange *exchange = arg;
    int status;

    return get(exchange, "/hello", &status, err) &&
           http_exchange_read_all(exchange, 100, &body, err);
}

static void meet_a_closed_connection(void)
{
    struct http_exchange *exchange;
    struct error err;

    settings.host = "127.0.0.1";
    settings.port = http_server_port(visit_server);
    exchange = http_exchange_new(&settings);
    CHECK(work_run(ask_after_a_close, exchange, &err));
    visit_sleep(61000);             /* the server has closed it as idle */
    CHECK(http_server_connections(visit_server) == 0);
    CHECK(work_run(ask_after_a_close, exchange, &err) && calls == 2);
    http_exchange_free(exchange);
}

TEST(a_connection_that_the_server_has_closed_is_replaced)
{
    calls = 0;
    settings = (struct http_exchange_settings){0};
    visit(NULL, routes, COUNT(routes), meet_a_closed_connection);
}

TEST(nobody_there_is_unavailable_with_a_suggestion)
{
    struct http_exchange *exchange =
        http_exchange_new(&(struct http_exchange_settings){ .path = "/nowhere/ktrdr.sock" });
    struct error err;
    int status;

    CHECK(!get(exchange, "/hello", &status, &err) && err.code == ERROR_UNAVAILABLE);
    CHECK(strstr(err.text, "/nowhere/ktrdr.sock") && err.suggestion[0]);
    http_exchange_free(exchange);
}

static bool use_a_path(void *path, struct error *err)
{
    OWNED(buf_release) struct buf body = {0};
    struct http_exchange *exchange =
        http_exchange_new(&(struct http_exchange_settings){ .path = path });
    int status;
    bool ok = get(exchange, "/hello", &status, err) &&
              http_exchange_read_all(exchange, 100, &body, err);

    CHECK(ok && status == 200 && !strcmp(body.bytes, "hello"));
    http_exchange_free(exchange);
    return ok;
}

static void visit_a_path(void)
{
    char path[200];
    struct error err;

    snprintf(path, sizeof(path), "%s/k.sock", test_folder());
    CHECK(http_server_listen_unix(visit_server, path, &err));
    CHECK(work_run(use_a_path, path, &err));
}

TEST(an_exchange_goes_over_a_unix_socket)
{
    settings = (struct http_exchange_settings){0};
    visit(NULL, routes, COUNT(routes), visit_a_path);
}

static bool ask_at_once(void *arg, struct error *err)
{
    enum { AT_ONCE = 5 };
    static const char *const targets[AT_ONCE] = { "/never", "/hello", "/never", "/three", "/never" };
    struct http_exchange *exchanges[AT_ONCE], *left[AT_ONCE];
    OWNED(buf_release) struct buf body = {0};
    size_t n = AT_ONCE, which;
    int status, total = 0;
    struct error why;

    (void)arg;
    for (size_t i = 0; i < AT_ONCE; i++) {
        left[i] = exchanges[i] = http_exchange_new(&settings);
        if (!http_exchange_start(exchanges[i], &(struct http_exchange_request){
                .method = "GET", .target = targets[i] }, err))
            return false;
    }
    while (n > 3) {
        if (!http_exchange_any(left, n, &which, err) ||
            !http_exchange_finish(left[which], &status, err) ||
            !http_exchange_read_all(left[which], 1000000, &body, err))
            return false;
        total += (int)body.length;
        left[which] = left[--n];
    }
    CHECK(total == 300005);
    http_exchange_within(left[0], 5);
    CHECK(!http_exchange_any(left, n, &which, &why) && why.code == ERROR_TIMEOUT);
    for (size_t i = 0; i < AT_ONCE; i++)
        http_exchange_free(exchanges[i]);
    return true;
}

TEST(several_exchanges_wait_in_one_poll)
{
    run(ask_at_once);
}
