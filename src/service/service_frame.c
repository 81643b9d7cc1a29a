#include "service/service_frame.h"

#include "async/loop.h"
#include "async/socket.h"
#include "async/task.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/traceparent.h"
#include "log/log.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "service/service_guard.h"
#include "service/service_metrics.h"
#include "service/service_problem.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TARGET_MOST = 200, TARGET = TARGET_MOST + 16 };

struct service_frame {
    struct loop *loop;
    struct service_frame_settings settings;
    struct http_server *server;
    struct service_metrics metrics;
    struct service_guard guard;
    char host[128];
    char address[160];
};

/* ---- the hooks ---- */

static bool check(void *context, struct http_request *request, struct error *err)
{
    struct service_frame *frame = context;

    return service_guard_check(&frame->guard, request, loop_now(frame->loop), err);
}

static void print_problem(void *context, const struct error *error, int status,
                          const char *request_id, struct buf *ret_body)
{
    (void)context;
    service_problem_print(ret_body, error, status, request_id);
}

/* What works and is only looked at is for debugging; all else, an operator wants to see. */
static enum log_level level_of(const struct http_server_access *access)
{
    const bool is_read = !strcmp(access->method, "GET") || !strcmp(access->method, "HEAD");

    return access->status >= 500 ? LOG_WARNING :
           is_read && access->status < 400 ? LOG_DEBUG : LOG_INFO;
}

/* Without its query, which may hold what nobody else should read. */
static void print_target(const char *target, char ret_text[TARGET])
{
    const size_t length = strcspn(target, "?");

    snprintf(ret_text, TARGET, "%.*s%s", (int)(length < TARGET_MOST ? length : TARGET_MOST), target,
             target[length] ? "?[redacted]" : "");
}

static void report(void *context, const struct http_server_access *access)
{
    struct service_frame *frame = context;
    char trace[TRACEPARENT_ID], target[TARGET];

    print_target(access->target, target);
    (void)traceparent_parse(access->traceparent, trace);
    service_metrics_count(&frame->metrics, access->status, access->bytes, access->microseconds);
    log_write(level_of(access), "request", (struct log_field[]){
        LOG_T("method", access->method),
        LOG_T("target", target),
        LOG_I("status", access->status),
        LOG_I("bytes", access->bytes),
        LOG_I("microseconds", access->microseconds),
        LOG_T("request_id", access->request_id),
        LOG_T("trace_id", trace),
        LOG_END,
    });
}

/* ---- its own routes ---- */

static bool show_health(struct http_request *request, void *context, struct error *err)
{
    const struct service_frame *frame = context;
    OWNED(buf_release) struct buf json = {0};

    (void)err;
    frame->settings.health(frame->settings.context, &json);
    http_reply_header(request, "Cache-Control", "no-store");
    return http_reply_send(request, 200, "application/json", json.bytes, json.length);
}

static bool show_metrics(struct http_request *request, void *context, struct error *err)
{
    const struct service_frame *frame = context;
    OWNED(buf_release) struct buf text = {0};

    (void)err;
    buf_print(&text, "# HELP ktrdr_build_info What runs.\n# TYPE ktrdr_build_info gauge\n"
                     "ktrdr_build_info{service=\"%s\",version=\"%s\"} 1\n",
              frame->settings.name, frame->settings.version);
    service_metrics_gauge(&text, "ktrdr_http_connections", "Open connections.",
                          (double)http_server_connections(frame->server));
    service_metrics_print(&frame->metrics, &text);
    return http_reply_send(request, 200, SERVICE_METRICS_TYPE, text.bytes, text.length);
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/health", .handler = show_health },
    { .method = "GET", .path = "/api/v1/health", .handler = show_health },
    { .method = "GET", .path = "/metrics", .handler = show_metrics },
};

struct service_frame *service_frame_new(struct loop *loop,
                                        const struct service_frame_settings *settings)
{
    struct service_frame *frame = MEM_NEW(struct service_frame);
    struct http_server_settings http = settings->http;

    log_trace_with(task_trace);
    frame->loop = loop;
    frame->settings = *settings;
    frame->guard = (struct service_guard){ .token = settings->token, .host = frame->host,
                                           .version = settings->version,
                                           .rate = { .per_second = 200, .most = 1000 } };
    http.version = settings->version;
    http.hooks = (struct http_server_hooks){
        .context = frame,
        .check = check,
        .error_body = print_problem,
        .error_type = SERVICE_PROBLEM_TYPE,
        .access = report,
    };
    frame->server = http_server_new(loop, &http);
    http_server_add_routes(frame->server, routes, COUNT(routes), frame);
    return frame;
}

void service_frame_free(struct service_frame *frame)
{
    if (!frame)
        return;
    http_server_free(frame->server);
    free(frame);
}

struct http_server *service_frame_server(struct service_frame *frame)
{
    return frame->server;
}

struct service_metrics *service_frame_metrics(struct service_frame *frame)
{
    return &frame->metrics;
}

/* ---- where it listens ---- */

static bool listen_on_tcp(struct service_frame *frame, struct error *err)
{
    uint16_t port;

    if (!socket_parse(frame->settings.listen, frame->host, sizeof(frame->host), &port, err) ||
        !service_guard_check_settings(&frame->guard, err) ||
        !http_server_listen(frame->server, frame->host, port, err))
        return false;
    snprintf(frame->address, sizeof(frame->address),
             strchr(frame->host, ':') ? "[%s]:%u" : "%s:%u", frame->host,
             http_server_port(frame->server));
    log_write(LOG_INFO, "listening", (struct log_field[]){
        LOG_T("address", frame->address), LOG_END });
    return true;
}

/* The folder keeps others out, also those who could make one like it first. */
static bool make_folder(const char *socket_path, struct error *err)
{
    const char *slash = strrchr(socket_path, '/');
    OWNED(buf_release) struct buf folder = {0};
    struct stat status;

    if (!slash || slash == socket_path)
        return error_set(err, ERROR_INVALID, "a socket needs a folder of its own: '%.200s'",
                         socket_path);
    buf_add(&folder, socket_path, (size_t)(slash - socket_path));
    if (!file_make_folder(folder.bytes, 0700, err))
        return false;
    if (lstat(folder.bytes, &status))
        return error_set_errno(err, errno, "cannot look at '%s'", folder.bytes);
    if (!S_ISDIR(status.st_mode) || status.st_uid != geteuid() || status.st_mode & 077) {
        error_set(err, ERROR_FORBIDDEN, "'%.200s' is not a folder that only you can enter",
                  folder.bytes);
        return error_suggest(err, "chmod 700 it, or remove it if it is somebody else's");
    }
    return true;
}

static bool listen_on_path(struct service_frame *frame, struct error *err)
{
    if (!make_folder(frame->settings.socket_path, err) ||
        !http_server_listen_unix(frame->server, frame->settings.socket_path, err))
        return false;
    log_write(LOG_INFO, "listening", (struct log_field[]){
        LOG_T("socket", frame->settings.socket_path), LOG_END });
    return true;
}

bool service_frame_listen(struct service_frame *frame, struct error *err)
{
    return (!frame->settings.listen || listen_on_tcp(frame, err)) &&
           (!frame->settings.socket_path || listen_on_path(frame, err));
}

const char *service_frame_address(const struct service_frame *frame)
{
    return frame->address;
}

void service_frame_drain(struct service_frame *frame, int64_t ms)
{
    http_server_drain(frame->server, ms);
}

bool service_frame_idempotency_key(const struct http_request *request,
                                   char ret_key[SERVICE_FRAME_KEY], struct error *err)
{
    const char *key = http_request_header(request, "Idempotency-Key");
    const size_t length = key ? strlen(key) : 0;

    for (size_t i = 0; i < length; i++)
        if (length >= SERVICE_FRAME_KEY || key[i] <= ' ' || key[i] > '~')
            return error_set(err, ERROR_INVALID,
                             "an Idempotency-Key has 1 to %d visible characters",
                             SERVICE_FRAME_KEY - 1);
    if (key && !length)
        return error_set(err, ERROR_INVALID, "the Idempotency-Key is empty");
    memcpy(ret_key, key ? key : "", length + 1);
    return true;
}
