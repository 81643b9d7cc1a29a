#include "service/http_lookup.h"

#include "async/event.h"
#include "async/loop.h"
#include "async/socket.h"
#include "async/work.h"
#include "base/buf.h"
#include "base/mem.h"
#include "net/curl.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

struct http_lookup_name {
    struct http_lookup_name *next;
    struct loop *loop;
    char *host;                         /* owned */
    uint16_t port;
    bool is_running;
    int64_t until;                      /* good for so long; 0: not known */
    struct socket_place place;
    struct error error;                 /* of the last lookup */
    struct event over;
};

static bool ask(void *arg, struct error *err)       /* on a worker */
{
    struct http_lookup_name *name = arg;

    return socket_place_tcp(name->host, name->port, &name->place, err);
}

static bool run(void *arg, struct error *err)
{
    struct http_lookup_name *name = arg;

    (void)err;
    name->error = (struct error){0};
    name->until = work_run(ask, name, &name->error)
                      ? loop_now(name->loop) + HTTP_LOOKUP_KEEP_MS : 0;
    name->is_running = false;
    event_raise(&name->over);
    return true;
}

static void print_address(const struct socket_address *address, struct buf *entry)
{
    char text[INET6_ADDRSTRLEN];

    if (address->bytes.ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const void *)&address->bytes;
        buf_print(entry, "[%s]", inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof(text)));
    } else {
        const struct sockaddr_in *four = (const void *)&address->bytes;
        buf_print(entry, "%s", inet_ntop(AF_INET, &four->sin_addr, text, sizeof(text)));
    }
}

/* The first of IPv6 and of IPv4, which curl 7.88 tries side by side. Of several of one kind it
 * would wait 200 ms after the first has refused, and minutes after the second (tried). */
static void print_addresses(const struct socket_place *place, struct buf *entry)
{
    bool has_four = false, has_six = false;

    for (size_t i = 0; i < place->count; i++) {
        bool *has = place->addresses[i].bytes.ss_family == AF_INET6 ? &has_six : &has_four;

        if (*has)
            continue;
        *has = true;
        buf_print(entry, "%s", i ? "," : "");
        print_address(&place->addresses[i], entry);
    }
}

static struct http_lookup_name *find(struct http_lookup *lookup, const char *host, uint16_t port)
{
    struct http_lookup_name *name = lookup->names;

    while (name && (name->port != port || strcmp(name->host, host) != 0))
        name = name->next;
    if (name)
        return name;
    name = MEM_NEW(struct http_lookup_name);
    *name = (struct http_lookup_name){ .next = lookup->names, .loop = lookup->scope.loop,
                                       .host = mem_text(host), .port = port };
    lookup->names = name;
    return name;
}

static bool look_up(struct http_lookup *lookup, struct http_lookup_name *name, int64_t deadline,
                    struct error *err)
{
    if (name->until > loop_now(name->loop))
        return true;
    if (!name->is_running) {
        name->is_running = true;
        scope_spawn(&lookup->scope, run, name);
    }
    if (!event_wait(&name->over, deadline, err)) {
        if (err->code == ERROR_TIMEOUT)
            error_set(err, ERROR_TIMEOUT, "'%.100s' is still being looked up", name->host);
        return false;
    }
    if (name->until)
        return true;
    return error_set(err, ERROR_UNAVAILABLE, "%.300s", name->error.text);
}

static bool is_number(const char *host)
{
    return *host == '[' || socket_is_number(host);
}

bool http_lookup_find(struct http_lookup *lookup, const char *url, int64_t deadline,
                      struct buf *entry, struct error *err)
{
    CURLU *parts = curl.url();
    char *host = NULL, *port = NULL;
    bool ok = !curl.url_set(parts, CURLUPART_URL, url, 0) &&
              !curl.url_get(parts, CURLUPART_HOST, &host, 0) &&
              !curl.url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT);

    if (!ok)
        error_set(err, ERROR_INVALID, "that is not a URL");
    else if (!is_number(host)) {
        struct http_lookup_name *name = find(lookup, host, (uint16_t)atoi(port));

        ok = look_up(lookup, name, deadline, err);
        if (ok)
            buf_print(entry, "%s:%s:", host, port);
        if (ok)
            print_addresses(&name->place, entry);
    }
    curl.free(host);
    curl.free(port);
    curl.url_cleanup(parts);
    return ok;
}

void http_lookup_release(struct http_lookup *lookup)
{
    if (lookup->scope.tasks)
        scope_release(&lookup->scope);
    while (lookup->names) {
        struct http_lookup_name *name = lookup->names;

        lookup->names = name->next;
        free(name->host);
        free(name);
    }
}
