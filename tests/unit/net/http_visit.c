#include "http_visit.h"

#include <dirent.h>

struct loop *visit_loop;
struct http_server *visit_server;
struct http_server_access visit_access;
int visit_accesses;
static struct buf heard;
static char method[32], target[256], id[80];

static int count_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int n = 0;

    while (folder && readdir(folder))
        n++;
    closedir(folder);
    return n;
}

static void keep(void *context, const struct http_server_access *access)
{
    (void)context;
    visit_access = *access;
    snprintf(method, sizeof(method), "%s", access->method);
    snprintf(target, sizeof(target), "%s", access->target);
    snprintf(id, sizeof(id), "%s", access->request_id);
    visit_access.method = method;
    visit_access.target = target;
    visit_access.request_id = id;
    visit_accesses++;
}

static bool run(void *arg, struct error *err)
{
    visit_fn *client = *(visit_fn **)arg;

    (void)err;
    client();
    http_server_drain(visit_server, 1000);
    return true;
}

void visit(const struct http_server_settings *settings, const struct http_route *routes,
           size_t n_routes, visit_fn *client)
{
    int before;
    struct http_server_settings mine = settings ? *settings : (struct http_server_settings){0};
    struct error err = {0};
    struct task *task;

    loop_free(loop_new());          /* libuv opens some once for all */
    before = count_descriptors();
    if (!mine.hooks.access)
        mine.hooks.access = keep;
    visit_accesses = 0;
    visit_loop = loop_new_virtual();
    visit_server = http_server_new(visit_loop, &mine);
    http_server_add_routes(visit_server, routes, n_routes, "the context");
    CHECK(http_server_listen(visit_server, "127.0.0.1", 0, &err));
    task = task_spawn(visit_loop, run, &client);
    loop_run(visit_loop);
    CHECK(task_join(task, &err));
    CHECK(task_count() == 0 && http_server_connections(visit_server) == 0);
    http_server_free(visit_server);
    loop_free(visit_loop);
    buf_release(&heard);
    CHECK(count_descriptors() == before);
}

struct stream *visit_connect(void)
{
    struct stream *stream = NULL;
    struct error err = {0};

    CHECK(stream_connect("127.0.0.1", http_server_port(visit_server), 0, &stream, &err));
    return stream;
}

void visit_say(struct stream *stream, const char *text)
{
    struct error err;

    if (!stream_write(stream, text, strlen(text), 0, &err))
        CHECK(err.code == ERROR_UNAVAILABLE);       /* the server may close before it has read all */
}

const char *visit_hear_bytes(struct stream *stream, size_t length)
{
    static char piece[16384];
    struct error err;
    size_t n = 1;

    heard.length = 0;
    buf_add(&heard, "", 0);
    while (heard.length < length && n) {
        const size_t most = length - heard.length;

        if (!stream_read(stream, piece, most < sizeof(piece) ? most : sizeof(piece), 0, &n, &err))
            break;
        buf_add(&heard, piece, n);
    }
    return heard.bytes;
}

const char *visit_hear(struct stream *stream)
{
    return visit_hear_bytes(stream, (size_t)-1);
}

void visit_sleep(int64_t ms)
{
    struct error err;

    CHECK(timer_sleep(ms, 0, &err));
}

const char *visit_talk(const char *text)
{
    struct stream *stream = visit_connect();
    const char *answer;

    visit_say(stream, text);
    answer = visit_hear(stream);
    stream_free(stream);
    return answer;
}
