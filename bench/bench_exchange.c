/*
 * bench-exchange SOCKET TARGET [ACCEPT]: the least a client can be. One HTTP exchange over a unix
 * socket in six system calls, the reply's body on stdout; no check but its length. What `ktrdr data
 * show` is measured against. Without arguments it ends at once: what a process alone costs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { ROOM = 1 << 20 };

static char reply[ROOM + 1];

static void need(int held, const char *what)
{
    if (held)
        return;
    perror(what);
    exit(1);
}

static void send_request(int fd, const char *target, const char *accept)
{
    char text[1024];
    const int length = snprintf(text, sizeof(text),
                                "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\n\r\n", target,
                                accept);

    need(length < (int)sizeof(text) && write(fd, text, (size_t)length) == length, "write");
}

/* Where the body begins, and how long it is; 0 before the head is whole. */
static size_t read_head(size_t have, size_t *ret_body)
{
    const char *end, *length;

    reply[have] = '\0';
    end = strstr(reply, "\r\n\r\n");
    length = end ? strcasestr(reply, "\r\nContent-Length:") : NULL;
    if (!end)
        return 0;
    need(length && !strncmp(reply, "HTTP/1.1 200", 12), "not the reply hoped for");
    *ret_body = strtoul(length + 17, NULL, 10);
    return (size_t)(end - reply) + 4;
}

static void receive(int fd)
{
    size_t have = 0, head = 0, body = 0;

    while (!head || have < head + body) {
        const ssize_t n = read(fd, reply + have, ROOM - have);

        need(n > 0, "read");
        have += (size_t)n;
        if (!head)
            head = read_head(have, &body);
    }
    need(write(STDOUT_FILENO, reply + head, body) == (ssize_t)body, "write");
}

int main(int argc, char **argv)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd;

    if (argc < 3)
        return 0;
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", argv[1]);
    need(fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof(address)), argv[1]);
    send_request(fd, argv[2], argc > 3 ? argv[3] : "*/*");
    receive(fd);
    return 0;
}
