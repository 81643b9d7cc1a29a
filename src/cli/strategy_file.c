#include "cli/strategy_file.h"

#include "base/buf.h"
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STRATEGY_BYTES = 1 << 20 };

bool strategy_file_is_path(const char *word)
{
    const size_t length = strlen(word);

    return strchr(word, '/') || !strcmp(word, "-") ||
           (length > 5 && !strcmp(word + length - 5, ".yaml"));
}

static bool read_stdin(size_t limit, struct buf *text, struct error *err)
{
    char piece[4096];
    ssize_t n;

    while ((n = read(STDIN_FILENO, piece, sizeof(piece))) > 0) {
        buf_add(text, piece, (size_t)n);
        if (text->length > limit)
            return error_set(err, ERROR_TOO_LARGE, "stdin is longer than %zu bytes", limit);
    }
    return n == 0 || error_set_errno(err, errno, "stdin");
}

bool strategy_file_read(const char *path, size_t limit, char **ret_text, struct error *err)
{
    struct buf text = {0};
    const bool held = strcmp(path, "-") ? file_read(path, limit, &text, err)
                                        : read_stdin(limit, &text, err);

    if (held && text.bytes && strlen(text.bytes) != text.length) {
        buf_release(&text);
        return error_set(err, ERROR_INVALID, "'%.300s' is not a text file", path);
    }
    if (!held) {
        buf_release(&text);
        return false;
    }
    buf_add(&text, "", 0);
    *ret_text = text.bytes;
    return true;
}

bool strategy_file_take(const char *word, const struct strategy_file *to, struct error *err)
{
    free(*to->text);
    *to->text = NULL;
    to->name[0] = to->label[0] = '\0';
    if (!strategy_file_is_path(word)) {
        if (strlen(word) >= to->name_size)
            return error_set(err, ERROR_INVALID, "'%.100s' is too long for a strategy's name",
                             word);
        strcpy(to->name, word);
        return true;
    }
    if (strcmp(word, "-") && access(word, R_OK)) {
        error_set_errno(err, errno, "the strategy file '%.250s'", word);
        return error_suggest(err, "a name without '/' and .yaml is one of 'ktrdr strategies list'");
    }
    snprintf(to->label, to->label_size, "%s", word);
    return strategy_file_read(word, STRATEGY_BYTES, to->text, err);
}
