#include "backend/backend_health.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/timer.h"
#include "backend/backend_core.h"
#include "backend/reply_cache.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "log/log.h"
#include "operations/manage_operations.h"
#include "service/service_metrics.h"
#include "wire/wire_health.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOOK_MS = 5000 };
static const int64_t SPACE_WANTED = (int64_t)1 << 30;

struct backend_health {
    struct backend_core *core;
    struct scope scope;
    int64_t started_ms;             /* loop_now() */
    /* What was last seen. */
    int64_t free_bytes, checked_at;
    double latency_ms;
    struct error store;             /* ERROR_NONE: it can be written */
};

static void look_once(struct backend_health *health)
{
    const int64_t began = loop_now(health->scope.loop);
    struct error err = {0};

    if (manage_store_look(&health->core->store, &health->free_bytes, &err))
        err.code = ERROR_NONE;
    if (err.code && err.code != ERROR_CANCELLED && !health->store.code)
        log_error("the store cannot be written", &err, NULL);
    health->store = err;
    health->latency_ms = (double)(loop_now(health->scope.loop) - began);
    health->checked_at = date_now_ms() / 1000;
}

static bool look_for_ever(void *arg, struct error *err)
{
    struct backend_health *health = arg;

    do
        look_once(health);
    while (timer_sleep(LOOK_MS, 0, err));
    return true;                    /* it was cancelled: the service ends */
}

struct backend_health *backend_health_new(struct backend_core *core)
{
    struct backend_health *health = MEM_NEW(struct backend_health);

    health->core = core;
    health->scope.loop = core->store.loop;
    health->started_ms = loop_now(core->store.loop);
    health->free_bytes = SPACE_WANTED;
    scope_spawn(&health->scope, look_for_ever, health);
    return health;
}

void backend_health_stop(struct backend_health *health)
{
    scope_release(&health->scope);
}

void backend_health_free(struct backend_health *health)
{
    free(health);
}

bool backend_health_check_space(const struct backend_health *health, struct error *err)
{
    if (health->free_bytes >= SPACE_WANTED)
        return true;
    error_set(err, ERROR_NO_SPACE, "less than 1 GB of disk is free under '%s'",
              health->core->data_dir);
    return error_suggest(err, "%s", ERROR_NO_SPACE_SUGGESTION);
}

static void fill_store(const struct backend_health *health, struct wire_health_service *store)
{
    wire_clear(wire_health_service_fields, store);
    store->status = health->store.code ? WIRE_HEALTH_DOWN : WIRE_HEALTH_OK;
    snprintf(store->mode, sizeof(store->mode), "local");
    snprintf(store->version, sizeof(store->version), "%s", KTRDR_VERSION);
    store->latency_ms = health->latency_ms;
    store->checked_at = health->checked_at;
    snprintf(store->reason, sizeof(store->reason), "%.250s",
             health->store.code ? health->store.text : "");
}

static void fill_workers(const struct backend_health *health, struct wire_health_service *workers)
{
    const struct manage_worker_counts counts = manage_worker_count(&health->core->worker);
    struct buf detail = {0};

    wire_clear(wire_health_service_fields, workers);
    workers->status = WIRE_HEALTH_OK;
    snprintf(workers->mode, sizeof(workers->mode), "local");
    snprintf(workers->version, sizeof(workers->version), "%s", KTRDR_VERSION);
    buf_print(&detail, "{\"running\":%zu,\"waiting\":%zu,\"limit\":%zu}",
              counts.running, counts.waiting, counts.limit);
    workers->detail = detail.bytes;
}

void backend_health_print(void *context, struct buf *json)
{
    const struct backend_health *health = context;
    struct wire_health told;
    struct error space;

    wire_clear(wire_health_fields, &told);
    told.services.store = MEM_NEW(struct wire_health_service);
    told.services.workers = MEM_NEW(struct wire_health_service);
    fill_store(health, told.services.store);
    fill_workers(health, told.services.workers);
    told.status = told.services.store->status;
    snprintf(told.reason, sizeof(told.reason), "%s", told.services.store->reason);
    if (told.status == WIRE_HEALTH_OK && !backend_health_check_space(health, &space)) {
        told.status = WIRE_HEALTH_DEGRADED;
        snprintf(told.reason, sizeof(told.reason), "work pauses: %.230s", space.text);
    }
    snprintf(told.version, sizeof(told.version), "%s", KTRDR_VERSION);
    told.uptime_seconds = (double)(loop_now(health->scope.loop) - health->started_ms) / 1000;
    told.operations_running = (int64_t)manage_operations_running(health->core->operations);
    told.operations_queued = (int64_t)manage_operations_queued(health->core->operations);
    told.free_disk_bytes = health->free_bytes;
    snprintf(told.data_dir, sizeof(told.data_dir), "%.255s", health->core->data_dir);
    wire_encode(wire_health_fields, &told, json);
    wire_health_release(&told);
}

void backend_health_count(void *arg, struct buf *text)
{
    const struct backend_health *health = arg;
    const struct backend_core *core = health->core;

    service_metrics_gauge(text, "ktrdr_operations_running", "Operations at work.",
                          (double)manage_operations_running(core->operations));
    service_metrics_gauge(text, "ktrdr_operations_queued", "Operations that stand in line.",
                          (double)manage_operations_queued(core->operations));
    service_metrics_gauge(text, "ktrdr_workers_running", "Worker processes.",
                          (double)manage_worker_count(&core->worker).running);
    service_metrics_gauge(text, "ktrdr_store_writes_queued", "Writes in line for the store.",
                          (double)manage_store_queued(&core->store));
    service_metrics_gauge(text, "ktrdr_disk_free_bytes", "Free where the data lie.",
                          (double)health->free_bytes);
    service_metrics_gauge(text, "ktrdr_loop_longest_turn_seconds",
                          "The longest the event loop kept everybody waiting.",
                          (double)loop_longest_turn(health->scope.loop) / 1000);
    reply_cache_count(core->replies, text);
}
