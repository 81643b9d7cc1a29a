/*
 * manage_backup - a copy of the database, of one moment, checked, to be read once.
 *
 * What is written meanwhile is not held up. The copy lies in the store's folder for temporary files
 * and goes with manage_backup_close(), or at the next start. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_BACKUP_H
#define MANAGERS_MANAGE_BACKUP_H

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"

#include <stdint.h>

struct buf;
struct manage_store;

struct manage_backup {
    char *path;                 /* owned */
    int fd;
    int64_t bytes;
    char sha256[HASH_HEX];
};

/* Wait, all of these. The copy is looked through page by page before it is the answer. */
CHECKED bool manage_backup_open(const struct manage_store *store,
                                struct manage_backup *ret_backup, struct error *err);
/* The next piece, in place of what ret_piece held; nothing after the last. */
CHECKED bool manage_backup_read(const struct manage_backup *backup, struct buf *ret_piece,
                                struct error *err);
void manage_backup_close(struct manage_backup *backup);

#endif
