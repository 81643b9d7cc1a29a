#include "backend/backend_health.h"

#include "adapters/adapt_training.h"
#include "adapters/host_probe.h"
#include "async/loop.h"
#include "backend/backend_core.h"
#include "backend/reply_cache.h"
#include "base/buf.h"
#include "base/mem.h"
#include "operations/manage_operations.h"
#include "operations/store_watch.h"
#include "service/host_metrics.h"
#include "service/service_metrics.h"
#include "wire/wire_health.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct backend_health {
    struct backend_core *core;
    struct store_watch store;
    struct host_probe *ib, *training;       /* NULL: not at a host */
    struct host_metrics hosts;
    struct loop *loop;
    int64_t started_ms;             /* loop_now() */
};

static struct host_probe *probe(struct backend_health *health, struct host_service *host,
                                const char *url)
{
    if (!host)
        return NULL;
    health->hosts.hosts[health->hosts.count++] = host;
    return host_probe_new(health->loop, host, url);
}

struct backend_health *backend_health_new(struct backend_core *core,
                                          const struct backend_core_settings *settings)
{
    struct backend_health *health = MEM_NEW(struct backend_health);

    health->core = core;
    health->loop = core->store.loop;
    health->started_ms = loop_now(health->loop);
    store_watch_start(&health->store, &core->store);
    health->ib = probe(health, manage_ib_host(&core->ib), settings->ib.host_url);
    health->training = probe(health, adapt_training_host(core->training_adapter),
                             settings->training.url);
    return health;
}

void backend_health_stop(struct backend_health *health)
{
    store_watch_stop(&health->store);
    host_probe_stop(health->ib);
    host_probe_stop(health->training);
}

void backend_health_free(struct backend_health *health)
{
    host_probe_free(health->ib);
    host_probe_free(health->training);
    free(health);
}

bool backend_health_check_space(const struct backend_health *health, struct error *err)
{
    return store_watch_check_space(&health->store, health->core->data_dir, err);
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

/* A host that is not well makes us less able, not unable. */
static void see_host(struct wire_health *told, const char *name,
                     const struct wire_health_service *host)
{
    if (host->status == WIRE_HEALTH_OK || told->status != WIRE_HEALTH_OK)
        return;
    told->status = WIRE_HEALTH_DEGRADED;
    snprintf(told->reason, sizeof(told->reason), "%s: %.230s", name, host->reason);
}

static struct wire_health_service *fill_host(struct wire_health *told, const char *name,
                                             const struct host_probe *host)
{
    struct wire_health_service *service;

    if (!host)
        return NULL;
    service = MEM_NEW(struct wire_health_service);
    host_probe_fill(host, service);
    see_host(told, name, service);
    return service;
}

/* A gateway that is not there is told, and is no trouble of the backend's: it works without. */
static struct wire_health_service *fill_local_ib(const struct manage_ib *ib)
{
    struct wire_health_service *service = MEM_NEW(struct wire_health_service);

    if (manage_ib_local_health(ib, service))
        return service;
    free(service);
    return NULL;
}

void backend_health_print(void *context, struct buf *json)
{
    const struct backend_health *health = context;
    struct wire_health told;

    store_watch_fill_health(&health->store, health->core->data_dir, &told);
    told.services.workers = MEM_NEW(struct wire_health_service);
    fill_workers(health, told.services.workers);
    told.services.ib = health->ib ? fill_host(&told, "ib-host", health->ib)
                                  : fill_local_ib(&health->core->ib);
    told.services.training = fill_host(&told, "training-host", health->training);
    told.uptime_seconds = (double)(loop_now(health->loop) - health->started_ms) / 1000;
    told.operations_running = (int64_t)manage_operations_running(health->core->operations);
    told.operations_queued = (int64_t)manage_operations_queued(health->core->operations);
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
                          (double)health->store.free_bytes);
    service_metrics_gauge(text, "ktrdr_loop_longest_turn_seconds",
                          "The longest the event loop kept everybody waiting.",
                          (double)loop_longest_turn(health->loop) / 1000);
    host_metrics_print((void *)(uintptr_t)&health->hosts, text);
    reply_cache_count(core->replies, text);
    manage_ib_count(&core->ib, text);
}
