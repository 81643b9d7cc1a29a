#include "net/http_link.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void http_link_close(struct http_link *link)
{
    if (link->tls)
        http_tls_close(link->tls);
    else if (link->fd >= 0)
        close(link->fd);
    link->tls = NULL;
    link->fd = -1;
    link->n_ahead = link->taken = 0;
}

bool http_link_open_tls(struct http_link *link, const struct http_tls_settings *settings,
                        struct error *err)
{
    if (!http_tls_open(settings, &link->tls, err))
        return false;
    link->fd = http_tls_fd(link->tls);
    return true;
}

ssize_t http_link_send(struct http_link *link, const void *bytes, size_t length)
{
    return link->tls ? http_tls_send(link->tls, bytes, length)
                     : send(link->fd, bytes, length, MSG_NOSIGNAL);
}

ssize_t http_link_recv(struct http_link *link, void *bytes, size_t most)
{
    const size_t left = link->n_ahead - link->taken, n = left < most ? left : most;

    if (!link->tls)
        return recv(link->fd, bytes, most, 0);
    if (!n)
        return http_tls_recv(link->tls, bytes, most);
    memcpy(bytes, link->ahead + link->taken, n);
    link->taken += n;
    return (ssize_t)n;
}

bool http_link_is_answering(struct http_link *link)
{
    ssize_t n;

    if (!link->tls || link->taken < link->n_ahead)
        return true;
    n = http_tls_recv(link->tls, link->ahead, sizeof(link->ahead));
    link->taken = 0;
    link->n_ahead = n > 0 ? (size_t)n : 0;
    return n >= 0 || errno != EAGAIN;
}
