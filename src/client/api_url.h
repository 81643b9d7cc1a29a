/* api_url - "http://host:port" and "unix:/path", the addresses we speak to. */
#ifndef CLIENT_API_URL_H
#define CLIENT_API_URL_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct api_url {
    char path[108];         /* of a unix socket; "" : TCP */
    char host[256];
    uint16_t port;
};

/* http://host[:port][/], http://[::1]:8000, unix:/path, unix:///path. ERROR_INVALID otherwise. */
CHECKED bool api_url_parse(const char *text, struct api_url *ret_url, struct error *err);

#endif
