/*
 * Bytes as a client may send them: as a head by itself, and to a whole server.
 *
 * A head that is accepted is read once more here, by the letter of what we allow, and must agree. A
 * server must answer the same statuses whether the bytes come at once or in two pieces; fewer only
 * where a body is announced.
 */
#include "async/loop.h"
#include "async/stream.h"
#include "async/task.h"
#include "base/buf.h"
#include "net/http_connection.h"
#include "net/http_head.h"
#include "net/http_reply.h"
#include "net/http_request.h"
#include "net/http_server.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "broken: %s\n", what);
    abort();
}
#define MUST(what) must(what, #what)

/* ---- a head by itself ---- */

static bool is_token(const char *text, size_t length)
{
    return length && strspn(text, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= length;
}

static void check_first_line(const char *line, const struct http_head *head)
{
    const char *target = strchr(line, ' ') + 1, *version = strchr(target, ' ') + 1;

    MUST(is_token(line, (size_t)(target - 1 - line)) && strncmp(line, "CONNECT ", 8));
    MUST(*target == '/' || !strncmp(target, "* ", 2));
    for (const char *c = target; c < version - 1; c++)
        MUST(*c > ' ' && *c < 0x7F);
    MUST(!strcmp(version, "HTTP/1.1") || !strcmp(version, "HTTP/1.0"));
    MUST(head->minor == version[7] - '0');
    MUST(strlen(head->target) == (size_t)(version - 1 - target));
}

static void check_lines(char *text, const struct http_head *head)
{
    int n_hosts = 0, n_lengths = 0, n_lines = 0;

    for (char *line = text, *end; *line; line = end + 2, n_lines++) {
        end = strstr(line, "\r\n");
        MUST(end != NULL);
        *end = '\0';
        MUST(!strpbrk(line, "\r\n"));
        if (!n_lines) {
            check_first_line(line, head);
            continue;
        }
        if (!*line) {
            MUST(!end[2]);
            break;
        }
        MUST(strchr(line, ':') && is_token(line, (size_t)(strchr(line, ':') - line)));
        MUST(strncasecmp(line, "Transfer-Encoding:", 18));
        n_hosts += !strncasecmp(line, "Host:", 5);
        if (!strncasecmp(line, "Content-Length:", 15)) {
            n_lengths++;
            MUST(strtoull(line + 15, NULL, 10) == head->body_length);
            MUST(strspn(line + 15, " \t0123456789") == strlen(line + 15));
        }
    }
    MUST(n_hosts == 1 && n_lengths <= 1 && (n_lengths || !head->body_length));
    MUST(head->n_headers == (size_t)n_lines - 1);
}

static void try_head(const char *bytes, size_t length)
{
    struct http_head head = {0};
    size_t from = 0, again = 0;
    enum http_head_end found = http_head_end(bytes, length, &from), piecewise = HTTP_HEAD_PARTIAL;
    int status = 0;
    struct error err;
    char *text;

    for (size_t n = 0; n <= length && piecewise == HTTP_HEAD_PARTIAL; n++)
        piecewise = http_head_end(bytes, n, &again);
    MUST(piecewise == found && (found != HTTP_HEAD_WHOLE || again == from));
    if (found != HTTP_HEAD_WHOLE || from == 2)
        return;
    text = malloc(from + 1);
    memcpy(text, bytes, from);
    text[from] = '\0';
    if (http_head_parse(bytes, from, &head, &status, &err)) {
        MUST(strlen(text) == from);
        check_lines(text, &head);
    } else {
        MUST(status >= 400 && status < 600 && err.code && *err.text);
    }
    http_head_release(&head);
    free(text);
}

/* ---- a server ---- */

static const char *input;
static size_t n_input, cut;
static struct loop *loop;
static struct http_server *server;
static char statuses[2][65536];
static int turn;

static bool show(struct http_request *request, void *context, struct error *err)
{
    (void)context, (void)err;
    return http_reply_send(request, 200, "text/plain", http_request_param(request, "name"),
                           strlen(http_request_param(request, "name")));
}

static bool echo(struct http_request *request, void *context, struct error *err)
{
    const struct buf *body = http_request_body(request);

    (void)context, (void)err;
    return http_reply_send(request, 201, NULL, body->bytes, body->length);
}

static const struct http_route routes[] = {
    { .method = "GET", .path = "/{name}", .handler = show },
    { .method = "POST", .path = "/", .handler = echo, .body_limit = 100 },
};

static void note(void *context, const struct http_server_access *access)
{
    char *text = statuses[turn];
    const size_t n = strlen(text);

    (void)context;
    if (access->status != 499)      /* it depends on the pieces who of the two was quicker */
        snprintf(text + n, sizeof(statuses[0]) - n, "%d ", access->status);
}

static bool play(void *arg, struct error *err)
{
    struct stream *stream = arg;
    char piece[4096];
    size_t n = 1;
    bool ok = stream_write(stream, input, cut, 0, err) &&
              (!turn || stream_read(stream, piece, sizeof(piece), loop_now(loop) + 1, &n, err) ||
               err->code == ERROR_TIMEOUT) &&
              stream_write(stream, input + cut, n_input - cut, 0, err);

    (void)ok;                       /* the server may close as soon as it has had enough */
    while (n && stream_read(stream, piece, sizeof(piece), 0, &n, err))
        ;
    stream_free(stream);
    http_server_drain(server, 0);
    return true;
}

static void try_server(void)
{
    static const struct http_server_settings settings = { .hooks.access = note };
    struct error err = {0};
    struct task *task;
    int fds[2];

    loop = loop_new_virtual();
    server = http_server_new(loop, &settings);
    http_server_add_routes(server, routes, COUNT(routes), NULL);
    MUST(!socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds));
    http_connection_new(server, fds[0], HTTP_CONNECTION_TCP);
    task = task_spawn(loop, play, stream_open(loop, fds[1]));
    loop_run(loop);
    MUST(task_join(task, &err) && task_count() == 0);
    http_server_free(server);
    loop_free(loop);
}

static bool announces_body(const char *bytes, size_t length)
{
    static const char name[] = "Content-Length:";
    const size_t n = sizeof(name) - 1;

    for (size_t i = 0; i + n <= length; i++)
        if (!strncasecmp(bytes + i, name, n))
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length > 20000)
        return 0;
    try_head((const char *)bytes, length);
    input = (const char *)bytes;
    n_input = length;
    for (turn = 0; turn < 2; turn++) {
        statuses[turn][0] = '\0';
        cut = turn ? length / 2 : 0;
        try_server();
    }
    if (!strcmp(statuses[0], statuses[1]))
        return 0;
    /* A body that nobody asked for and that is not all there yet ends the connection: in two pieces
     * the same answers may be fewer. */
    MUST(announces_body((const char *)bytes, length));
    MUST(statuses[1][0] && !strncmp(statuses[0], statuses[1], strlen(statuses[1])));
    return 0;
}
