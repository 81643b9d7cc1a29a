/*
 * bench_clients - many clients at once, for a server that is measured from outside.
 *
 *     bench-clients PORT ask PATH CLIENTS REQUESTS     keeps CLIENTS connections busy, one request each at a time
 *     bench-clients PORT hold PATH CLIENTS             opens so many event streams and holds them
 *     bench-clients PORT leave CLIENTS                 opens so many connections and says nothing
 *
 * Prints a line of JSON when all is done (ask), or all are open (hold, leave); these two stay until
 * stdin ends and then print how many connections the server still has. One thread and epoll: what
 * is measured has the machine to itself but for this. Latencies are from the write to the last byte.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TURN = 256, ANSWER = 64 * 1024, STEP_US = 10, STEPS = 1000000 };

struct client {
    int fd;
    int64_t asked;                  /* microseconds; 0: idle */
    bool has_answer, is_closed;
};

static struct client *clients;
static size_t n_clients, n_open, n_answers, n_errors;
static size_t asked, wanted;
static uint32_t took[STEPS + 1];    /* how many took so many steps */
static char request[1000];
static int poller;
static uint16_t port;

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void give_up(const char *what)
{
    fprintf(stderr, "bench_clients: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void raise_limit(void)
{
    struct rlimit limit;

    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < n_clients + 50) {
        errno = EMFILE;
        give_up("the limit of descriptors is too low (ulimit -Hn)");
    }
}

static void open_one(struct client *client)
{
    const struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons(port),
                                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct epoll_event event = { .events = EPOLLIN | EPOLLRDHUP, .data.ptr = client };
    const int one = 1;

    client->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (client->fd < 0 || connect(client->fd, (const void *)&place, sizeof(place)))
        give_up("connect");
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    if (epoll_ctl(poller, EPOLL_CTL_ADD, client->fd, &event))
        give_up("epoll");
    n_open++;
}

static void close_one(struct client *client)
{
    if (client->is_closed)
        return;
    client->is_closed = true;
    close(client->fd);
    n_open--;
}

static void ask(struct client *client)
{
    const size_t length = strlen(request);

    client->asked = now_us();
    client->has_answer = false;
    asked++;
    if (send(client->fd, request, length, MSG_NOSIGNAL) != (ssize_t)length) {
        n_errors++;
        close_one(client);
    }
}

static void open_all(bool is_asking)
{
    clients = calloc(n_clients, sizeof(*clients));
    poller = epoll_create1(0);
    for (size_t i = 0; i < n_clients; i++) {
        open_one(&clients[i]);
        if (is_asking)
            ask(&clients[i]);
    }
}

/* ---- ask: answers are short and come in one piece, or their Content-Length says when they end ---- */

static bool is_whole(const char *text, size_t length)
{
    const char *body = memmem(text, length, "\r\n\r\n", 4);
    const char *said = memmem(text, length, "Content-Length: ", 16);

    return body && said && length >= (size_t)(body + 4 - text) + strtoul(said + 16, NULL, 10);
}

static void note(struct client *client, const char *text)
{
    const int64_t step = (now_us() - client->asked) / STEP_US;

    took[step < STEPS ? step : STEPS]++;
    n_answers++;
    n_errors += memcmp(text, "HTTP/1.1 200 ", 13) != 0;
    client->asked = 0;
    if (asked < wanted)
        ask(client);
}

static void hear_answer(struct client *client)
{
    static char text[ANSWER];
    size_t length = 0;
    ssize_t n;

    do {                            /* the rest is on its way: a wait for it is what a client has */
        n = recv(client->fd, text + length, sizeof(text) - length, 0);
        length += n > 0 ? (size_t)n : 0;
    } while (n > 0 && length < sizeof(text) && !is_whole(text, length));
    if (n > 0 && client->asked) {
        note(client, text);
        return;
    }
    n_errors += client->asked != 0;
    close_one(client);
}

/* In microseconds. */
static double quantile(double share)
{
    size_t before = 0, i = 0;

    while (i < STEPS && (double)(before += took[i]) < share * (double)n_answers)
        i++;
    return (double)(i + 1) * STEP_US;
}

static void run_asking(void)
{
    struct epoll_event events[TURN];
    int64_t began;

    open_all(false);
    began = now_us();
    for (size_t i = 0; i < n_clients && asked < wanted; i++)
        ask(&clients[i]);
    while (n_answers + n_errors < wanted && n_open) {
        const int n = epoll_wait(poller, events, TURN, 60000);

        if (n <= 0)
            break;
        for (int i = 0; i < n; i++)
            hear_answer(events[i].data.ptr);
    }
    printf("{\"clients\": %zu, \"answers\": %zu, \"errors\": %zu, \"missing\": %zu, \"seconds\": %.6f, "
           "\"p50_ms\": %.3f, \"p99_ms\": %.3f, \"most_ms\": %.3f}\n",
           n_clients, n_answers, n_errors, wanted - n_answers, (double)(now_us() - began) / 1e6,
           quantile(0.5) / 1000, quantile(0.99) / 1000, quantile(1) / 1000);
}

/* ---- hold and leave ---- */

static void hear_stream(struct client *client, size_t *n_begun)
{
    char text[4096];
    const ssize_t n = recv(client->fd, text, sizeof(text), 0);

    if (n <= 0) {
        close_one(client);
    } else if (!client->has_answer) {
        client->has_answer = true;
        *n_begun += !memcmp(text, "HTTP/1.1 200 ", 13);
    }
}

/* Until all have begun, or stdin ends. */
static void hear_streams(size_t *n_begun, size_t enough)
{
    struct epoll_event events[TURN];
    bool is_over = false;

    while (!is_over && *n_begun < enough && n_open) {
        const int n = epoll_wait(poller, events, TURN, 60000);

        if (n == 0 && enough <= n_clients)
            break;                  /* not all have begun, and nothing comes */
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr)
                hear_stream(events[i].data.ptr, n_begun);
            else
                is_over = true;
        }
    }
}

static void run_holding(bool is_asking)
{
    struct epoll_event event = { .events = EPOLLIN | EPOLLHUP };
    size_t n_begun = 0;

    open_all(is_asking);
    if (is_asking)
        hear_streams(&n_begun, n_clients);
    printf("{\"clients\": %zu, \"begun\": %zu, \"open\": %zu}\n", n_clients, n_begun, n_open);
    fflush(stdout);
    epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &event);
    hear_streams(&n_begun, n_clients + 1);
    printf("{\"open\": %zu}\n", n_open);
}

static void write_request(const char *path, const char *accept)
{
    snprintf(request, sizeof(request), "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAccept: %s\r\n\r\n",
             path, port, accept);
}

int main(int argc, char **argv)
{
    const char *verb = argc > 2 ? argv[2] : "";
    const bool is_leave = !strcmp(verb, "leave"), is_ask = !strcmp(verb, "ask");

    if (argc != (is_leave ? 4 : is_ask ? 6 : 5) || (!is_leave && !is_ask && strcmp(verb, "hold"))) {
        fprintf(stderr, "usage: bench-clients PORT ask PATH CLIENTS REQUESTS | hold PATH CLIENTS | "
                        "leave CLIENTS\n");
        return 2;
    }
    port = (uint16_t)atoi(argv[1]);
    n_clients = strtoul(argv[is_leave ? 3 : 4], NULL, 10);
    wanted = is_ask ? strtoul(argv[5], NULL, 10) : 0;
    if (!is_leave)
        write_request(argv[3], is_ask ? "application/json" : "text/event-stream");
    raise_limit();
    if (is_ask)
        run_asking();
    else
        run_holding(!is_leave);
    return 0;
}
