#include "managers/manage_backtest.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "managers/manage_backtest_check.h"
#include "managers/manage_backtest_input.h"
#include "managers/manage_backtest_trials.h"
#include "managers/manage_bars.h"
#include "managers/manage_models.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"
#include "store/store.h"
#include "wire/wire_backtest.h"
#include "wire/wire_worker.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 256 << 20 };

bool manage_backtest_start(struct manage_backtest *manager, struct wire_backtest_request *request,
                           const char *idempotency_key, struct wire_operation *ret_operation,
                           struct error *err)
{
    OWNED(buf_release) struct buf json = {0};

    request->walk[0] = '\0';            /* a walk-forward's to tell, nobody else's */
    if (!manage_backtest_check(manager, request, err))
        return false;
    wire_encode(wire_backtest_request_fields, request, &json);
    return manage_operations_start(manager->worker->operations, &(struct manage_operations_request){
        .type = WIRE_OPERATION_BACKTEST, .request = json.bytes,
        .label = request->strategy[0] ? request->strategy : request->signals_label,
        .idempotency_key = idempotency_key,
    }, ret_operation, err);
}

/* ---- the work ---- */

struct job {
    struct manage_backtest *manager;
    struct operation_run *run;
    struct wire_backtest_request wanted;
    struct wire_model model;                /* cleared where signals are given */
    struct wire_worker_request request;
    struct manage_backtest_input traded;
    struct manage_backtest_trials *trials;  /* one for each symbol */
    struct buf *result;                     /* JSON */
};

static bool fill_request(struct job *job, struct error *err)
{
    const struct manage_store *store = job->manager->worker->store;

    if (!manage_backtest_input_fill(job->manager, &job->wanted, &job->model, &job->request,
                                    &job->traded, err))
        return false;
    job->trials = mem_alloc(job->traded.count * sizeof(*job->trials));
    for (size_t i = 0; i < job->traded.count; i++) {
        if (!manage_backtest_trials_name(&job->wanted, job->wanted.signals ? NULL : &job->model,
                                         &job->traded.files[i].info, &job->trials[i], err))
            return false;
        job->trials[i].operation = job->run->id;
    }
    if (!manage_backtest_trials_read(store, job->trials, job->traded.count, err))
        return false;
    job->request.seed = job->trials->seed;
    job->request.trials = job->trials->count;
    job->request.trials_variance = job->trials->variance;
    return true;
}

/* ---- what it made ---- */

static void print_folder(const struct manage_backtest *manager, const char *id, struct buf *path)
{
    buf_print(path, "%s/backtests/%s", store_folder(manager->worker->store->store), id);
}

struct keeping {
    struct buf from, above, to, file;
    struct buf *json;
};

static void keeping_release(struct keeping *keeping)
{
    buf_release(&keeping->from);
    buf_release(&keeping->above);
    buf_release(&keeping->to);
    buf_release(&keeping->file);
}

/* An earlier attempt may have come as far as this: what it left makes way. */
static bool move(void *arg, struct error *err)
{
    struct keeping *keeping = arg;

    return file_sync_tree(keeping->from.bytes, err) &&
           file_make_folder(keeping->above.bytes, 0700, err) &&
           file_remove_tree(keeping->to.bytes, err) &&
           file_rename(keeping->from.bytes, keeping->to.bytes, err) &&
           file_read(keeping->file.bytes, FILE_MOST, keeping->json, err);
}

static bool keep(struct job *job, struct error *err)
{
    OWNED(keeping_release) struct keeping keeping = { .json = job->result };

    buf_print(&keeping.from, "%s/backtest", job->request.output_folder);
    buf_print(&keeping.above, "%s/backtests", store_folder(job->manager->worker->store->store));
    print_folder(job->manager, job->run->id, &keeping.to);
    buf_print(&keeping.file, "%s/backtest.json", keeping.to.bytes);
    return work_run(move, &keeping, err);
}

static bool note_trial(struct job *job, struct error *err)
{
    struct wire_backtest result;
    bool ok = true;

    if (!wire_decode(wire_backtest_fields, WIRE_TOLERANT, job->result->bytes, job->result->length,
                     &result, err))
        return false;
    for (size_t i = 0; ok && i < job->traded.count; i++)
        ok = manage_backtest_trials_add(job->manager->worker->store, &job->trials[i], &result, err);
    wire_backtest_release(&result);
    return ok;
}

static bool run_job(struct job *job, struct error *err)
{
    const struct manage_worker *worker = job->manager->worker;
    char *line = NULL;
    bool ok;

    manage_worker_request(worker, job->run, WIRE_WORKER_BACKTEST, &job->request);
    ok = fill_request(job, err);
    if (ok) {
        job->request.backtest = &job->wanted;       /* lent for the call */
        ok = manage_worker_run(worker, job->run, &job->request, &line, err);
        job->request.backtest = NULL;
    }
    ok = ok && keep(job, err) && note_trial(job, err);
    manage_worker_clean(worker, &job->request);
    free(line);
    free(job->trials);
    manage_backtest_input_release(&job->traded);
    wire_worker_request_release(&job->request);
    wire_model_release(&job->model);
    return ok;
}

static bool run_backtest(void *arg, struct operation_run *run, struct buf *ret_result,
                         struct error *err)
{
    struct job job = { .manager = arg, .run = run, .result = ret_result };
    bool ok;

    wire_clear(wire_model_fields, &job.model);
    if (!wire_decode(wire_backtest_request_fields, WIRE_TOLERANT, run->request,
                     strlen(run->request), &job.wanted, err))
        return false;
    ok = manage_worker_enter(job.manager->worker, run, err);
    if (ok) {
        ok = run_job(&job, err);
        manage_worker_leave(job.manager->worker, run);
    }
    wire_backtest_request_release(&job.wanted);
    return ok;
}

struct manage_operations_kind manage_backtest_kind(struct manage_backtest *manager)
{
    return (struct manage_operations_kind){ .type = WIRE_OPERATION_BACKTEST, .run = run_backtest,
                                            .manager = manager };
}

/* ---- reading ---- */

static bool not_found(const char *id, struct error *err)
{
    error_set(err, ERROR_NOT_FOUND, "no backtest '%.60s'", id);
    return error_suggest(err, "ktrdr backtest list");
}

static bool check_completed(const struct wire_operation *operation, struct error *err)
{
    if (operation->type != WIRE_OPERATION_BACKTEST)
        return not_found(operation->id, err);
    if (operation->state == WIRE_OPERATION_COMPLETED)
        return true;
    error_set(err, ERROR_NOT_FOUND, "backtest '%s' is %s and has no result", operation->id,
              wire_operation_state_names[operation->state]);
    return error_suggest(err, "ktrdr operations %s %s",
                         operation->state < WIRE_OPERATION_COMPLETED ? "follow" : "status",
                         operation->id);
}

bool manage_backtest_find(struct manage_backtest *manager, const char *id,
                          struct wire_operation *ret_operation, struct error *err)
{
    struct wire_operation operation;

    if (!manage_operations_find(manager->worker->operations, id, &operation, err))
        return err->code == ERROR_NOT_FOUND ? not_found(id, err) : false;
    if (!check_completed(&operation, err)) {
        wire_operation_release(&operation);
        return false;
    }
    *ret_operation = operation;
    return true;
}

static bool find(struct manage_backtest *manager, const char *id, struct error *err)
{
    struct wire_operation operation;

    if (!manage_backtest_find(manager, id, &operation, err))
        return false;
    wire_operation_release(&operation);
    return true;
}

bool manage_backtest_show(struct manage_backtest *manager, const char *id, struct buf *ret_json,
                          struct error *err)
{
    char *json;

    if (!find(manager, id, err) ||
        !manage_operations_result(manager->worker->operations, id, &json, err))
        return false;
    buf_print(ret_json, "%s", json);
    free(json);
    return true;
}

struct reading {
    struct buf path;
    struct buf *json;
};

static bool read_json(void *arg, struct error *err)
{
    struct reading *reading = arg;

    return file_read(reading->path.bytes, FILE_MOST, reading->json, err);
}

bool manage_backtest_file(struct manage_backtest *manager, const char *id, const char *name,
                          struct buf *ret_json, struct error *err)
{
    struct reading reading = { .json = ret_json };
    bool ok;

    if (!find(manager, id, err))
        return false;
    print_folder(manager, id, &reading.path);
    buf_print(&reading.path, "/%s.json", name);
    ok = work_run(read_json, &reading, err);
    buf_release(&reading.path);
    return ok;
}
