/*
 * service_guard - who may ask a service, and from where.
 *
 * Over its unix socket: whom the file system lets in. Over TCP: with a token,
 * every request needs it as `Authorization: Bearer`; it must be set to listen
 * beyond loopback. On loopback the Host must be this machine's (a web page whose
 * name was rebound to 127.0.0.1 sends its own), and everywhere an Origin must be
 * the Host (a web page elsewhere sends its own). A client of another major
 * version is told so. An address beyond this machine may ask 200 times a second,
 * 1000 at once: then it gets 429.
 */
#ifndef SERVICE_SERVICE_GUARD_H
#define SERVICE_SERVICE_GUARD_H

#include "base/error.h"
#include "base/words.h"
#include "service/service_rate.h"

#include <stdbool.h>
#include <stdint.h>

struct http_request;

struct service_guard {
    const char *token;      /* borrowed; NULL or "": none */
    const char *host;       /* borrowed: where the service listens */
    const char *version;    /* borrowed: "1.2.3" */
    struct service_rate rate;   /* of each address beyond this machine */
};

bool service_guard_is_loopback(const char *host);
/* That it may listen there at all. */
CHECKED bool service_guard_check_settings(const struct service_guard *guard, struct error *err);
CHECKED bool service_guard_check(struct service_guard *guard, struct http_request *request,
                                 int64_t now, struct error *err);

#endif
