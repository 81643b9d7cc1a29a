#include "operations/manage_worker.h"

#include "async/loop.h"
#include "async/scope.h"
#include "async/task.h"
#include "async/work.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/program_path.h"
#include "base/traceparent.h"
#include "log/log.h"
#include "operations/feature_cache.h"
#include "operations/feature_share.h"
#include "operations/manage_operations.h"
#include "operations/manage_store.h"
#include "operations/session_files.h"
#include "store/store.h"
#include "workers/supervisor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CALL_PRIORITY = 1 };         /* somebody stands and waits for it */

bool manage_worker_find_program(struct manage_worker_settings *settings, struct error *err)
{
    return program_path_find("ktrdr-worker", settings->program, sizeof(settings->program), err);
}

/* Others than those that ktrdrd itself makes are not in it: it can be removed at any time. */
static void open_features(struct manage_worker *worker)
{
    struct buf folder = {0};
    struct error err;

    buf_print(&folder, "%s/features", store_folder(worker->store->store));
    worker->features_folder = folder.bytes;
    if (!file_make_folder(folder.bytes, 0700, &err) ||
        !feature_cache_trim(folder.bytes, worker->features_mb << 20, &err))
        log_error("no features are kept", &err, NULL);
}

void manage_worker_open(struct manage_worker *worker, const struct manage_store *store,
                        struct manage_operations *operations,
                        const struct manage_worker_settings *settings)
{
    worker->store = store;
    worker->memory_mb = settings->memory_mb;
    worker->checkpoint_seconds = settings->checkpoint_seconds;
    worker->features_mb = settings->features_mb;
    worker->wall_seconds = settings->wall_seconds;
    open_features(worker);
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
    free(worker->features_folder);
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
        supervisor_max_running(worker->supervisor), supervisor_rss_bytes(worker->supervisor) };
}

void manage_worker_request(const struct manage_worker *worker, const struct operation_run *run,
                           enum wire_worker_kind kind, struct wire_worker_request *ret_request)
{
    struct buf folder = {0};

    wire_clear(wire_worker_request_fields, ret_request);
    ret_request->protocol = WIRE_WORKER_PROTOCOL;
    ret_request->kind = kind;
    snprintf(ret_request->operation_id, sizeof(ret_request->operation_id), "%s", run->id);
    traceparent_next(task_trace(), ret_request->traceparent);
    ret_request->attempt = run->attempt;
    ret_request->parent_pid = getpid();
    ret_request->seed = 0;
    ret_request->memory_mb = worker->memory_mb;
    ret_request->checkpoint_seconds = worker->checkpoint_seconds;
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

void manage_worker_share_features(const struct manage_worker *worker,
                                  struct wire_worker_request *request)
{
    if (worker->features_mb)
        request->features_folder = mem_text(worker->features_folder);
}

static bool make_folder(void *arg, struct error *err)
{
    return file_make_folder(arg, 0700, err);
}

/* What a worker's words are about. */
struct job {
    const struct manage_worker *worker;
    struct operation_run *run;
    const char *folder;             /* of the attempt */
};

static void take_progress(void *arg, const struct wire_operation_progress *progress)
{
    const struct job *job = arg;

    operation_run_progress(job->run, progress);
}

static void take_metric(void *arg, const struct wire_model_epoch *epoch)
{
    OWNED(buf_release) struct buf json = {0};
    const struct job *job = arg;

    wire_encode(wire_model_epoch_fields, epoch, &json);
    operation_run_metric(job->run, json.bytes);
}

static void note_checkpoint(void *arg, const char *name)
{
    const struct job *job = arg;

    (void)name;
    job->run->has_checkpoint = true;
}

/* While the worker goes on: those that start now have them already. */
static void take_features(void *arg, const char *name)
{
    const struct job *job = arg;

    feature_share_take(job->worker->cleaning, &(struct feature_share){
        job->worker->features_folder, job->folder, name, job->worker->features_mb << 20 });
}

static void note_started(void *arg, int pid)
{
    const struct operation_run *run = ((const struct job *)arg)->run;
    char trace[TRACEPARENT_ID];
    const bool is_traced = traceparent_parse(run->trace, trace);

    log_write(LOG_INFO, "worker started", (struct log_field[]){
        LOG_T("operation", run->id), LOG_I("pid", pid),
        LOG_T(is_traced ? "trace_id" : NULL, trace), LOG_END });
}

bool manage_worker_enter(const struct manage_worker *worker, struct operation_run *run,
                         struct error *err)
{
    operation_run_phase(run, "waiting for a place");
    if (!supervisor_enter_as(worker->supervisor, run->share, 0, 0, err))
        return false;
    operation_run_phase(run, "preparing");
    return true;
}

void manage_worker_leave(const struct manage_worker *worker, const struct operation_run *run)
{
    supervisor_leave_as(worker->supervisor, run->share);
}

/* A worker that was silent has timed out as well, and that is told as it is. */
static bool tell_too_long(const struct manage_worker *worker, int64_t deadline,
                          struct error *err)
{
    if (!deadline || err->code != ERROR_TIMEOUT || loop_now(task_loop()) < deadline)
        return false;
    return error_set(err, ERROR_TIMEOUT, "it took longer than training.wall_seconds, %lld s, and "
                     "was stopped", (long long)worker->wall_seconds);
}

bool manage_worker_run(const struct manage_worker *worker, struct operation_run *run,
                       const struct wire_worker_request *request, char **ret_result,
                       struct error *err)
{
    struct job heard = { worker, run, request->output_folder };
    struct supervisor_job job = {
        .request = request, .started = note_started, .progress = take_progress,
        .metric = take_metric, .checkpoint = note_checkpoint, .features = take_features,
        .arg = &heard,
    };
    bool ok;

    operation_run_phase(run, "starting");
    if (!work_run(make_folder, request->output_folder, err) ||
        !manage_operations_begin(worker->operations, run, err))
        return false;
    if (worker->wall_seconds)
        job.deadline = loop_now(task_loop()) + worker->wall_seconds * 1000;
    operation_run_process(run, "worker");
    ok = supervisor_run(worker->supervisor, &job, ret_result, err);
    operation_run_process(run, "backend");
    if (!ok)
        return tell_too_long(worker, job.deadline, err);
    operation_run_phase(run, "committing");
    return true;
}

bool manage_worker_call(const struct manage_worker *worker,
                        const struct wire_worker_request *request, char **ret_result,
                        struct error *err)
{
    const struct supervisor_job job = { .request = request };
    bool ok;

    if (!supervisor_enter_as(worker->supervisor, "call", CALL_PRIORITY, 0, err))
        return false;
    ok = supervisor_run(worker->supervisor, &job, ret_result, err);
    supervisor_leave_as(worker->supervisor, "call");
    return ok;
}

/* ---- what was written ---- */

struct leftovers {
    char *session;                  /* owned: the folder of all its attempts */
    int attempt;
};

static char *session_of(const struct wire_worker_request *request)
{
    char *session = mem_text(request->output_folder);

    *strrchr(session, '/') = '\0';
    return session;
}

struct find_call {
    char *session;
    struct session_files found;
};

static bool find(void *arg, struct error *err)
{
    struct find_call *call = arg;

    return session_files_find(call->session, &call->found, err);
}

static void tell_found(struct operation_run *run, const struct session_files *found)
{
    struct wire_operation_progress progress = run->progress;

    if (found->note[0])
        log_write(LOG_WARNING, "a checkpoint is damaged", (struct log_field[]){
            LOG_T("operation", run->id), LOG_T("which", found->note), LOG_END });
    snprintf(progress.message, sizeof(progress.message), "%s%s%s", found->note,
             found->note[0] ? ", " : "", found->checkpoint ? "resuming" : "starting over");
    operation_run_progress(run, &progress);
}

bool manage_worker_find_checkpoint(struct operation_run *run, struct wire_worker_request *request,
                                   struct error *err)
{
    struct find_call call = {0};
    bool ok;

    if (run->attempt == 1)
        return true;
    call.session = session_of(request);
    ok = work_run(find, &call, err);
    free(call.session);
    if (!ok)
        return false;
    tell_found(run, &call.found);
    snprintf(request->resume_note, sizeof(request->resume_note), "%s", call.found.note);
    run->has_checkpoint = call.found.checkpoint;
    request->resume_file = call.found.checkpoint;       /* handed over */
    return true;
}

static bool remove_all(void *arg, struct error *err)
{
    const struct leftovers *leftovers = arg;

    return file_remove_tree(leftovers->session, err);
}

static bool remove_some(void *arg, struct error *err)
{
    const struct leftovers *leftovers = arg;

    return session_files_tidy(leftovers->session, leftovers->attempt, err);
}

static void remove_now(struct leftovers *leftovers, work_fn *how)
{
    struct error why;

    if (!work_run(how, leftovers, &why))
        log_error("a session's folder was not removed", &why, NULL);
    free(leftovers->session);
    free(leftovers);
}

static bool clean(void *arg, struct error *err)
{
    (void)err;
    remove_now(arg, remove_all);
    return true;
}

static bool tidy(void *arg, struct error *err)
{
    (void)err;
    remove_now(arg, remove_some);
    return true;
}

static struct leftovers *leftovers_of(const struct wire_worker_request *request)
{
    struct leftovers *leftovers = MEM_NEW(struct leftovers);

    *leftovers = (struct leftovers){ session_of(request), (int)request->attempt };
    return leftovers;
}

void manage_worker_clean(const struct manage_worker *worker,
                         const struct wire_worker_request *request)
{
    scope_spawn(worker->cleaning, clean, leftovers_of(request));
}

/* What it was given is at fault: going on would end in the same place. */
static bool is_hopeless(const struct error *why)
{
    return why->code == ERROR_BAD_DATA || why->code == ERROR_INVALID ||
           why->code == ERROR_NO_MODEL;
}

void manage_worker_settle(const struct manage_worker *worker, struct operation_run *run,
                          const struct wire_worker_request *request, struct error *why)
{
    run->has_checkpoint = run->has_checkpoint && why && !is_hopeless(why) && !run->throws_away;
    if (run->has_checkpoint)
        error_suggest(why, "ktrdr operations resume %s", run->id);
    if (why && (run->has_checkpoint || (run->why && !run->throws_away)))
        scope_spawn(worker->cleaning, tidy, leftovers_of(request));
    else
        manage_worker_clean(worker, request);
}
