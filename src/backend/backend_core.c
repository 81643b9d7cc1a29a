#include "backend/backend_core.h"

#include "adapters/adapt_training.h"
#include "backend/backend_health.h"
#include "backend/reply_cache.h"
#include "backend/routes.h"
#include "base/mem.h"
#include "managers/manage_bars.h"
#include "managers/manage_evaluation.h"
#include "managers/manage_load.h"
#include "managers/manage_models.h"
#include "managers/manage_strategies.h"
#include "managers/manage_training.h"
#include "operations/manage_batch.h"
#include "operations/manage_operations.h"
#include "service/service_frame.h"
#include "service/service_metrics.h"

#include <stdio.h>
#include <stdlib.h>

static const struct reply_cache_limits reply_limits = { .entries = 64, .bytes = 32 << 20 };

static void add_kind(struct backend_core *core, struct manage_operations_kind kind)
{
    manage_operations_add_kind(core->operations, &kind);
}

static void make_managers(struct backend_core *core)
{
    core->bars = manage_bars_new(&core->store);
    core->strategies = manage_strategies_new(core->data_dir);
    core->models = manage_models_new(&core->store);
    core->training = manage_training_new(&core->worker, core->training_adapter, core->bars,
                                         core->strategies);
    core->evaluation = manage_evaluation_new(&core->worker, core->bars, core->models);
    core->backtest = (struct manage_backtest){ &core->worker, core->bars, core->strategies,
                                               core->models };
    core->walk_forward = (struct manage_walk_forward){ core->operations, core->training,
                                                       &core->backtest };
    core->load = manage_load_new(&core->store, core->bars, core->operations, core->ib.adapter);
    core->sweep = (struct manage_sweep){ &core->store, core->strategies, core->training };
    core->track = (struct manage_track){ &core->store, core->bars, core->models };
    core->sheet = (struct manage_sheet){ core->bars, core->models, core->evaluation };
    add_kind(core, manage_training_kind(core->training));
    add_kind(core, manage_evaluation_kind(core->evaluation));
    add_kind(core, manage_batch_kind(core->operations));
    add_kind(core, manage_backtest_kind(&core->backtest));
    add_kind(core, manage_walk_forward_kind(&core->walk_forward));
    add_kind(core, manage_load_kind(core->load));
}

/* What may fail, before anything runs. */
static bool open_outside(struct backend_core *core, const struct backend_core_settings *settings,
                         struct error *err)
{
    if (!manage_ib_open(core->store.loop, &settings->ib, &core->ib, err))
        return false;
    if (adapt_training_open(core->store.loop, &core->worker, &settings->training,
                            &core->training_adapter, err))
        return true;
    manage_ib_close(&core->ib);
    return false;
}

static bool open_all(struct loop *loop, const struct backend_core_settings *settings,
                     struct backend_core *core, struct error *err)
{
    struct manage_worker_settings worker = settings->worker;

    if (!manage_worker_find_program(&worker, err) ||
        !manage_store_open(loop, MANAGE_STORE_BACKEND, core->data_dir, &core->store, err))
        return false;
    if (!open_outside(core, settings, err)) {
        manage_store_close(&core->store);
        return false;
    }
    core->operations = manage_operations_new(&core->store, settings->max_queued);
    manage_worker_open(&core->worker, &core->store, core->operations, &worker);
    return true;
}

bool backend_core_new(struct loop *loop, const struct backend_core_settings *settings,
                      struct backend_core **ret_core, struct error *err)
{
    struct backend_core *core = MEM_NEW(struct backend_core);

    snprintf(core->data_dir, sizeof(core->data_dir), "%s", settings->data_dir);
    if (!open_all(loop, settings, core, err)) {
        free(core);
        return false;
    }
    make_managers(core);
    core->replies = reply_cache_new(&reply_limits);
    core->health = backend_health_new(core, settings);
    *ret_core = core;
    if (manage_operations_recover(core->operations, err)) {
        manage_operations_prune_daily(core->operations);
        return true;
    }
    backend_core_close(core);
    return false;
}

static void stop(struct backend_core *core)
{
    manage_operations_stop(core->operations);
    manage_worker_stop(&core->worker);
    adapt_training_stop(core->training_adapter);
    manage_ib_stop(&core->ib);
    backend_health_stop(core->health);
}

void backend_core_close(void *context)
{
    struct backend_core *core = context;

    stop(core);
    backend_health_free(core->health);
    reply_cache_free(core->replies);
    manage_evaluation_free(core->evaluation);
    manage_training_free(core->training);
    manage_models_free(core->models);
    manage_strategies_free(core->strategies);
    manage_load_free(core->load);
    manage_bars_free(core->bars);
    manage_operations_free(core->operations);
    manage_worker_close(&core->worker);
    adapt_training_free(core->training_adapter);
    manage_ib_close(&core->ib);
    manage_store_close(&core->store);
    free(core);
}

void backend_core_add(struct service_frame *frame, void *context)
{
    struct backend_core *core = context;

    service_metrics_add(service_frame_metrics(frame), backend_health_count, core->health);
    routes_add(service_frame_server(frame), core);
}

void backend_core_health(void *context, struct buf *json)
{
    const struct backend_core *core = context;

    backend_health_print(core->health, json);
}
