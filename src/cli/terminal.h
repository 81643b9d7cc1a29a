/* terminal - is a person looking, and may there be colour. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

enum terminal_style { TERMINAL_BOLD, TERMINAL_DIM, TERMINAL_RED, TERMINAL_GREEN, TERMINAL_YELLOW };

bool terminal_is(int fd);
int terminal_columns(int fd);       /* 80 if it cannot be told */

/* Colour goes to terminals only; not if NO_COLOR is set, nor after terminal_no_color. */
void terminal_no_color(void);
bool terminal_has_color(int fd);

/* The sequence, or "" where there is no colour. */
const char *terminal_start(int fd, enum terminal_style style);
const char *terminal_end(int fd);

/* Characters, not bytes: how wide a UTF-8 text is (wide and combining ones count as one). */
size_t terminal_width(const char *text);

#endif
