#include "managers/manage_worker.h"

#include "async/scope.h"
#include "async/work.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "log/log.h"
#include "managers/manage_bars.h"
#include "managers/manage_operations.h"
#include "managers/manage_store.h"
#include "store/store.h"
#include "workers/supervisor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool manage_worker_find_program(struct manage_worker_settings *settings, struct error *err)
{
    return supervisor_find_program(settings->program, sizeof(settings->program), err);
}

void manage_worker_open(struct manage_worker *worker, const struct manage_store *store,
                        struct manage_operations *operations,
                        const struct manage_worker_settings *settings)
{
    worker->store = store;
    worker->operations = operations;
    snprintf(worker->program, sizeof(worker->program), "%s", settings->program);
    worker->supervisor = supervisor_new(&(struct supervisor_settings){
        worker->program, settings->max_running, settings->silence_ms });
    worker->cleaning = MEM_NEW(struct scope);
    worker->cleaning->loop = store->loop;
}

void manage_worker_close(struct manage_worker *worker)
{
    supervisor_free(worker->supervisor);
    free(worker->cleaning);
}

void manage_worker_stop(struct manage_worker *worker)
{
    struct error why;

    if (!scope_wait(worker->cleaning, &why))
        log_error("sessions were not cleaned up", &why, NULL);
}

struct manage_worker_counts manage_worker_count(const struct manage_worker *worker)
{
    return (struct manage_worker_counts){
        supervisor_running(worker->supervisor), supervisor_waiting(worker->supervisor),
        supervisor_max_running(worker->supervisor) };
}

void manage_worker_request(const struct manage_worker *worker, const struct operation_run *run,
                           enum wire_worker_kind kind, struct wire_worker_request *ret_request)
{
    struct buf folder = {0};

    wire_clear(wire_worker_request_fields, ret_request);
    ret_request->protocol = WIRE_WORKER_PROTOCOL;
    ret_request->kind = kind;
    snprintf(ret_request->operation_id, sizeof(ret_request->operation_id), "%s", run->id);
    ret_request->attempt = run->attempt;
    ret_request->parent_pid = getpid();
    ret_request->seed = 0;
    buf_print(&folder, "%s/sessions/%s/%d", store_folder(worker->store->store), run->id,
              run->attempt);
    ret_request->output_folder = folder.bytes;
}

void manage_worker_call_request(const struct manage_worker *worker, enum wire_worker_kind kind,
                                struct wire_worker_request *ret_request)
{
    struct operation_run nobody = { .attempt = 1 };

    snprintf(nobody.id, sizeof(nobody.id), "call");
    manage_worker_request(worker, &nobody, kind, ret_request);
}

void manage_worker_add_bars(struct wire_worker_request *request,
                            const struct manage_bars_file *file)
{
    const struct series *series = &file->info.series;
    struct wire_worker_bars *bars;

    request->bars = mem_resize(request->bars, (request->n_bars + 1) * sizeof(*request->bars));
    bars = &request->bars[request->n_bars++];
    wire_clear(wire_worker_bars_fields, bars);
    snprintf(bars->symbol, sizeof(bars->symbol), "%s", series->symbol);
    snprintf(bars->timeframe, sizeof(bars->timeframe), "%s", timeframe_name(series->timeframe));
    snprintf(bars->path, sizeof(bars->path), "%s", file->path);
    snprintf(bars->data_hash, sizeof(bars->data_hash), "%s", file->data_hash);
    snprintf(bars->calendar, sizeof(bars->calendar), "%s", series->calendar);
    snprintf(bars->instrument_type, sizeof(bars->instrument_type), "%s", series->type);
    snprintf(bars->currency, sizeof(bars->currency), "%s", series->currency);
}

static bool make_folder(void *arg, struct error *err)
{
    return file_make_folder(arg, 0700, err);
}

/* The attempt's, and the session's where that was the last one. */
static bool remove_folder(void *arg, struct error *err)
{
    char *folder = arg;

    if (!file_remove_tree(folder, err))
        return false;
    *strrchr(folder, '/') = '\0';
    return !rmdir(folder) || errno == ENOTEMPTY || errno == EEXIST || errno == ENOENT ||
           error_set_errno(err, errno, "cannot remove '%s'", folder);
}

static void take_progress(void *arg, const struct wire_operation_progress *progress)
{
    operation_run_progress(arg, progress);
}

static void take_metric(void *arg, const struct wire_model_epoch *epoch)
{
    OWNED(buf_release) struct buf json = {0};

    wire_encode(wire_model_epoch_fields, epoch, &json);
    operation_run_metric(arg, json.bytes);
}

static void note_started(void *arg, int pid)
{
    const struct operation_run *run = arg;

    log_write(LOG_INFO, "worker started", (struct log_field[]){
        LOG_T("operation", run->id), LOG_I("pid", pid), LOG_END });
}

bool manage_worker_enter(const struct manage_worker *worker, struct error *err)
{
    return supervisor_enter(worker->supervisor, 0, err);
}

void manage_worker_leave(const struct manage_worker *worker)
{
    supervisor_leave(worker->supervisor);
}

bool manage_worker_run(const struct manage_worker *worker, struct operation_run *run,
                       const struct wire_worker_request *request, char **ret_result,
                       struct error *err)
{
    const struct supervisor_job job = { request, note_started, take_progress, take_metric, run };

    operation_run_phase(run, "starting");
    return work_run(make_folder, request->output_folder, err) &&
           manage_operations_begin(worker->operations, run, err) &&
           supervisor_run(worker->supervisor, &job, ret_result, err);
}

bool manage_worker_call(const struct manage_worker *worker,
                        const struct wire_worker_request *request, char **ret_result,
                        struct error *err)
{
    const struct supervisor_job job = { .request = request };
    bool ok;

    if (!supervisor_enter(worker->supervisor, 0, err))
        return false;
    ok = supervisor_run(worker->supervisor, &job, ret_result, err);
    supervisor_leave(worker->supervisor);
    return ok;
}

static bool clean(void *arg, struct error *err)
{
    char *folder = arg;
    struct error why;

    (void)err;
    if (!work_run(remove_folder, folder, &why))
        log_error("a session's folder was not removed", &why, NULL);
    free(folder);
    return true;
}

void manage_worker_clean(const struct manage_worker *worker,
                         const struct wire_worker_request *request)
{
    scope_spawn(worker->cleaning, clean, mem_text(request->output_folder));
}
