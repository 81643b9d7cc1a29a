/*
 * strategy_file - STRATEGY on the command line: with a '/' or ending in .yaml it is a file, which
 * is read here and sent as text; else it is a name in the backend's folder.
 */
#ifndef CLI_STRATEGY_FILE_H
#define CLI_STRATEGY_FILE_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

struct strategy_file {
    char *name;             /* where the name goes; name_size with its '\0' */
    size_t name_size;
    char **text;            /* where the file's text goes; what was there is freed */
    char *label;            /* where its name for messages goes */
    size_t label_size;
};

/* The same, of a request's own fields. */
#define STRATEGY_FILE(name, text, label) \
    (&(const struct strategy_file){ name, sizeof(name), &(text), label, sizeof(label) })

bool strategy_file_is_path(const char *word);
CHECKED bool strategy_file_take(const char *word, const struct strategy_file *to,
                                struct error *err);

/* The text of a file, at most `limit` bytes; "-" is stdin. Owned by the caller. */
CHECKED bool strategy_file_read(const char *path, size_t limit, char **ret_text,
                                struct error *err);

#endif
