#include "async/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static int look_up(const char *host, uint16_t port, int flags, struct addrinfo **ret_list)
{
    const struct addrinfo hints = {
        .ai_socktype = SOCK_STREAM,
        .ai_flags = AI_NUMERICSERV | flags,
    };
    char service[8];

    snprintf(service, sizeof(service), "%u", port);
    return getaddrinfo(*host ? host : NULL, service, &hints, ret_list);
}

bool socket_is_number(const char *host)
{
    struct addrinfo *list = NULL;
    const int failed = look_up(host, 0, AI_NUMERICHOST | AI_PASSIVE, &list);

    if (!failed)
        freeaddrinfo(list);
    return !failed;
}

bool socket_place_tcp(const char *host, uint16_t port, struct socket_place *ret_place,
                      struct error *err)
{
    struct addrinfo *list = NULL;
    const int failed = look_up(host, port, AI_PASSIVE, &list);

    if (failed)
        return error_set(err, ERROR_UNAVAILABLE, "no address for '%s': %s", host,
                         gai_strerror(failed));
    *ret_place = (struct socket_place){0};
    for (struct addrinfo *one = list; one; one = one->ai_next) {
        struct socket_address *address = &ret_place->addresses[ret_place->count];

        if (ret_place->count == SOCKET_ADDRESSES)
            break;
        ret_place->count++;
        memcpy(&address->bytes, one->ai_addr, one->ai_addrlen);
        address->length = one->ai_addrlen;
    }
    freeaddrinfo(list);
    snprintf(ret_place->name, sizeof(ret_place->name),
             strchr(host, ':') ? "[%.140s]:%u" : "%.140s:%u", host, port);
    return true;
}

bool socket_place_unix(const char *path, struct socket_place *ret_place, struct error *err)
{
    struct sockaddr_un *address = (struct sockaddr_un *)(void *)&ret_place->addresses[0].bytes;

    if (!*path || strlen(path) >= sizeof(address->sun_path))
        return error_set(err, ERROR_INVALID, "a socket's path has 1 to %zu bytes: '%.200s'",
                         sizeof(address->sun_path) - 1, path);
    *ret_place = (struct socket_place){ .count = 1 };
    address->sun_family = AF_UNIX;
    strcpy(address->sun_path, path);
    ret_place->addresses[0].length = sizeof(*address);
    snprintf(ret_place->name, sizeof(ret_place->name), "%s", path);
    return true;
}

static const struct sockaddr *bytes_of(const struct socket_place *place, size_t which)
{
    return (const struct sockaddr *)(const void *)&place->addresses[which].bytes;
}

static int family_of(const struct socket_place *place, size_t which)
{
    return place->addresses[which].bytes.ss_family;
}

static void send_at_once(int fd)
{
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
}

static bool refuse_connect(int number, const struct socket_place *place, struct error *err)
{
    const bool is_slow = number == ETIMEDOUT;

    return error_set(err, is_slow ? ERROR_TIMEOUT : ERROR_UNAVAILABLE, "cannot connect to '%s': %s",
                     place->name, strerror(number));
}

bool socket_connect(const struct socket_place *place, size_t which, int *ret_fd, struct error *err)
{
    const int fd = socket(family_of(place, which), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (fd < 0)
        return error_set_errno(err, errno, "no socket for '%s'", place->name);
    if (family_of(place, which) != AF_UNIX)
        send_at_once(fd);
    if (connect(fd, bytes_of(place, which), place->addresses[which].length) &&
        errno != EINPROGRESS) {
        const int number = errno;

        close(fd);
        return refuse_connect(number, place, err);
    }
    *ret_fd = fd;
    return true;
}

bool socket_connected(int fd, const struct socket_place *place, struct error *err)
{
    int number = 0;
    socklen_t size = sizeof(number);

    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &size))
        number = errno;
    return !number || refuse_connect(number, place, err);
}

/* A path on which nobody listens any more. Somebody's answer makes bind() fail, as it should. */
static void remove_left_behind(const struct socket_place *place)
{
    struct stat status;
    int fd;

    if (lstat(place->name, &status) || !S_ISSOCK(status.st_mode))
        return;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    if (connect(fd, bytes_of(place, 0), place->addresses[0].length) && errno == ECONNREFUSED)
        unlink(place->name);
    close(fd);
}

bool socket_listen(const struct socket_place *place, int *ret_fd, struct error *err)
{
    const bool is_unix = family_of(place, 0) == AF_UNIX;
    const int fd = socket(family_of(place, 0), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool failed;

    if (fd < 0)
        return error_set_errno(err, errno, "no socket for '%s'", place->name);
    if (is_unix) {
        remove_left_behind(place);
        failed = fchmod(fd, 0600);      /* bind() gives the file the socket's mode */
    } else {
        failed = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
    }
    if (failed || bind(fd, bytes_of(place, 0), place->addresses[0].length) || listen(fd, BACKLOG)) {
        error_set_errno(err, errno, "cannot listen on '%s'", place->name);
        close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

uint16_t socket_port(int fd)
{
    struct sockaddr_storage address = {0};
    socklen_t length = sizeof(address);

    if (getsockname(fd, (struct sockaddr *)(void *)&address, &length))
        return 0;
    if (address.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *)(void *)&address)->sin_port);
    if (address.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)(void *)&address)->sin6_port);
    return 0;
}

int socket_accept(int listener)
{
    struct sockaddr_storage address;
    socklen_t length = sizeof(address);
    const int fd = accept4(listener, (struct sockaddr *)(void *)&address, &length,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);

    if (fd >= 0 && address.ss_family != AF_UNIX)
        send_at_once(fd);
    return fd;
}

/* An IPv4 client of a socket that takes both is told as such: without its "::ffff:". */
void socket_peer(int fd, char ret_address[SOCKET_PEER])
{
    static const char mapped[] = "::ffff:";
    struct sockaddr_storage bytes = {0};
    socklen_t length = sizeof(bytes);
    const void *address = NULL;

    ret_address[0] = '\0';
    if (getpeername(fd, (struct sockaddr *)(void *)&bytes, &length))
        return;
    if (bytes.ss_family == AF_INET)
        address = &((const struct sockaddr_in *)(const void *)&bytes)->sin_addr;
    else if (bytes.ss_family == AF_INET6)
        address = &((const struct sockaddr_in6 *)(const void *)&bytes)->sin6_addr;
    if (!address || !inet_ntop(bytes.ss_family, address, ret_address, SOCKET_PEER))
        ret_address[0] = '\0';
    if (!strncmp(ret_address, mapped, sizeof(mapped) - 1) && strchr(ret_address, '.'))
        memmove(ret_address, ret_address + sizeof(mapped) - 1,
                strlen(ret_address + sizeof(mapped) - 1) + 1);
}

bool socket_is_loopback(const char *address)
{
    return !strcmp(address, "::1") || (!strncmp(address, "127.", 4) && socket_is_number(address));
}

bool socket_parse(const char *text, char *ret_host, size_t room, uint16_t *ret_port,
                  struct error *err)
{
    const char *colon = strrchr(text, ':');
    const char *from = text, *until = colon;
    char *end = NULL;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;

    if (!colon || colon[1] < '0' || colon[1] > '9' || *end || port > 65535)
        return error_set(err, ERROR_INVALID, "not an address like 127.0.0.1:8000: '%.200s'", text);
    if (*from == '[' && until > from && until[-1] == ']') {
        from++;
        until--;
    }
    if ((size_t)(until - from) >= room)
        return error_set(err, ERROR_INVALID, "a host name that long is none: '%.200s'", text);
    memcpy(ret_host, from, (size_t)(until - from));
    ret_host[until - from] = '\0';
    *ret_port = (uint16_t)port;
    return true;
}
