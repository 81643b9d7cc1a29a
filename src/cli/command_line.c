#include "cli/command_line.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What lies between quotes, from behind the first to behind the last. */
static bool copy_quoted(const char **from, char quote, char **to, struct error *err)
{
    const char *at = *from;

    for (; *at && *at != quote; at++) {
        if (quote == '"' && *at == '\\' && (at[1] == '"' || at[1] == '\\'))
            at++;
        *(*to)++ = *at;
    }
    if (!*at)
        return error_set(err, ERROR_INVALID, "a %s is not closed", quote == '"' ? "\"" : "'");
    *from = at + 1;
    return true;
}

static bool copy_word(const char **from, char **to, struct error *err)
{
    while (**from && !is_space(**from)) {
        const char c = *(*from)++;

        if (c == '\'' || c == '"') {
            if (!copy_quoted(from, c, to, err))
                return false;
        } else if (c == '\\' && **from) {
            *(*to)++ = *(*from)++;
        } else {
            *(*to)++ = c;
        }
    }
    *(*to)++ = '\0';
    return true;
}

static bool split(const char *at, struct command_line *line, struct error *err)
{
    char *to = line->text;

    for (;;) {
        while (is_space(*at))
            at++;
        if (!*at || *at == '#')
            return true;
        if (line->count == COMMAND_LINE_WORDS)
            return error_set(err, ERROR_INVALID, "more than %d words", COMMAND_LINE_WORDS);
        line->words[line->count++] = to;
        if (!copy_word(&at, &to, err))
            return false;
    }
}

bool command_line_split(const char *text, struct command_line *ret_line, struct error *err)
{
    *ret_line = (struct command_line){ .text = mem_alloc(strlen(text) + 2) };
    if (split(text, ret_line, err))
        return true;
    command_line_release(ret_line);
    return false;
}

void command_line_release(struct command_line *line)
{
    free(line->text);
    *line = (struct command_line){0};
}
