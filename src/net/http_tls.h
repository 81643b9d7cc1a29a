/*
 * http_tls - a TLS connection for http_exchange: made, written to and read from as a socket is.
 *
 * libcurl makes it: names, TLS, the check of certificate and host name (which cannot be turned
 * off). It is loaded at the first connection, so that who speaks to a local backend does not pay
 * for it. Only HTTP/1.1 is offered. Proxies of the environment are not used. One thread.
 */
#ifndef NET_HTTP_TLS_H
#define NET_HTTP_TLS_H

#include "base/error.h"
#include "base/words.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct http_tls;

struct http_tls_settings {          /* borrowed for the call */
    const char *host;               /* whom the certificate must be for; an IPv6 one without [] */
    uint16_t port;
    const char *ca_file;            /* trusted instead of the system's; NULL: the system's */
    int64_t connect_ms;             /* the most it may take */
    const volatile sig_atomic_t *interrupted;   /* or NULL; looked at once a second at least */
};

/* Blocks. UNAVAILABLE nobody there, or no libcurl; BAD_DATA no TLS, or a certificate that is not
 * trusted, out of date or another host's; INVALID ca_file; TIMEOUT; CANCELLED. */
CHECKED bool http_tls_open(const struct http_tls_settings *settings, struct http_tls **ret_tls,
                           struct error *err);
void http_tls_close(struct http_tls *tls);      /* takes NULL */

int http_tls_fd(const struct http_tls *tls);    /* to wait on; its bytes are not for reading */
/* As send() and recv() on a socket that does not block: -1 and errno, EAGAIN among them. What is
 * readable may hold nothing for us (a session ticket): then EAGAIN too. */
ssize_t http_tls_send(struct http_tls *tls, const void *bytes, size_t length);
ssize_t http_tls_recv(struct http_tls *tls, void *bytes, size_t most);

#endif
