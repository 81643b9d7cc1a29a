/*
 * socket - addresses and descriptors of TCP and unix sockets, without a loop.
 *
 * All descriptors are non-blocking and close-on-exec; TCP ones send at once
 * (TCP_NODELAY). Used by streams, the HTTP server, and by what blocks in poll().
 */
#ifndef ASYNC_SOCKET_H
#define ASYNC_SOCKET_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { SOCKET_ADDRESSES = 4, SOCKET_PEER = 46 };

struct socket_place {               /* where to connect or listen */
    size_t count;                   /* a name may have several addresses, the best first */
    struct socket_address {
        struct sockaddr_storage bytes;
        socklen_t length;
    } addresses[SOCKET_ADDRESSES];
    char name[160];                 /* for people: "127.0.0.1:8000" or a path */
};

/* Blocks while a name is looked up; not for numbers. "" is every address of this machine. */
CHECKED bool socket_place_tcp(const char *host, uint16_t port, struct socket_place *ret_place,
                              struct error *err);
/* True if the host is a number, so that socket_place_tcp does not block. */
bool socket_is_number(const char *host);
CHECKED bool socket_place_unix(const char *path, struct socket_place *ret_place,
                               struct error *err);

/* Starts to connect to one address: done when it can be written to and socket_connected says so. */
CHECKED bool socket_connect(const struct socket_place *place, size_t which, int *ret_fd,
                            struct error *err);
CHECKED bool socket_connected(int fd, const struct socket_place *place, struct error *err);

/* A unix socket is made 0600; one that nobody answers on is replaced, so hold the lock of whom it
 * belongs to. Fails with ERROR_CONFLICT where somebody listens. */
CHECKED bool socket_listen(const struct socket_place *place, int *ret_fd, struct error *err);
uint16_t socket_port(int fd);       /* that it is bound to; 0 for a unix socket */

int socket_accept(int listener);    /* -1 and errno, EAGAIN when there is none */
/* The address at the other end, "192.0.2.7" or "::1", without the port; "" of a unix socket. */
void socket_peer(int fd, char ret_address[SOCKET_PEER]);
bool socket_is_loopback(const char *address);       /* a number: "127.0.0.1", "::1" */

/* "host:port", "[::1]:80"; the port may be 0. */
CHECKED bool socket_parse(const char *text, char *ret_host, size_t room, uint16_t *ret_port,
                          struct error *err);

#endif
