/*
 * store_watch - whether the store can be written, and the disk that is left: looked up every few
 * seconds, known at once. For /health, and for who pauses work while the disk is full.
 *
 * Loop thread only.
 */
#ifndef OPERATIONS_STORE_WATCH_H
#define OPERATIONS_STORE_WATCH_H

#include "async/scope.h"
#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct manage_store;
struct wire_health;

struct store_watch {
    const struct manage_store *store;
    struct scope scope;
    int64_t free_bytes, checked_at;     /* as it was then, seconds UTC */
    double latency_ms;
    struct error error;                 /* ERROR_NONE: it can be written */
};

void store_watch_start(struct store_watch *watch, const struct manage_store *store);
void store_watch_stop(struct store_watch *watch);       /* Waits. */

/* ERROR_NO_SPACE while less than 1 GB of disk is free under this folder: work pauses then. */
CHECKED bool store_watch_check_space(const struct store_watch *watch, const char *folder,
                                     struct error *err);
/* The part of a service's health that hangs on its store, kept in this folder: its status, and what
 * is the matter, the store as a service of its own, the disk. And the version. */
void store_watch_fill_health(const struct store_watch *watch, const char *folder,
                             struct wire_health *ret_health);

#endif
