/*
 * service_guard - who may ask a service, and from where.
 *
 * Over its unix socket: whom the file system lets in. Over TCP: with a token,
 * every request needs it as `Authorization: Bearer`; it must be set to listen
 * beyond loopback. On loopback the Host must be this machine's (a web page whose
 * name was rebound to 127.0.0.1 sends its own), and everywhere an Origin must be
 * the Host (a web page elsewhere sends its own). A client of another major
 * version is told so.
 */
#ifndef SERVICE_SERVICE_GUARD_H
#define SERVICE_SERVICE_GUARD_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>

struct http_request;

struct service_guard {
    const char *token;      /* borrowed; NULL or "": none */
    const char *host;       /* borrowed: where the service listens */
    const char *version;    /* borrowed: "1.2.3" */
};

bool service_guard_is_loopback(const char *host);
/* That it may listen there at all. */
CHECKED bool service_guard_check_settings(const struct service_guard *guard, struct error *err);
CHECKED bool service_guard_check(const struct service_guard *guard, struct http_request *request,
                                 struct error *err);

#endif
