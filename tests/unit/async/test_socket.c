#include "async/socket.h"
#include "test.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The peer of a connection to that place, as who accepts it sees it. */
static void peer_at(const struct socket_place *listening, const struct socket_place *place,
                    char ret_peer[SOCKET_PEER])
{
    struct socket_place there = *place;
    struct error err;
    int listener, client, fd;

    ret_peer[0] = '?';
    if (!socket_listen(listening, &listener, &err)) {
        CHECK(err.code == ERROR_NONE);      /* it has not listened */
        return;
    }
    if (!there.count)
        CHECK(socket_place_tcp("127.0.0.1", socket_port(listener), &there, &err));
    CHECK(socket_connect(&there, 0, &client, &err));
    CHECK(poll(&(struct pollfd){ .fd = listener, .events = POLLIN }, 1, 10000) == 1);
    fd = socket_accept(listener);
    CHECK(fd >= 0);
    socket_peer(fd, ret_peer);
    close(fd);
    close(client);
    close(listener);
}

TEST(a_peer_is_told_by_its_address)
{
    static const struct socket_place none;
    struct socket_place place;
    char peer[SOCKET_PEER], path[200];
    struct error err;

    CHECK(socket_place_tcp("127.0.0.1", 0, &place, &err));
    peer_at(&place, &none, peer);
    CHECK_TEXT(peer, "127.0.0.1");
    if (socket_place_tcp("::", 0, &place, &err)) {
        peer_at(&place, &none, peer);       /* listens to both: not "::ffff:127.0.0.1" */
        CHECK_TEXT(peer, "127.0.0.1");
    }
    snprintf(path, sizeof(path), "%s/peer.sock", test_folder());
    CHECK(socket_place_unix(path, &place, &err));
    peer_at(&place, &place, peer);
    CHECK_TEXT(peer, "");
}

TEST(only_addresses_of_this_machine_alone_are_loopback)
{
    static const char *const ours[] = { "127.0.0.1", "127.255.1.2", "::1" };
    static const char *const others[] = { "", "localhost", "127.example.org", "128.0.0.1", "10.127.0.1",
                                          "::", "::2", "fe80::1", "0.0.0.0", "1270.0.0.1" };

    for (size_t i = 0; i < COUNT(ours); i++)
        CHECK(socket_is_loopback(ours[i]));
    for (size_t i = 0; i < COUNT(others); i++)
        CHECK(!socket_is_loopback(others[i]));
}
