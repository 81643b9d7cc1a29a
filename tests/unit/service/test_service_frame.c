#include "async/loop.h"
#include "async/stream.h"
#include "async/task.h"
#include "base/buf.h"
#include "base/findings.h"
#include "base/mem.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/service_frame.h"
#include "service/service_metrics.h"
#include "service/service_problem.h"
#include "test.h"
#include "wire/wire_error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LAST "Host: localhost:1\r\nConnection: close\r\n\r\n"

static struct loop *loop;
static struct service_frame *frame;
static struct service_frame_settings settings;
static struct buf heard;
static char socket_path[200];

static void health(void *context, struct buf *json)
{
    buf_print(json, "{\"status\":\"ok\",\"who\":\"%s\"}", (const char *)context);
}

static bool fail(struct http_request *request, void *context, struct error *err)
{
    (void)request, (void)context;
    error_set(err, ERROR_NOT_FOUND, "no \"bars\" for '\xff'");
    return error_suggest(err, "load them");
}

static bool find_mistakes(struct http_request *request, void *context, struct error *err)
{
    static struct findings findings;
    struct error why;

    (void)context, (void)err;
    findings = (struct findings){0};
    findings_add(&findings, FINDINGS_ERROR, "training.epochs", "must be over 0");
    findings_add(&findings, FINDINGS_WARNING, "name", "is long");
    findings_add(&findings, FINDINGS_ERROR, "symbol", "is missing");
    return findings_check(&findings, "request", &why) ||
           service_problem_send(request, &why, &findings);
}

static bool show_key(struct http_request *request, void *context, struct error *err)
{
    char key[SERVICE_FRAME_KEY];

    (void)context;
    return service_frame_idempotency_key(request, key, err) &&
           http_reply_send(request, 200, "text/plain", key, strlen(key));
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/fail", .handler = fail },
    { .method = "POST", .path = "/mistakes", .handler = find_mistakes },
    { .method = "POST", .path = "/key", .handler = show_key },
};

typedef void script_fn(void);

static bool run_script(void *script, struct error *err)
{
    (void)err;
    (*(script_fn **)script)();
    service_frame_drain(frame, 1000);
    return true;
}

static void run(script_fn *script)
{
    struct error err = {0};
    struct task *task;

    log_start("test", LOG_ERROR, LOG_JSON);
    loop = loop_new_virtual();
    settings.name = "backend";
    settings.version = "1.2.3";
    settings.listen = settings.listen ? settings.listen : "127.0.0.1:0";
    settings.health = health;
    settings.context = "me";
    frame = service_frame_new(loop, &settings);
    http_server_add_routes(service_frame_server(frame), routes, COUNT(routes), NULL);
    if (!service_frame_listen(frame, &err))
        printf("%s\n", err.text);
    CHECK(!err.code);
    task = task_spawn(loop, run_script, &script);
    loop_run(loop);
    CHECK(task_join(task, &err) && task_count() == 0);
    service_frame_free(frame);
    loop_free(loop);
    buf_release(&heard);
    settings = (struct service_frame_settings){0};
}

static const char *hear(struct stream *stream, const char *text)
{
    static char piece[8192];
    struct error err;
    size_t n = 1;

    heard.length = 0;
    buf_add(&heard, "", 0);
    CHECK(stream_write(stream, text, strlen(text), 0, &err));
    while (n && stream_read(stream, piece, sizeof(piece), 0, &n, &err))
        buf_add(&heard, piece, n);
    stream_free(stream);
    return heard.bytes;
}

static const char *talk(const char *text)
{
    struct stream *stream = NULL;
    struct error err;

    CHECK(stream_connect("127.0.0.1", http_server_port(service_frame_server(frame)), 0, &stream,
                         &err));
    return hear(stream, text);
}

static const char *talk_over_path(const char *text)
{
    struct stream *stream = NULL;
    struct error err;

    CHECK(stream_connect_unix(socket_path, 0, &stream, &err));
    return hear(stream, text);
}

static bool has(const char *text, const char *part)
{
    if (strstr(text, part))
        return true;
    printf("no '%s' in: %.600s\n", part, text);
    return false;
}

/* ---- health, metrics, problems ---- */

static void look_around(void)
{
    const char *answer = talk("GET /health HTTP/1.1\r\n" LAST);

    CHECK(has(answer, " 200 OK") && has(answer, "{\"status\":\"ok\",\"who\":\"me\"}"));
    CHECK(has(answer, "X-Ktrdr-Version: 1.2.3") && has(answer, "X-Request-Id: "));
    CHECK(has(talk("GET /api/v1/health HTTP/1.1\r\n" LAST), "{\"status\":\"ok\""));
    talk("GET /nowhere HTTP/1.1\r\n" LAST);
    answer = talk("GET /metrics HTTP/1.1\r\n" LAST);
    CHECK(has(answer, "ktrdr_build_info{service=\"backend\",version=\"1.2.3\"} 1\n"));
    CHECK(has(answer, "ktrdr_http_requests_total{class=\"2xx\"} 2\n"));
    CHECK(has(answer, "ktrdr_http_requests_total{class=\"4xx\"} 1\n"));
    CHECK(has(answer, "ktrdr_http_request_seconds_count 3\n"));
    CHECK(!strncmp(service_frame_address(frame), "127.0.0.1:", 10));
    CHECK(atoi(service_frame_address(frame) + 10) == http_server_port(service_frame_server(frame)));
}

TEST(every_service_tells_its_health_and_metrics)
{
    run(look_around);
}

static void make_problems(void)
{
    struct wire_error problem;
    struct error err, back;
    const char *answer = talk("GET /fail HTTP/1.1\r\nX-Request-Id: r-1\r\n" LAST);
    const char *body = strstr(answer, "\r\n\r\n") + 4;

    CHECK(has(answer, " 404 Not Found") && has(answer, "application/problem+json"));
    CHECK(wire_decode(wire_error_fields, WIRE_STRICT, body, strlen(body), &problem, &err));
    CHECK(problem.status == 404 && !strcmp(problem.code, "not_found"));
    CHECK(!strcmp(problem.suggestion, "load them") && !strcmp(problem.request_id, "r-1"));
    CHECK(!wire_error_to(&problem, &back) && back.code == ERROR_NOT_FOUND);
    wire_error_release(&problem);
    CHECK(has(talk("PUT /fail HTTP/1.1\r\n" LAST), "\"status\":405"));
    answer = talk("POST /mistakes HTTP/1.1\r\nContent-Length: 0\r\n" LAST);
    CHECK(has(answer, " 422 ") && has(answer, "\"field\":\"training.epochs\""));
    CHECK(has(answer, "\"field\":\"symbol\"") && !strstr(answer, "is long"));
}

TEST(errors_are_problem_details_with_every_mistake)
{
    run(make_problems);
}

static void send_keys(void)
{
    CHECK(has(talk("POST /key HTTP/1.1\r\nIdempotency-Key: abc-1\r\n" LAST), "\r\n\r\nabc-1"));
    CHECK(has(talk("POST /key HTTP/1.1\r\n" LAST), "\r\nContent-Length: 0\r\n"));
    CHECK(has(talk("POST /key HTTP/1.1\r\nIdempotency-Key: a b\r\n" LAST), " 422 "));
    CHECK(has(talk("POST /key HTTP/1.1\r\nIdempotency-Key:\r\n" LAST), " 422 "));
    CHECK(has(talk("POST /key HTTP/1.1\r\nIdempotency-Key: 1234567890123456789012345678901234567890"
                   "1234567890123456789012345\r\n" LAST), " 422 "));
}

TEST(an_idempotency_key_is_short_and_visible)
{
    run(send_keys);
}

/* ---- who may ---- */

static void use_names(void)
{
    static const char *const good[] = { "localhost", "LOCALHOST:80", "127.0.0.1:8000", "127.1.2.3",
                                        "[::1]:80", "[::1]" };
    static const char *const bad[] = { "evil.example", "127.0.0.1.evil.example:80", "10.0.0.1",
                                       "localhost.evil.example", "[::2]", "[::1", "" };
    char text[300];

    for (size_t i = 0; i < COUNT(good) + COUNT(bad); i++) {
        const bool is_good = i < COUNT(good);

        snprintf(text, sizeof(text), "GET /health HTTP/1.1\r\nConnection: close\r\nHost: %s\r\n\r\n",
                 is_good ? good[i] : bad[i - COUNT(good)]);
        CHECK(has(talk(text), is_good ? " 200 " : " 403 "));
    }
}

TEST(on_loopback_only_names_of_this_machine_are_hosts)
{
    run(use_names);
}

static void come_from_pages(void)
{
    CHECK(has(talk("POST /key HTTP/1.1\r\nOrigin: http://localhost:1\r\n" LAST), " 200 "));
    CHECK(has(talk("POST /key HTTP/1.1\r\nOrigin: http://localhost:2\r\n" LAST), " 403 "));
    CHECK(has(talk("POST /key HTTP/1.1\r\nOrigin: https://evil.example\r\n" LAST), " 403 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nOrigin: null\r\n" LAST), " 403 "));
}

TEST(pages_of_other_origins_are_refused)
{
    run(come_from_pages);
}

static void show_tokens(void)
{
    const char *answer = talk("GET /health HTTP/1.1\r\n" LAST);

    CHECK(has(answer, " 401 ") && has(answer, "\r\nWWW-Authenticate: Bearer\r\n"));
    CHECK(has(talk("GET /health HTTP/1.1\r\nAuthorization: Bearer secret\r\n" LAST), " 200 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nAuthorization: bearer secret\r\n" LAST), " 200 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nAuthorization: Bearer secreT\r\n" LAST), " 401 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nAuthorization: Bearer secre\r\n" LAST), " 401 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nAuthorization: Bearer secrets\r\n" LAST), " 401 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nAuthorization: Bearer \r\n" LAST), " 401 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nAuthorization: Basic secret\r\n" LAST), " 401 "));
    CHECK(has(talk("GET /health HTTP/1.1\r\nHost: any.name\r\nConnection: close\r\n"
                   "Authorization: Bearer secret\r\n\r\n"), " 200 "));
}

TEST(with_a_token_every_request_needs_it)
{
    settings.token = "secret";
    settings.listen = "0.0.0.0:0";
    run(show_tokens);
}

TEST(without_a_token_a_service_does_not_listen_beyond_loopback)
{
    static const char *const addresses[] = { "0.0.0.0:0", ":0", "[::]:0" };

    for (size_t i = 0; i < COUNT(addresses); i++) {
        struct error err = {0};

        loop = loop_new();
        settings = (struct service_frame_settings){ .name = "x", .version = "1", .health = health,
                                                    .listen = addresses[i] };
        frame = service_frame_new(loop, &settings);
        CHECK(!service_frame_listen(frame, &err) && err.code == ERROR_INVALID && *err.suggestion);
        service_frame_free(frame);
        loop_free(loop);
    }
    settings = (struct service_frame_settings){0};
}

static void tell_versions(void)
{
    const char *answer = talk("GET /health HTTP/1.1\r\nX-Ktrdr-Version: 2.0.0\r\n" LAST);

    CHECK(has(answer, " 409 ") && has(answer, "restart ktrdrd"));
    CHECK(has(talk("GET /health HTTP/1.1\r\nX-Ktrdr-Version: 1.9.0\r\n" LAST), " 200 "));
}

TEST(another_major_version_is_told_so)
{
    run(tell_versions);
}

/* ---- the unix socket ---- */

static void use_path(void)
{
    struct stat status;
    char folder[200];

    CHECK(has(talk_over_path("GET /health HTTP/1.1\r\n" LAST), " 200 "));
    CHECK(!stat(socket_path, &status) && (status.st_mode & 0777) == 0600);
    snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(socket_path, '/') - socket_path),
             socket_path);
    CHECK(!stat(folder, &status) && (status.st_mode & 0777) == 0700);
}

TEST(the_unix_socket_needs_no_token_and_lies_in_a_folder_of_its_own)
{
    snprintf(socket_path, sizeof(socket_path), "%s/run/ktrdr/x.sock", test_folder());
    settings.socket_path = socket_path;
    settings.token = "secret";
    run(use_path);
}

TEST(a_folder_that_others_can_enter_is_refused)
{
    char folder[200];
    struct error err = {0};

    snprintf(folder, sizeof(folder), "%s/open", test_folder());
    CHECK(!mkdir(folder, 0755));
    CHECK(!chmod(folder, 0755));
    snprintf(socket_path, sizeof(socket_path), "%s/x.sock", folder);
    loop = loop_new();
    settings = (struct service_frame_settings){ .name = "x", .version = "1", .health = health,
                                                .socket_path = socket_path };
    frame = service_frame_new(loop, &settings);
    CHECK(!service_frame_listen(frame, &err) && err.code == ERROR_FORBIDDEN);
    service_frame_free(frame);
    loop_free(loop);
    settings = (struct service_frame_settings){0};
}

/* ---- metrics by themselves ---- */

static void add_own(void *arg, struct buf *text)
{
    service_metrics_gauge(text, "ktrdr_own", arg, 0.5);
}

TEST(metrics_are_in_the_format_of_prometheus)
{
    OWNED(buf_release) struct buf text = {0};
    struct service_metrics metrics = {0};

    service_metrics_add(&metrics, add_own, "Of mine.");
    service_metrics_count(&metrics, 200, 10, 900);
    service_metrics_count(&metrics, 499, 0, 1500000);
    service_metrics_count(&metrics, 503, 5, 100000000);
    service_metrics_print(&metrics, &text);
    CHECK(has(text.bytes, "# TYPE ktrdr_http_request_seconds histogram\n"));
    CHECK(has(text.bytes, "_bucket{le=\"0.001\"} 1\n") && has(text.bytes, "_bucket{le=\"2\"} 2\n"));
    CHECK(has(text.bytes, "_bucket{le=\"60\"} 2\n") && has(text.bytes, "{le=\"+Inf\"} 3\n"));
    CHECK(has(text.bytes, "_sum 101.500900\n") && has(text.bytes, "_count 3\n"));
    CHECK(has(text.bytes, "_bytes_total 15\n") && has(text.bytes, "{class=\"5xx\"} 1\n"));
    CHECK(has(text.bytes, "# HELP ktrdr_own Of mine.\n# TYPE ktrdr_own gauge\nktrdr_own 0.5\n"));
}
