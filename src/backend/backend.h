/*
 * backend - the managers behind HTTP: what `ktrdrd backend` and `ktrdrd all` answer.
 *
 * Made once per process, on the loop thread, in a task. Owns its managers, its store and its
 * writing lane; the supervisor's program and the strategies' folder are borrowed for ever.
 */
#ifndef BACKEND_BACKEND_H
#define BACKEND_BACKEND_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct backend;
struct http_route;
struct loop;
struct manage_backtest;
struct manage_bars;
struct manage_models;
struct manage_operations;
struct manage_store;
struct manage_strategies;
struct manage_training;
struct supervisor;

struct backend_settings {
    const char *data_dir;
    const char *worker_program;
    size_t max_running, max_queued;
};

/* What the routes see; their `context`. */
struct backend {
    struct manage_store *store;
    struct manage_bars *bars;
    struct manage_operations *operations;
    struct manage_strategies *strategies;
    struct manage_models *models;
    struct manage_training *training;
    struct manage_backtest *backtest;
    struct supervisor *supervisor;
    char data_dir[1024];
    int64_t started_ms;             /* loop_now() */
};

/* Waits. Opens the store and settles what the last process left. */
CHECKED bool backend_new(struct loop *loop, const struct backend_settings *settings,
                         struct backend **ret_backend, struct error *err);

/* Waits. Ends what runs as interrupted. Then it may be freed. */
void backend_stop(struct backend *backend);
void backend_free(struct backend *backend);

#endif
