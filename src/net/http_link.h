/*
 * http_link - the bytes of one connection of http_exchange, over a socket or over TLS.
 *
 * Does not wait: -1 and errno, EAGAIN among them, as send() and recv() have it. One thread.
 */
#ifndef NET_HTTP_LINK_H
#define NET_HTTP_LINK_H

#include "net/http_tls.h"

#include <stdbool.h>

enum { HTTP_LINK_AHEAD = 1024 };

struct http_link {
    int fd;                         /* -1: not connected; to wait on */
    struct http_tls *tls;           /* owned; NULL: a plain socket */
    size_t n_ahead, taken;          /* bytes that were read to see whether there are any */
    char ahead[HTTP_LINK_AHEAD];
};

void http_link_close(struct http_link *link);       /* a closed one too */
CHECKED bool http_link_open_tls(struct http_link *link, const struct http_tls_settings *settings,
                                struct error *err);
ssize_t http_link_send(struct http_link *link, const void *bytes, size_t length);
ssize_t http_link_recv(struct http_link *link, void *bytes, size_t most);
/* Where poll() said that it can be read: is that for us, or the other side's end? Over TLS it may
 * be a session ticket and no more. */
bool http_link_is_answering(struct http_link *link);

#endif
