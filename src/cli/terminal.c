#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_plain;

bool terminal_is(int fd)
{
    return isatty(fd) == 1;
}

int terminal_columns(int fd)
{
    struct winsize size;

    return ioctl(fd, TIOCGWINSZ, &size) || size.ws_col < 20 ? 80 : size.ws_col;
}

void terminal_no_color(void)
{
    is_plain = true;
}

bool terminal_has_color(int fd)
{
    const char *no = getenv("NO_COLOR"), *kind = getenv("TERM");

    return !is_plain && !(no && *no) && !(kind && !strcmp(kind, "dumb")) && terminal_is(fd);
}

const char *terminal_start(int fd, enum terminal_style style)
{
    static const char *const sequences[] = {
        [TERMINAL_BOLD] = "\033[1m",   [TERMINAL_DIM] = "\033[2m",     [TERMINAL_RED] = "\033[31m",
        [TERMINAL_GREEN] = "\033[32m", [TERMINAL_YELLOW] = "\033[33m",
    };

    return terminal_has_color(fd) ? sequences[style] : "";
}

const char *terminal_end(int fd)
{
    return terminal_has_color(fd) ? "\033[0m" : "";
}

size_t terminal_width(const char *text)
{
    size_t width = 0;

    for (; *text; text++)
        width += (*text & 0xc0) != 0x80;
    return width;
}
