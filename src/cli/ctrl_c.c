#include "cli/ctrl_c.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t pressed;
static int pipe_ends[2] = { -1, -1 };

static void note(int number)
{
    const int kept = errno;

    if (pressed) {
        signal(number, SIG_DFL);
        raise(number);              /* delivered when this handler returns */
    }
    pressed = 1;
    if (write(pipe_ends[1], "", 1) != 1)
        pressed = 1;                /* full: it can be read already */
    errno = kept;
}

void ctrl_c_watch(void)
{
    struct sigaction action = { .sa_handler = note };

    if (pipe_ends[0] >= 0 || pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK))
        return;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

bool ctrl_c_was_pressed(void)
{
    return pressed;
}

void ctrl_c_forget(void)
{
    char byte;

    while (read(pipe_ends[0], &byte, 1) == 1)
        continue;
    pressed = 0;
}

const volatile sig_atomic_t *ctrl_c_flag(void)
{
    return &pressed;
}

const int *ctrl_c_fd(void)
{
    return &pipe_ends[0];
}

void ctrl_c_pause(int ms)
{
    struct pollfd fd = { .fd = pipe_ends[0], .events = POLLIN };

    poll(&fd, 1, ms);
}
