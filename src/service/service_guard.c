#include "service/service_guard.h"

#include "async/socket.h"
#include "net/http_reply.h"
#include "net/http_request.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool service_guard_is_loopback(const char *host)
{
    return !strcasecmp(host, "localhost") || socket_is_loopback(host);
}

static bool has_token(const struct service_guard *guard)
{
    return guard->token && *guard->token;
}

bool service_guard_check_settings(const struct service_guard *guard, struct error *err)
{
    if (service_guard_is_loopback(guard->host) || has_token(guard))
        return true;
    error_set(err, ERROR_INVALID, "'%s' can be reached from other machines, and no token is set",
              *guard->host ? guard->host : "every address");
    return error_suggest(err, "set auth.token_file, or listen on 127.0.0.1");
}

/* ---- the token ---- */

/* Takes as long wherever the first difference is. */
static bool is_same(const char *given, const char *want)
{
    const size_t length = strlen(want), n = strlen(given);
    volatile unsigned char difference = n != length;

    for (size_t i = 0; i < length; i++)
        difference |= (unsigned char)(given[i < n ? i : n] ^ want[i]);
    return !difference;
}

static bool check_token(const struct service_guard *guard, struct http_request *request,
                        struct error *err)
{
    const char *given = http_request_header(request, "Authorization");

    if (!has_token(guard))
        return true;
    if (given && !strncasecmp(given, "Bearer ", 7) && is_same(given + 7, guard->token))
        return true;
    http_reply_header(request, "WWW-Authenticate", "Bearer");
    error_set(err, ERROR_UNAUTHORIZED, given ? "the token is not the right one"
                                             : "this service wants a token");
    return error_suggest(err, "send it as 'Authorization: Bearer TOKEN' (see auth.token_file)");
}

/* ---- Host and Origin ---- */

/* "localhost:8000" without the port, "[::1]:8000" without brackets too. */
static bool split_host(const char *text, char *ret_name, size_t room)
{
    const char *end = *text == '[' ? strchr(text, ']') : text + strcspn(text, ":");
    const char *from = *text == '[' ? text + 1 : text;

    if (!end || (size_t)(end - from) >= room)
        return false;
    memcpy(ret_name, from, (size_t)(end - from));
    ret_name[end - from] = '\0';
    return true;
}

/* With a token a name does not matter: a web page cannot send one. */
static bool check_host(const struct service_guard *guard, const struct http_request *request,
                       struct error *err)
{
    const char *host = http_request_header(request, "Host");
    char name[256];

    if (has_token(guard))
        return true;
    if (host && split_host(host, name, sizeof(name)) &&
        (service_guard_is_loopback(name) || !strcasecmp(name, guard->host)))
        return true;
    return error_set(err, ERROR_FORBIDDEN, "'%.200s' is not a name of this service",
                     host ? host : "");
}

static bool check_origin(const struct http_request *request, struct error *err)
{
    const char *origin = http_request_header(request, "Origin");
    const char *host = http_request_header(request, "Host");
    const char *authority = origin ? strstr(origin, "://") : NULL;

    if (!origin || (authority && host && !strcasecmp(authority + 3, host)))
        return true;
    return error_set(err, ERROR_FORBIDDEN, "a page of '%.200s' may not use this service", origin);
}

/* ---- versions ---- */

static bool check_version(const struct service_guard *guard, const struct http_request *request,
                          struct error *err)
{
    const char *theirs = http_request_header(request, "X-Ktrdr-Version");

    if (!theirs || !guard->version || strtol(theirs, NULL, 10) == strtol(guard->version, NULL, 10))
        return true;
    error_set(err, ERROR_CONFLICT, "you are version '%.30s', this service is %s", theirs,
              guard->version);
    return error_suggest(err, "install the same version everywhere and restart ktrdrd");
}

/* ---- how often ---- */

static bool check_rate(struct service_guard *guard, struct http_request *request, int64_t now,
                       struct error *err)
{
    const char *peer = http_request_peer(request);
    const int64_t wait = socket_is_loopback(peer) ? 0 : service_rate_take(&guard->rate, peer, now);
    char seconds[24];

    if (!wait)
        return true;
    snprintf(seconds, sizeof(seconds), "%lld", (long long)(wait + 999) / 1000);
    http_reply_header(request, "Retry-After", seconds);
    return error_set(err, ERROR_LIMIT, "more than %.0f requests a second from '%s'",
                     guard->rate.per_second, peer);
}

bool service_guard_check(struct service_guard *guard, struct http_request *request, int64_t now,
                         struct error *err)
{
    if (!http_request_is_local(request) &&
        (!check_rate(guard, request, now, err) || !check_host(guard, request, err) ||
         !check_origin(request, err) ||
         !check_token(guard, request, err)))
        return false;
    return check_version(guard, request, err);
}
