#include "training/training_sessions.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"
#include "store/operation_id.h"
#include "store/store.h"
#include "training/training_blob.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 256 << 20 };

/* ---- the work ---- */

static void add_bars(const struct training_sessions *sessions,
                     const struct wire_session_start *start, struct wire_worker_request *request)
{
    request->n_bars = start->n_bars;
    request->bars = mem_alloc(start->n_bars * sizeof(*request->bars));
    for (size_t i = 0; i < start->n_bars; i++) {
        const struct wire_session_bars *from = &start->bars[i];
        struct wire_worker_bars *to = &request->bars[i];
        OWNED(buf_release) struct buf path = {0};

        training_blob_path(sessions->store, from->blob, &path);
        wire_clear(wire_worker_bars_fields, to);
        snprintf(to->symbol, sizeof(to->symbol), "%s", from->symbol);
        snprintf(to->timeframe, sizeof(to->timeframe), "%s", from->timeframe);
        snprintf(to->path, sizeof(to->path), "%.399s", path.bytes);
        snprintf(to->data_hash, sizeof(to->data_hash), "%s", from->data_hash);
        snprintf(to->calendar, sizeof(to->calendar), "%s", from->calendar);
        snprintf(to->instrument_type, sizeof(to->instrument_type), "%s", from->instrument_type);
        snprintf(to->currency, sizeof(to->currency), "%s", from->currency);
    }
}

static bool train(struct training_sessions *sessions, struct operation_run *run,
                  struct wire_session_start *start, struct buf *ret_result, struct error *err)
{
    struct wire_worker_request request;
    char *result = NULL;
    bool ok;

    manage_worker_request(sessions->worker, run, WIRE_WORKER_TRAINING, &request);
    add_bars(sessions, start, &request);
    request.strategy_text = mem_text(start->strategy_text);
    snprintf(request.strategy_label, sizeof(request.strategy_label), "%s", start->strategy_label);
    request.seed = start->seed;
    request.training = start->training;         /* lent for the call */
    manage_worker_share_features(sessions->worker, &request);
    ok = manage_worker_find_checkpoint(run, &request, err) &&
         manage_worker_run(sessions->worker, run, &request, &result, err);
    request.training = NULL;
    if (ok)
        buf_print(ret_result, "%s", result);
    else
        manage_worker_settle(sessions->worker, run, &request, err);
    free(result);
    wire_worker_request_release(&request);
    return ok;
}

static bool run_session(void *arg, struct operation_run *run, struct buf *ret_result,
                        struct error *err)
{
    struct training_sessions *sessions = arg;
    struct wire_session_start start;
    bool ok;

    if (!wire_decode(wire_session_start_fields, WIRE_TOLERANT, run->request, strlen(run->request),
                     &start, err))
        return false;
    snprintf(run->share, sizeof(run->share), "%s", start.share);
    ok = manage_worker_enter(sessions->worker, run, err);
    if (ok) {
        ok = train(sessions, run, &start, ret_result, err);
        manage_worker_leave(sessions->worker, run);
    }
    wire_session_start_release(&start);
    return ok;
}

struct manage_operations_kind training_sessions_kind(struct training_sessions *sessions)
{
    return (struct manage_operations_kind){ .type = WIRE_OPERATION_TRAINING, .run = run_session,
                                            .manager = sessions };
}

/* ---- start and stop ---- */

static bool check(const struct wire_session_start *start, struct error *err)
{
    char hash[HASH_HEX];

    hash_text_hex(start->strategy_text, hash);
    if (!operation_id_is_valid(start->session_id))
        return error_set(err, ERROR_INVALID, "session_id '%s' is not an operation's id",
                         start->session_id);
    if (!start->n_bars)
        return error_set(err, ERROR_INVALID, "no bars to train on");
    return !strcmp(hash, start->strategy_hash) ||
           error_set(err, ERROR_INVALID, "the strategy's text has the hash %s, not '%s'", hash,
                     start->strategy_hash);
}

static bool look_for_bars(const struct training_sessions *sessions,
                          const struct wire_session_start *start, bool *ret_missing,
                          struct error *err)
{
    char **hashes = mem_alloc(start->n_bars * sizeof(*hashes));
    bool ok;

    for (size_t i = 0; i < start->n_bars; i++)
        hashes[i] = start->bars[i].blob;
    ok = training_blob_look(sessions->store, start->n_bars, hashes, ret_missing, err);
    free(hashes);
    return ok;
}

static bool is_any(const bool *flags, size_t n)
{
    return memchr(flags, true, n) != NULL;
}

bool training_sessions_start(struct training_sessions *sessions,
                             const struct wire_session_start *start, bool *ret_missing,
                             struct wire_operation *ret_session, struct error *err)
{
    OWNED(buf_release) struct buf json = {0};

    if (!check(start, err) || !look_for_bars(sessions, start, ret_missing, err))
        return false;
    if (is_any(ret_missing, start->n_bars))
        return true;
    wire_encode(wire_session_start_fields, start, &json);
    return manage_operations_start(sessions->operations, &(struct manage_operations_request){
        .type = WIRE_OPERATION_TRAINING, .id = start->session_id, .request = json.bytes,
        .label = start->strategy_label }, ret_session, err);
}

static void drop_checkpoint(struct training_sessions *sessions, const char *id)
{
    struct operation_run *run = manage_operations_at_work(sessions->operations, id);

    if (run)
        run->throws_away = true;
}

bool training_sessions_stop(struct training_sessions *sessions, const char *id,
                            enum training_sessions_keep keep,
                            struct wire_operation *ret_session, struct error *err)
{
    if (!manage_operations_find(sessions->operations, id, ret_session, err))
        return false;
    if (ret_session->state >= WIRE_OPERATION_COMPLETED)
        return true;
    wire_operation_release(ret_session);
    if (keep == TRAINING_SESSIONS_KEEP_NOTHING)
        drop_checkpoint(sessions, id);
    return manage_operations_cancel(sessions->operations, id, "", ret_session, err);
}

/* ---- what a completed one left ---- */

/* The folder of the attempt that completed it. */
static bool find_folder(struct training_sessions *sessions, const char *id, struct buf *folder,
                        char **ret_request, struct error *err)
{
    struct wire_operation session;

    if (!operation_id_is_valid(id))
        return error_set(err, ERROR_NOT_FOUND, "no session '%.60s'", id);
    if (!manage_operations_find(sessions->operations, id, &session, err))
        return false;
    buf_print(folder, "%s/sessions/%s/%d", store_folder(sessions->store->store), id,
              (int)session.attempt);
    if (session.state != WIRE_OPERATION_COMPLETED)
        error_set(err, ERROR_CONFLICT, "session '%s' is %s, and has no model", id,
                  wire_operation_state_names[session.state]);
    else if (ret_request) {
        *ret_request = session.request;         /* handed over */
        session.request = NULL;
    }
    const bool ok = session.state == WIRE_OPERATION_COMPLETED;
    wire_operation_release(&session);
    return ok;
}

static bool call_worker(struct training_sessions *sessions, struct wire_session_start *start,
                        const char *folder, struct wire_evaluation_request *evaluation,
                        char **ret_json, struct error *err)
{
    struct wire_worker_request request;
    struct buf model = {0};
    bool ok;

    manage_worker_call_request(sessions->worker, WIRE_WORKER_EVALUATION, &request);
    add_bars(sessions, start, &request);
    buf_print(&model, "%s/model", folder);
    request.model_folder = model.bytes;
    request.evaluation = evaluation;            /* lent for the call */
    ok = manage_worker_call(sessions->worker, &request, ret_json, err);
    request.evaluation = NULL;
    wire_worker_request_release(&request);
    return ok;
}

bool training_sessions_evaluate(struct training_sessions *sessions,
                                const struct wire_session_evaluate *wanted, char **ret_json,
                                struct error *err)
{
    OWNED(buf_release) struct buf folder = {0};
    struct wire_evaluation_request evaluation;
    struct wire_session_start start;
    char *text = NULL;
    bool ok;

    if (!find_folder(sessions, wanted->session_id, &folder, &text, err))
        return false;
    ok = wire_decode(wire_session_start_fields, WIRE_TOLERANT, text, strlen(text), &start, err);
    free(text);
    if (!ok)
        return false;
    wire_clear(wire_evaluation_request_fields, &evaluation);
    memcpy(evaluation.start_date, wanted->start_date, sizeof(evaluation.start_date));
    memcpy(evaluation.end_date, wanted->end_date, sizeof(evaluation.end_date));
    ok = call_worker(sessions, &start, folder.bytes, &evaluation, ret_json, err);
    wire_session_start_release(&start);
    return ok;
}

struct reading {
    const char *path;
    struct buf *bytes;
};

static bool read_file(void *arg, struct error *err)
{
    const struct reading *reading = arg;

    return file_read(reading->path, FILE_MOST, reading->bytes, err);
}

bool training_sessions_file(struct training_sessions *sessions, const char *id, const char *name,
                            struct buf *ret_bytes, struct error *err)
{
    OWNED(buf_release) struct buf path = {0};

    if (strcmp(name, "model.safetensors") != 0 && strcmp(name, "model.json") != 0)
        return error_set(err, ERROR_NOT_FOUND, "a model has no file '%.60s'", name);
    if (!find_folder(sessions, id, &path, NULL, err))
        return false;
    buf_print(&path, "/model/%s", name);
    return work_run(read_file, &(struct reading){ path.bytes, ret_bytes }, err);
}

static bool remove_folder(void *arg, struct error *err)
{
    return file_remove_tree(arg, err);
}

/* The row first: what a crash leaves of the files, the next start removes. */
bool training_sessions_forget(struct training_sessions *sessions, const char *id,
                              struct error *err)
{
    OWNED(buf_release) struct buf folder = {0};

    if (!operation_id_is_valid(id))
        return error_set(err, ERROR_NOT_FOUND, "no session '%.60s'", id);
    if (!manage_operations_forget(sessions->operations, id, err))
        return false;
    buf_print(&folder, "%s/sessions/%s", store_folder(sessions->store->store), id);
    return work_run(remove_folder, folder.bytes, err);
}
