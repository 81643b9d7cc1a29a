/*
 * manage_store - the store as managers use it: reads on the pool, writes on the one writing lane.
 *
 * A plain struct that every manager borrows. Loop thread only.
 */
#ifndef OPERATIONS_MANAGE_STORE_H
#define OPERATIONS_MANAGE_STORE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct lane;
struct loop;
struct store;

struct manage_store {
    struct loop *loop;
    struct store *store;
    struct lane *lane;
};

/* Runs on another thread; sees only what it was given. */
typedef bool manage_store_fn(struct store *store, void *arg, struct error *err);

/* Wait. The answer is fn's. A write that ran counts, even if the task was cancelled meanwhile. */
CHECKED bool manage_store_read(const struct manage_store *store, manage_store_fn *fn, void *arg,
                               struct error *err);
CHECKED bool manage_store_write(const struct manage_store *store, manage_store_fn *fn, void *arg,
                                struct error *err);

/* Each role of ktrdrd has a folder of its own: DATA/backend, DATA/training. */
enum manage_store_role { MANAGE_STORE_BACKEND, MANAGE_STORE_TRAINING };

/* The folder, its database, the writing lane. Blocks: at start only. ERROR_CONFLICT if another
 * ktrdrd has it. */
CHECKED bool manage_store_open(struct loop *loop, enum manage_store_role role,
                               const char *data_dir, struct manage_store *ret_store,
                               struct error *err);
void manage_store_close(struct manage_store *store);    /* nothing runs on it any more */

/* Waits. Free bytes of the disk, and whether a transaction can be written now. */
CHECKED bool manage_store_look(const struct manage_store *store, int64_t *ret_free_bytes,
                               struct error *err);
size_t manage_store_queued(const struct manage_store *store);   /* writes in line or running */

#endif
