/*
 * load_scope - which bars a load set out to fetch, in a file of its operation's folder, so that an
 * attempt which goes on asks for what is missing of them and for nothing else. Blocks on the disk.
 */
#ifndef MANAGERS_LOAD_SCOPE_H
#define MANAGERS_LOAD_SCOPE_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct store;

struct load_scope {
    int64_t start, end;             /* INT64_MIN, INT64_MAX: open */
};

/* *ret_is_there is false where an attempt ended before it knew. */
CHECKED bool load_scope_read(struct store *store, const char *operation,
                             struct load_scope *ret_scope, bool *ret_is_there, struct error *err);
CHECKED bool load_scope_write(struct store *store, const char *operation,
                              const struct load_scope *scope, struct error *err);
CHECKED bool load_scope_remove(struct store *store, const char *operation, struct error *err);

#endif
