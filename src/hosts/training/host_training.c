#include "hosts/training/host_training.h"

#include "async/loop.h"
#include "base/buf.h"
#include "base/mem.h"
#include "hosts/training/route_training_host.h"
#include "net/http_server.h"
#include "service/service_frame.h"
#include "service/service_metrics.h"
#include "training/training_blob.h"
#include "wire/wire_health.h"

#include <stdlib.h>
#include <unistd.h>

static void make(struct host_training *host, const struct host_training_settings *settings,
                 const struct manage_worker_settings *worker)
{
    struct manage_operations_kind kind;

    host->operations = manage_operations_new(&host->store, settings->max_queued);
    manage_worker_open(&host->worker, &host->store, host->operations, worker);
    host->sessions = (struct training_sessions){ &host->store, &host->worker, host->operations };
    kind = training_sessions_kind(&host->sessions);
    manage_operations_add_kind(host->operations, &kind);
    store_watch_start(&host->watch, &host->store);
}

static bool open_store(struct loop *loop, struct host_training *host, struct error *err)
{
    if (!manage_store_open(loop, MANAGE_STORE_TRAINING, host->data_dir, &host->store, err))
        return false;
    if (training_blob_sweep(&host->store, err))
        return true;
    manage_store_close(&host->store);
    return false;
}

bool host_training_open(struct loop *loop, const struct host_training_settings *settings,
                        struct host_training **ret_host, struct error *err)
{
    struct manage_worker_settings worker = settings->worker;
    struct host_training *host;

    if (!manage_worker_find_program(&worker, err))
        return false;
    host = MEM_NEW(struct host_training);
    host->data_dir = settings->data_dir;
    host->started_ms = loop_now(loop);
    if (!open_store(loop, host, err)) {
        free(host);
        return false;
    }
    make(host, settings, &worker);
    *ret_host = host;
    if (manage_operations_recover(host->operations, err)) {
        manage_operations_prune_daily(host->operations);
        return true;
    }
    host_training_close(host);
    return false;
}

void host_training_close(void *context)
{
    struct host_training *host = context;

    manage_operations_stop(host->operations);
    manage_worker_stop(&host->worker);
    store_watch_stop(&host->watch);
    service_replies_release(&host->replies);
    manage_operations_free(host->operations);
    manage_worker_close(&host->worker);
    manage_store_close(&host->store);
    free(host);
}

/* ---- what it says of itself ---- */

static void fill_sessions(const struct host_training *host, struct wire_health *health)
{
    const struct manage_worker_counts counts = manage_worker_count(&host->worker);

    health->sessions = MEM_NEW(struct wire_health_sessions);
    *health->sessions = (struct wire_health_sessions){
        .running = (int64_t)manage_operations_running(host->operations),
        .queued = (int64_t)manage_operations_queued(host->operations),
        .limit = (int64_t)counts.limit };
    health->workers = MEM_NEW(struct wire_health_workers);
    *health->workers = (struct wire_health_workers){
        .cores = sysconf(_SC_NPROCESSORS_ONLN),
        .memory_bytes = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE),
        .rss_bytes = counts.rss_bytes };
}

static void fill_health(const struct host_training *host, struct wire_health *health)
{
    store_watch_fill_health(&host->watch, host->data_dir, health);
    health->uptime_seconds = (double)(loop_now(host->store.loop) - host->started_ms) / 1000;
    health->operations_running = (int64_t)manage_operations_running(host->operations);
    health->operations_queued = (int64_t)manage_operations_queued(host->operations);
    fill_sessions(host, health);
}

void host_training_health(void *context, struct buf *json)
{
    const struct host_training *host = context;
    OWNED(wire_health_release) struct wire_health health;

    fill_health(host, &health);
    wire_encode(wire_health_fields, &health, json);
}

static void count(void *context, struct buf *text)
{
    const struct host_training *host = context;
    const struct manage_worker_counts counts = manage_worker_count(&host->worker);

    service_metrics_gauge(text, "ktrdr_sessions_running", "Sessions at work.",
                          (double)manage_operations_running(host->operations));
    service_metrics_gauge(text, "ktrdr_sessions_queued", "Sessions that stand in line.",
                          (double)manage_operations_queued(host->operations));
    service_metrics_gauge(text, "ktrdr_workers_running", "Worker processes.",
                          (double)counts.running);
    service_metrics_gauge(text, "ktrdr_workers_rss_bytes", "Memory of all worker processes.",
                          (double)counts.rss_bytes);
    service_metrics_gauge(text, "ktrdr_disk_free_bytes", "Free where the data lie.",
                          (double)host->watch.free_bytes);
    service_metrics_gauge(text, "ktrdr_loop_longest_turn_seconds",
                          "The longest the event loop kept everybody waiting.",
                          (double)loop_longest_turn(host->store.loop) / 1000);
}

void host_training_add(struct service_frame *frame, void *host)
{
    service_metrics_add(service_frame_metrics(frame), count, host);
    http_server_add_routes(service_frame_server(frame), route_training_host_table,
                           route_training_host_count, host);
}
