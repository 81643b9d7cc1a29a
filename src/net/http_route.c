#include "net/http_route.h"

#include "base/buf.h"
#include "base/mem.h"
#include "net/http_text.h"

#include <stdlib.h>
#include <string.h>

struct path {
    char *segments[HTTP_ROUTE_SEGMENTS];
    size_t count;
};

/* Splits before it resolves, so that an escaped '/' is part of a segment. */
static bool split(char *text, struct path *ret_path, struct error *err)
{
    char *next = text + 1;

    for (ret_path->count = 0; next; ret_path->count++) {
        char *segment = next;

        if (ret_path->count == HTTP_ROUTE_SEGMENTS)
            return error_set(err, ERROR_NOT_FOUND, "nothing has a path that deep");
        next = strchr(segment, '/');
        if (next)
            *next++ = '\0';
        if (!http_text_unescape(segment))
            return error_set(err, ERROR_MALFORMED, "the path has a broken escape, or is not UTF-8");
        ret_path->segments[ret_path->count] = segment;
    }
    return true;
}

static bool can_be_param(const char *text)
{
    return *text && strcmp(text, ".") && strcmp(text, "..");
}

static bool fits(const struct http_route *route, const struct path *path,
                 struct http_route_match *match)
{
    const char *at = route->path;       /* at a '/' */

    match->n_params = 0;
    for (size_t i = 0; i < path->count; i++) {
        const char *segment = path->segments[i];
        const size_t length = *at ? strcspn(at + 1, "/") : 0;

        if (*at != '/')
            return false;
        if (at[1] == '{') {
            if (!can_be_param(segment) || match->n_params == HTTP_ROUTE_PARAMS)
                return false;
            match->params[match->n_params++] =
                (struct http_route_param){ at + 2, length - 2, segment };
        } else if (strncmp(at + 1, segment, length) || segment[length]) {
            return false;
        }
        at += 1 + length;
    }
    return !*at;
}

static bool takes(const struct http_route *route, const char *method)
{
    return !strcmp(route->method, method) ||
           (!strcmp(route->method, "GET") && !strcmp(method, "HEAD"));
}

static void add_allowed(struct buf *allow, const struct http_route *route)
{
    buf_print(allow, "%s%s%s", allow->length ? ", " : "", route->method,
              strcmp(route->method, "GET") ? "" : ", HEAD");
}

static bool search(const struct http_route_table *table, const char *method,
                   const struct path *path, struct http_route_match *match, struct buf *ret_allow)
{
    for (; table; table = table->next) {
        for (size_t i = 0; i < table->count; i++) {
            if (!fits(&table->routes[i], path, match))
                continue;
            match->route = &table->routes[i];
            match->context = table->context;
            if (takes(match->route, method))
                return true;
            add_allowed(ret_allow, match->route);
        }
    }
    return false;
}

bool http_route_find(const struct http_route_table *table, const char *method, const char *target,
                     struct http_route_match *ret_match, struct buf *ret_allow, struct error *err)
{
    const size_t length = strcspn(target, "?");
    struct path path;

    ret_match->text = mem_resize(NULL, length + 1);
    memcpy(ret_match->text, target, length);
    ret_match->text[length] = '\0';
    if (*target != '/')
        return error_set(err, ERROR_NOT_FOUND, "nothing at '%.200s'", target);
    if (!split(ret_match->text, &path, err))
        return false;
    if (search(table, method, &path, ret_match, ret_allow))
        return true;
    if (ret_allow->length)
        return error_set(err, ERROR_INVALID, "'%.200s' takes %.100s, not %.20s", target,
                         ret_allow->bytes, method);
    return error_set(err, ERROR_NOT_FOUND, "nothing at '%.*s'", (int)(length < 200 ? length : 200),
                     target);
}

void http_route_release(struct http_route_match *match)
{
    free(match->text);
    match->text = NULL;
}
