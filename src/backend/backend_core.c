#include "backend/backend_core.h"

#include "backend/backend_health.h"
#include "backend/reply_cache.h"
#include "base/mem.h"
#include "managers/manage_bars.h"
#include "managers/manage_evaluation.h"
#include "managers/manage_models.h"
#include "managers/manage_strategies.h"
#include "managers/manage_training.h"
#include "operations/manage_batch.h"
#include "operations/manage_operations.h"

#include <stdio.h>
#include <stdlib.h>

static const struct reply_cache_limits reply_limits = { .entries = 64, .bytes = 32 << 20 };

static void make_managers(struct backend_core *core, const struct backend_core_settings *settings,
                          const struct manage_worker_settings *worker)
{
    struct manage_operations_kind kind;

    core->operations = manage_operations_new(&core->store, settings->max_queued);
    manage_worker_open(&core->worker, &core->store, core->operations, worker);
    core->bars = manage_bars_new(&core->store);
    core->strategies = manage_strategies_new(core->data_dir);
    core->models = manage_models_new(&core->store);
    core->training = manage_training_new(&core->worker, core->bars, core->strategies);
    core->evaluation = manage_evaluation_new(&core->worker, core->bars, core->models);
    kind = manage_training_kind(core->training);
    manage_operations_add_kind(core->operations, &kind);
    kind = manage_evaluation_kind(core->evaluation);
    manage_operations_add_kind(core->operations, &kind);
    kind = manage_batch_kind(core->operations);
    manage_operations_add_kind(core->operations, &kind);
    core->backtest = (struct manage_backtest){ &core->worker, core->bars, core->strategies,
                                               core->models };
    kind = manage_backtest_kind(&core->backtest);
    manage_operations_add_kind(core->operations, &kind);
}

bool backend_core_new(struct loop *loop, const struct backend_core_settings *settings,
                      struct backend_core **ret_core, struct error *err)
{
    struct manage_worker_settings worker = { .max_running = settings->max_running,
                                             .silence_ms = settings->silence_ms,
                                             .memory_mb = settings->worker_memory_mb,
                                             .checkpoint_seconds = settings->checkpoint_seconds };
    struct backend_core *core;

    if (!manage_worker_find_program(&worker, err))
        return false;
    core = MEM_NEW(struct backend_core);
    snprintf(core->data_dir, sizeof(core->data_dir), "%s", settings->data_dir);
    if (!manage_store_open(loop, MANAGE_STORE_BACKEND, core->data_dir, &core->store, err)) {
        free(core);
        return false;
    }
    if (!manage_ib_open(loop, &settings->ib, &core->ib, err)) {
        manage_store_close(&core->store);
        free(core);
        return false;
    }
    make_managers(core, settings, &worker);
    core->replies = reply_cache_new(&reply_limits);
    core->health = backend_health_new(core);
    *ret_core = core;
    if (manage_operations_recover(core->operations, err)) {
        manage_operations_prune_daily(core->operations);
        return true;
    }
    backend_core_stop(core);
    backend_core_free(core);
    return false;
}

void backend_core_stop(struct backend_core *core)
{
    manage_operations_stop(core->operations);
    manage_worker_stop(&core->worker);
    manage_ib_stop(&core->ib);
    backend_health_stop(core->health);
}

void backend_core_free(struct backend_core *core)
{
    backend_health_free(core->health);
    reply_cache_free(core->replies);
    manage_evaluation_free(core->evaluation);
    manage_training_free(core->training);
    manage_models_free(core->models);
    manage_strategies_free(core->strategies);
    manage_bars_free(core->bars);
    manage_operations_free(core->operations);
    manage_worker_close(&core->worker);
    manage_ib_close(&core->ib);
    manage_store_close(&core->store);
    free(core);
}
