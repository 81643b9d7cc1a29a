/*
 * manage_store - the store as managers use it: reads on the pool, writes on the one writing lane.
 *
 * A plain struct that every manager borrows. Loop thread only.
 */
#ifndef MANAGERS_MANAGE_STORE_H
#define MANAGERS_MANAGE_STORE_H

#include "base/error.h"
#include "base/words.h"

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

#endif
