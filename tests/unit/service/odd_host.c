#include "odd_host.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/stream.h"
#include "async/timer.h"
#include "base/buf.h"
#include "base/words.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct odd_host odd_host;

static struct stream_listener *listener;
static struct scope scope;

struct visit {                      /* a request */
    struct stream *stream;
    const char *path;
    size_t body;                    /* bytes of its body */
};

static bool say(struct visit *visit, const char *bytes, size_t length)
{
    struct error err;

    return stream_write(visit->stream, bytes, length, 0, &err);
}

static bool reply(struct visit *visit, int status, const char *headers, const char *body)
{
    OWNED(buf_release) struct buf text = {0};

    buf_print(&text, "HTTP/1.1 %d Odd\r\nX-Ktrdr-Version: 1.2.3\r\nContent-Length: %zu\r\n%s\r\n%s",
              status, strlen(body), headers, body);
    return say(visit, text.bytes, text.length);
}

#define JSON "Content-Type: application/json\r\n"

/* ---- what it does; false: it hangs up ---- */

static bool be_well(struct visit *visit)
{
    return reply(visit, 200, JSON, "{\"text\":\"well\"}");
}

static bool hang(struct visit *visit)       /* until the client has gone */
{
    struct error err;
    char byte;
    size_t n;

    while (stream_read(visit->stream, &byte, 1, 0, &n, &err) && n)
        ;
    return false;
}

static bool begin(struct visit *visit)
{
    static const char text[] = "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 1000\r\n\r\n{\"te";

    return say(visit, text, sizeof(text) - 1);
}

static bool half(struct visit *visit)
{
    return begin(visit) && hang(visit);
}

static bool cut(struct visit *visit)
{
    (void)begin(visit);
    return false;
}

static bool hang_up(struct visit *visit)
{
    (void)visit;
    return false;
}

static bool garbage(struct visit *visit)
{
    (void)say(visit, "\x16\x03\x01 what is this?\r\n\r\n", 21);
    return false;
}

static bool slow(struct visit *visit)
{
    struct error err;

    if (!begin(visit))
        return false;
    while (timer_sleep(1000, 0, &err) && say(visit, "x", 1))
        ;
    return false;
}

static bool endless(struct visit *visit)
{
    static const char head[] = "HTTP/1.1 200 OK\r\n" JSON "Content-Length: 1073741824\r\n\r\n";
    static char block[65536];

    memset(block, '[', sizeof(block));
    if (!say(visit, head, sizeof(head) - 1))
        return false;
    for (int i = 0; i < 16384; i++)
        if (!say(visit, block, sizeof(block)))
            return false;
    return true;
}

static bool html(struct visit *visit)
{
    return reply(visit, 200, "Content-Type: text/html\r\n", "<h1>a proxy</h1>");
}

static bool bad_json(struct visit *visit)
{
    return reply(visit, 200, JSON, "{\"text\": nope}");
}

static bool other(struct visit *visit)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nX-Ktrdr-Version: 9.0.0\r\n" JSON
                               "Content-Length: 12\r\n\r\n{\"text\":\"x\"}";

    return say(visit, text, sizeof(text) - 1);
}

static bool status(struct visit *visit)
{
    char headers[200] = "";
    char *end;
    const int number = (int)strtol(visit->path + strlen("/status/"), &end, 10);

    if (*end == '/')
        snprintf(headers, sizeof(headers), "Retry-After: %d\r\n", atoi(end + 1));
    else if (odd_host.retry_after)
        snprintf(headers, sizeof(headers), "Retry-After: %s\r\n", odd_host.retry_after);
    return reply(visit, number, headers, "no");
}

static bool problem(struct visit *visit)
{
    return reply(visit, 404, "Content-Type: application/problem+json\r\n",
                 "{\"type\":\"urn:ktrdr:error:not_found\",\"title\":\"not found\",\"status\":404,"
                 "\"detail\":\"no contract 'NOPE'\",\"code\":\"not_found\","
                 "\"suggestion\":\"look it up\"}");
}

static bool restart(struct visit *visit)
{
    return odd_host.requests_of_restart++ && be_well(visit);
}

static bool count(struct visit *visit)
{
    char text[64];

    snprintf(text, sizeof(text), "{\"text\":\"%zu\"}", visit->body);
    return reply(visit, 200, JSON, text);
}

static bool events(struct visit *visit)
{
    const char *last = strstr(odd_host.head, "Last-Event-ID: ");
    const int from = last ? atoi(last + strlen("Last-Event-ID: ")) : 0;
    OWNED(buf_release) struct buf text = {0};

    buf_print(&text, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                     "Connection: close\r\n\r\n: hello\n\n");
    for (int i = from + 1; i <= from + 3; i++)
        buf_print(&text, "id: %d\nevent: step\ndata: %d\n\n", i, i * i);
    (void)say(visit, text.bytes, text.length);
    return false;
}

static bool big(struct visit *visit)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n";
    static char block[1 << 20];

    memset(block, '7', sizeof(block));
    return say(visit, head, sizeof(head) - 1) && say(visit, block, sizeof(block));
}

static const struct {
    const char *path;
    bool (*act)(struct visit *visit);
} acts[] = {
    { "/ok", be_well },       { "/hang", hang },        { "/half", half },   { "/cut", cut },
    { "/close", hang_up },    { "/garbage", garbage },  { "/slow", slow },   { "/endless", endless },
    { "/html", html },        { "/badjson", bad_json }, { "/other", other }, { "/status/", status },
    { "/problem", problem },  { "/restart", restart },  { "/count", count }, { "/events", events },
    { "/big", big },
};

/* ---- the server ---- */

static bool read_body(struct visit *visit, size_t left)
{
    static char room[65536];
    struct error err;
    size_t n = 1;

    for (; left && n; left -= n)
        if (!stream_read(visit->stream, room, left < sizeof(room) ? left : sizeof(room), 0, &n,
                         &err))
            return false;
    return !left;
}

/* Byte by byte: slow and simple, and leaves the body where it is. */
static bool read_head(struct visit *visit)
{
    char head[sizeof(odd_host.head)];
    struct error err;
    size_t length = 0, n = 1;
    const char *said;

    while (length + 1 < sizeof(head)) {
        if (!stream_read(visit->stream, head + length, 1, 0, &n, &err) || !n)
            return false;
        head[++length] = '\0';
        if (length >= 4 && !strcmp(head + length - 4, "\r\n\r\n"))
            break;
    }
    memcpy(odd_host.head, head, length + 1);
    odd_host.requests++;
    said = strcasestr(odd_host.head, "Content-Length: ");
    visit->body = said ? (size_t)atoll(said + strlen("Content-Length: ")) : 0;
    visit->path = strchr(odd_host.head, ' ') + 1;
    return read_body(visit, visit->body);
}

static bool act(struct visit *visit)
{
    if (odd_host.is_well)
        return be_well(visit);
    for (size_t i = 0; i < COUNT(acts); i++)
        if (!strncmp(visit->path, acts[i].path, strlen(acts[i].path)))
            return acts[i].act(visit);
    return reply(visit, 404, "", "?");
}

static bool serve(void *arg, struct error *err)
{
    struct visit visit = { .stream = arg };

    (void)err;
    odd_host.connections++;
    while (read_head(&visit) && act(&visit))
        ;
    stream_free(visit.stream);
    return true;
}

static bool accept_all(void *arg, struct error *err)
{
    struct stream *stream;
    struct error why;

    (void)arg, (void)err;
    while (stream_accept(listener, 0, &stream, &why))
        scope_spawn(&scope, serve, stream);
    return true;
}

void odd_host_start(struct loop *loop, uint16_t port)
{
    struct error err = {0};

    odd_host = (struct odd_host){0};
    scope = (struct scope){ .loop = loop };
    if (!stream_listen(loop, "127.0.0.1", port, &listener, &err)) {
        fprintf(stderr, "odd_host: %s\n", err.text);
        abort();
    }
    odd_host.port = stream_listener_port(listener);
    scope_spawn(&scope, accept_all, NULL);
}

void odd_host_stop(void)
{
    scope_release(&scope);
    stream_listener_free(listener);
}

size_t odd_host_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    size_t n = 0;

    while (readdir(folder))
        n++;
    closedir(folder);
    return n;
}
