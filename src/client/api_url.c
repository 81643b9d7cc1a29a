#include "client/api_url.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { USUAL_PORT = 8000, USUAL_TLS_PORT = 443 };

static bool refuse(const char *text, struct error *err)
{
    error_set(err, ERROR_INVALID, "'%.200s' is not the address of a backend", text);
    return error_suggest(err, "like http://127.0.0.1:8000, https://host or unix:/run/x.sock");
}

static bool parse_unix(const char *text, struct api_url *ret_url, struct error *err)
{
    const char *path = text + strlen("unix:");

    if (!strncmp(path, "//", 2))
        path += 2;
    if (path[0] != '/' || strlen(path) >= sizeof(ret_url->path))
        return refuse(text, err);
    *ret_url = (struct api_url){ .port = 0 };
    strcpy(ret_url->path, path);
    return true;
}

/* What follows the host: "", ":8000", and perhaps a '/'. */
static bool parse_port(const char *rest, int64_t usual, uint16_t *ret_port)
{
    const size_t length = strcspn(rest, "/");
    int64_t port = usual;

    if (rest[length] && rest[length + 1])
        return false;
    if (length && (rest[0] != ':' || !number_parse_int64(rest + 1, length - 1, &port)))
        return false;
    if (port < 1 || port > 65535)
        return false;
    *ret_port = (uint16_t)port;
    return true;
}

bool api_url_parse(const char *text, struct api_url *ret_url, struct error *err)
{
    struct api_url url = { .is_tls = !strncmp(text, "https://", 8) };
    const char *host = text + (url.is_tls ? strlen("https://") : strlen("http://")), *rest;
    size_t length;

    if (!strncmp(text, "unix:", 5))
        return parse_unix(text, ret_url, err);
    if (!url.is_tls && strncmp(text, "http://", 7))
        return refuse(text, err);
    if (host[0] == '[') {
        host++;
        length = strcspn(host, "]");
        if (!host[length])
            return refuse(text, err);
        rest = host + length + 1;
    } else {
        length = strcspn(host, ":/");
        rest = host + length;
    }
    if (!length || length >= sizeof(url.host) || strcspn(host, " ?#@\r\n") < length ||
        !parse_port(rest, url.is_tls ? USUAL_TLS_PORT : USUAL_PORT, &url.port))
        return refuse(text, err);
    memcpy(url.host, host, length);
    *ret_url = url;
    return true;
}
