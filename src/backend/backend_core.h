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
#include "managers/manage_sheet.h"
#include "managers/manage_sweep.h"
#include "managers/manage_track.h"
#include "managers/manage_walk_forward.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"
#include "service/host_service.h"

#include <stddef.h>
#include <stdint.h>

struct adapt_training;
struct backend_core;
struct backend_health;
struct buf;
struct loop;
struct manage_bars;
struct manage_evaluation;
struct manage_load;
struct manage_models;
struct manage_operations;
struct manage_strategies;
struct manage_training;
struct reply_cache;
struct service_frame;

struct backend_core_settings {
    const char *data_dir;               /* all texts are borrowed for its life */
    size_t max_queued;
    struct manage_worker_settings worker;   /* without its program, which is looked for */
    struct adapt_ib_settings ib;
    struct host_service_settings training;  /* the training host, where it is enabled */
};

/* What the routes see; their `context`. */
struct backend_core {
    struct manage_store store;
    struct manage_worker worker;
    struct manage_bars *bars;
    struct manage_operations *operations;
    struct manage_strategies *strategies;
    struct manage_models *models;
    struct adapt_training *training_adapter;
    struct manage_training *training;
    struct manage_evaluation *evaluation;
    struct manage_backtest backtest;
    struct manage_ib ib;
    struct manage_walk_forward walk_forward;
    struct manage_load *load;
    struct manage_sweep sweep;
    struct manage_track track;
    struct manage_sheet sheet;
    struct reply_cache *replies;    /* of bars, by manage_bars_version() */
    struct backend_health *health;
    char data_dir[1024];
};

/* Waits. Opens the store and settles what the last process left. */
CHECKED bool backend_core_new(struct loop *loop, const struct backend_core_settings *settings,
                         struct backend_core **ret_backend, struct error *err);

/* For its service's frame: the routes and the numbers; what /health says, of a backend_core; and
 * the end, which waits: what runs ends as interrupted. */
void backend_core_add(struct service_frame *frame, void *core);
void backend_core_health(void *core, struct buf *json);
void backend_core_close(void *core);

#endif
