/* api_url - "http://host:port", "https://host" and "unix:/path", the addresses we speak to. */
#ifndef CLIENT_API_URL_H
#define CLIENT_API_URL_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stdint.h>

struct api_url {
    char path[108];         /* of a unix socket; "" : TCP */
    char host[256];
    uint16_t port;
    bool is_tls;
};

/* http://host[:8000][/], https://host[:443][/], http://[::1]:81, unix:/path, unix:///path;
 * ERROR_INVALID otherwise. */
CHECKED bool api_url_parse(const char *text, struct api_url *ret_url, struct error *err);

#endif
