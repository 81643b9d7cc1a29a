#include "service/http_multi.h"

#include "async/loop.h"
#include "async/watch.h"
#include "base/mem.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>

struct http_multi {
    struct loop *loop;
    CURLM *curl;
    http_multi_over_fn *over;
    struct loop_timer *timer;       /* NULL: curl waits for none */
    struct connection { int fd; ino_t inode; } *connections;
    size_t n_connections, room;
    uint64_t opened;
};

struct descriptor {                 /* that curl wants to know about */
    struct http_multi *multi;
    curl_socket_t fd;
    struct watch *watch;
};

static void collect(struct http_multi *multi)
{
    CURLMsg *message;
    int left;

    while ((message = curl.multi_info_read(multi->curl, &left)))
        if (message->msg == CURLMSG_DONE) {
            const CURLcode result = message->data.result;
            void *transfer;

            curl.easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&transfer);
            multi->over(transfer, result);
        }
}

static void act(struct http_multi *multi, curl_socket_t fd, int events)
{
    int running;

    curl.multi_socket_action(multi->curl, fd, events, &running);
    collect(multi);
}

static void be_ready(void *arg, int events)
{
    struct descriptor *descriptor = arg;        /* may be gone after act() */

    act(descriptor->multi, descriptor->fd, (events & WATCH_READ ? CURL_CSELECT_IN : 0) |
                                           (events & WATCH_WRITE ? CURL_CSELECT_OUT : 0));
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *known)
{
    struct http_multi *multi = arg;
    struct descriptor *descriptor = known;

    (void)easy;
    if (what == CURL_POLL_REMOVE) {
        if (descriptor)
            watch_free(descriptor->watch);
        free(descriptor);
        curl.multi_assign(multi->curl, fd, NULL);
        return 0;
    }
    if (!descriptor) {
        descriptor = MEM_NEW(struct descriptor);
        *descriptor = (struct descriptor){ .multi = multi, .fd = fd };
        descriptor->watch = watch_new(multi->loop, fd, be_ready, descriptor);
        curl.multi_assign(multi->curl, fd, descriptor);
    }
    watch_set(descriptor->watch, (what & CURL_POLL_IN ? WATCH_READ : 0) |
                                 (what & CURL_POLL_OUT ? WATCH_WRITE : 0));
    return 0;
}

static void ring(void *arg)
{
    struct http_multi *multi = arg;

    multi->timer = NULL;
    act(multi, CURL_SOCKET_TIMEOUT, 0);
}

/* Must not call back into curl: even "at once" is a timer. */
static int on_timer(CURLM *handle, long ms, void *arg)
{
    struct http_multi *multi = arg;

    (void)handle;
    if (multi->timer)
        loop_timer_stop(multi->timer);
    multi->timer = ms < 0 ? NULL : loop_timer_start(multi->loop, ms, ring, multi);
    return 0;
}

struct http_multi *http_multi_new(struct loop *loop, size_t connections, http_multi_over_fn *over)
{
    struct http_multi *multi = MEM_NEW(struct http_multi);

    *multi = (struct http_multi){ .loop = loop, .over = over, .curl = curl.multi_init() };
    assert(multi->curl);
    curl.multi_setopt(multi->curl, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl.multi_setopt(multi->curl, CURLMOPT_SOCKETDATA, multi);
    curl.multi_setopt(multi->curl, CURLMOPT_TIMERFUNCTION, on_timer);
    curl.multi_setopt(multi->curl, CURLMOPT_TIMERDATA, multi);
    curl.multi_setopt(multi->curl, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
    curl.multi_setopt(multi->curl, CURLMOPT_MAX_HOST_CONNECTIONS, (long)connections);
    curl.multi_setopt(multi->curl, CURLMOPT_MAXCONNECTS, (long)connections);
    return multi;
}

void http_multi_free(struct http_multi *multi)
{
    if (!multi)
        return;
    curl.multi_cleanup(multi->curl);
    if (multi->timer)
        loop_timer_stop(multi->timer);
    free(multi->connections);
    free(multi);
}

/* ---- the sockets, to count them; workers must not inherit them ---- */

static ino_t inode_of(int fd)       /* 0: it is closed */
{
    struct stat status;

    return fstat(fd, &status) ? 0 : status.st_ino;
}

/* Curl 7.88 closes a socket that was not connected yet by itself, and tells nobody. */
static void drop_closed(struct http_multi *multi)
{
    size_t n = 0;

    for (size_t i = 0; i < multi->n_connections; i++)
        if (inode_of(multi->connections[i].fd) == multi->connections[i].inode)
            multi->connections[n++] = multi->connections[i];
    multi->n_connections = n;
}

static void add_connection(struct http_multi *multi, int fd)
{
    drop_closed(multi);
    if (multi->n_connections == multi->room) {
        multi->room = multi->room * 2 + 8;
        multi->connections = mem_resize(multi->connections,
                                        multi->room * sizeof(*multi->connections));
    }
    multi->connections[multi->n_connections++] = (struct connection){ fd, inode_of(fd) };
    multi->opened++;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct http_multi *multi = arg;
    const int fd = socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
                          address->protocol);

    (void)purpose;
    if (fd < 0)
        return CURL_SOCKET_BAD;
    add_connection(multi, fd);
    return fd;
}

void http_multi_add(struct http_multi *multi, CURL *easy)
{
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl.easy_setopt(easy, CURLOPT_OPENSOCKETDATA, multi);
    curl.multi_add_handle(multi->curl, easy);
}

void http_multi_remove(struct http_multi *multi, CURL *easy)
{
    curl.multi_remove_handle(multi->curl, easy);
}

struct http_multi_counts http_multi_counts(struct http_multi *multi)
{
    drop_closed(multi);
    return (struct http_multi_counts){ .opened = multi->opened, .open = multi->n_connections };
}
