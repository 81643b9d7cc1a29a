/* Words that are quoted and joined again split into the same words. */
#include "base/buf.h"
#include "cli/command_line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void must(bool held)
{
    if (!held)
        abort();
}

static void quote(const char *word, struct buf *text)
{
    buf_add(text, "'", 1);
    for (; *word; word++)
        if (*word == '\'')
            buf_add(text, "'\\''", 4);
        else
            buf_add(text, word, 1);
    buf_add(text, "' ", 2);
}

static void check_again(const struct command_line *line)
{
    OWNED(command_line_release) struct command_line again = {0};
    OWNED(buf_release) struct buf text = {0};
    struct error err;

    buf_add(&text, "", 0);
    for (size_t i = 0; i < line->count; i++)
        quote(line->words[i], &text);
    must(command_line_split(text.bytes, &again, &err) && again.count == line->count);
    for (size_t i = 0; i < line->count; i++)
        must(!strcmp(again.words[i], line->words[i]));
    must(!again.words[again.count]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    OWNED(command_line_release) struct command_line line = {0};
    OWNED(buf_release) struct buf text = {0};
    struct error err;

    buf_add(&text, (const char *)bytes, length);
    if (command_line_split(text.bytes, &line, &err))
        check_again(&line);
    else
        must(!line.text && err.code == ERROR_INVALID);
    return 0;
}
