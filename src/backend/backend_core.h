/*
 * backend_core - the managers behind HTTP: what `ktrdrd backend` and `ktrdrd all` answer.
 *
 * Made once per process, on the loop thread, in a task. Owns its managers, its store and its
 * writing lane.
 */
#ifndef BACKEND_BACKEND_CORE_H
#define BACKEND_BACKEND_CORE_H

#include "base/error.h"
#include "base/words.h"
#include "managers/manage_backtest.h"
#include "managers/manage_ib.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"

#include <stddef.h>
#include <stdint.h>

struct backend_core;
struct backend_health;
struct loop;
struct manage_bars;
struct manage_evaluation;
struct manage_models;
struct manage_operations;
struct manage_strategies;
struct manage_training;
struct reply_cache;

struct backend_core_settings {
    const char *data_dir;
    size_t max_running, max_queued;
    int64_t silence_ms;                 /* of a worker that is alive: less */
    int64_t worker_memory_mb;
    int64_t checkpoint_seconds;         /* between two of a training */
    struct adapt_ib_settings ib;
};

/* What the routes see; their `context`. */
struct backend_core {
    struct manage_store store;
    struct manage_worker worker;
    struct manage_bars *bars;
    struct manage_operations *operations;
    struct manage_strategies *strategies;
    struct manage_models *models;
    struct manage_training *training;
    struct manage_evaluation *evaluation;
    struct manage_backtest backtest;
    struct manage_ib ib;
    struct reply_cache *replies;    /* of bars, by manage_bars_version() */
    struct backend_health *health;
    char data_dir[1024];
};

/* Waits. Opens the store and settles what the last process left. */
CHECKED bool backend_core_new(struct loop *loop, const struct backend_core_settings *settings,
                         struct backend_core **ret_backend, struct error *err);

/* Waits. Ends what runs as interrupted. Then it may be freed. */
void backend_core_stop(struct backend_core *backend);
void backend_core_free(struct backend_core *backend);

#endif
