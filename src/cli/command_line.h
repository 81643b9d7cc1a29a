/*
 * command_line - a line of text as the words of a command, as a shell would split it.
 *
 * Spaces part words; '…' and "…" hold them together, with \" and \\ in the latter; elsewhere a
 * backslash takes the next character as it is. '#' at the start of a word ends the line. Nothing is
 * expanded.
 */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>

enum { COMMAND_LINE_WORDS = 256 };

struct command_line {
    char *text;                                 /* owned: what the words lie in */
    size_t count;                               /* 0: an empty line */
    const char *words[COMMAND_LINE_WORDS + 1];  /* ends with NULL */
};

CHECKED bool command_line_split(const char *text, struct command_line *ret_line,
                                struct error *err);
void command_line_release(struct command_line *line);

#endif
