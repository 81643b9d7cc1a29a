#include "managers/manage_evaluation.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "managers/manage_bars.h"
#include "managers/manage_lockbox.h"
#include "managers/manage_models.h"
#include "managers/manage_track.h"
#include "managers/worker_bars.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"
#include "store/trial_store.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_model.h"
#include "wire/wire_prediction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct manage_evaluation {
    const struct manage_worker *worker;
    struct manage_bars *bars;
    struct manage_models *models;
};

struct manage_evaluation *manage_evaluation_new(const struct manage_worker *worker,
                                                struct manage_bars *bars,
                                                struct manage_models *models)
{
    struct manage_evaluation *manager = MEM_NEW(struct manage_evaluation);

    *manager = (struct manage_evaluation){ worker, bars, models };
    return manager;
}

void manage_evaluation_free(struct manage_evaluation *manager)
{
    free(manager);
}

/* ---- what a worker needs of a model ---- */

static bool add_bars(struct manage_evaluation *manager, const char *symbol, const char *timeframe,
                     const char *end, struct wire_worker_request *request, struct error *err)
{
    struct manage_bars_want want;
    struct manage_bars_file file;

    if (!manage_bars_parse_want(symbol, timeframe, "", end, &want, err) ||
        !manage_bars_file(manager->bars, &want, &file, err))
        return false;
    worker_bars_add(request, &file);
    return true;
}

static bool add_model(struct manage_evaluation *manager, const struct wire_model *model,
                      struct wire_worker_request *request, struct error *err)
{
    request->seed = model->seed;
    return manage_models_folder(manager->models, model->id, &request->model_folder, err);
}

/* ---- tests ---- */

/* Its end is before every lockbox of the model's symbols. */
static bool limit(struct manage_evaluation *manager, struct wire_evaluation_request *wanted,
                  struct error *err)
{
    struct wire_model model;
    bool ok;

    if (!manage_models_find(manager->models, wanted->model, &model, err))
        return false;
    ok = manage_lockbox_limit(manager->worker->store,
                              &(struct manage_lockbox_of){ model.symbols, model.n_symbols, "",
                                                           wanted->end_date,
                                                           sizeof(wanted->end_date) }, err);
    wire_model_release(&model);
    return ok;
}

bool manage_evaluation_start(struct manage_evaluation *manager,
                             const struct wire_evaluation_request *request,
                             const char *idempotency_key, struct wire_operation *ret_operation,
                             struct error *err)
{
    OWNED(buf_release) struct buf json = {0};
    struct wire_evaluation_request wanted = *request;
    int64_t day;

    if ((request->start_date[0] && !date_parse_day(request->start_date, &day, err)) ||
        (request->end_date[0] && !date_parse_day(request->end_date, &day, err)) ||
        !limit(manager, &wanted, err))
        return false;
    wire_encode(wire_evaluation_request_fields, &wanted, &json);
    return manage_operations_start(manager->worker->operations, &(struct manage_operations_request){
        .type = WIRE_OPERATION_EVALUATION, .request = json.bytes,
        .label = request->model,
        .idempotency_key = idempotency_key,
    }, ret_operation, err);
}

struct look {
    const struct wire_model *model;
    const char *operation;
    struct wire_evaluation_result result;
};

/* Before anybody sees what was seen, the look is in the ledger. */
static bool write_look(struct store *store, void *arg, struct error *err)
{
    struct look *look = arg;

    for (size_t i = 0; i < look->model->n_symbols; i++) {
        const struct trial_store_trial trial = {
            .kind = TRIAL_STORE_TEST_LOOK, .symbol = look->model->symbols[i],
            .timeframe = look->model->n_timeframes ? look->model->timeframes[0] : "",
            .from = look->result.start, .until = look->result.end + 1,
            .config_hash = look->model->plan_hash, .seed = look->model->seed,
            .model = i ? "" : look->model->id, .operation = look->operation, .metrics = "{}",
            .at_ms = date_now_ms(),
        };
        int64_t id;

        if (!trial_store_add(store, &trial, &id, err))
            return false;
    }
    return trial_store_looks(store, look->model->id, &look->result.looks, err);
}

static bool count_look(struct manage_evaluation *manager, const struct wire_model *model,
                       const char *operation, const char *json, struct buf *ret_result,
                       struct error *err)
{
    struct look look = { .model = model, .operation = operation };
    bool ok;

    if (!wire_decode(wire_evaluation_result_fields, WIRE_TOLERANT, json, strlen(json),
                     &look.result, err))
        return false;
    ok = manage_store_write(manager->worker->store, write_look, &look, err);
    if (ok)
        wire_encode(wire_evaluation_result_fields, &look.result, ret_result);
    wire_evaluation_result_release(&look.result);
    return ok;
}

static bool fill(struct manage_evaluation *manager, const struct wire_model *model,
                 const struct wire_evaluation_request *wanted, struct wire_worker_request *request,
                 struct error *err)
{
    for (size_t s = 0; s < model->n_symbols; s++)
        for (size_t t = 0; t < model->n_timeframes; t++)
            if (!add_bars(manager, model->symbols[s], model->timeframes[t], wanted->end_date,
                          request, err))
                return false;
    return add_model(manager, model, request, err);
}

static bool test(struct manage_evaluation *manager, struct operation_run *run,
                 struct wire_evaluation_request *wanted, const struct wire_model *model,
                 struct buf *ret_result, struct error *err)
{
    struct wire_worker_request request;
    char *json = NULL;
    bool ok;

    manage_worker_request(manager->worker, run, WIRE_WORKER_EVALUATION, &request);
    ok = fill(manager, model, wanted, &request, err);
    if (ok) {
        request.evaluation = wanted;    /* lent for the call */
        ok = manage_worker_run(manager->worker, run, &request, &json, err);
        request.evaluation = NULL;
    }
    ok = ok && count_look(manager, model, run->id, json, ret_result, err);
    manage_worker_clean(manager->worker, &request);
    free(json);
    wire_worker_request_release(&request);
    return ok;
}

static bool run_test(void *arg, struct operation_run *run, struct buf *ret_result,
                     struct error *err)
{
    struct manage_evaluation *manager = arg;
    struct wire_evaluation_request wanted;
    struct wire_model model;
    bool ok;

    if (!wire_decode(wire_evaluation_request_fields, WIRE_TOLERANT, run->request,
                     strlen(run->request), &wanted, err) ||
        !manage_models_find(manager->models, wanted.model, &model, err))
        return false;
    ok = manage_worker_enter(manager->worker, run, err);
    if (ok) {
        ok = test(manager, run, &wanted, &model, ret_result, err);
        manage_worker_leave(manager->worker, run);
    }
    wire_model_release(&model);
    return ok;
}

struct manage_operations_kind manage_evaluation_kind(struct manage_evaluation *manager)
{
    return (struct manage_operations_kind){ .type = WIRE_OPERATION_EVALUATION, .run = run_test,
                                            .manager = manager };
}

/* ---- predictions ---- */

/* A model knows the symbols it has seen; of others it would only pretend to. */
static bool check_symbol(const struct wire_model *model, const char *symbol, struct error *err)
{
    for (size_t i = 0; i < model->n_symbols; i++)
        if (!strcmp(model->symbols[i], symbol))
            return true;
    error_set(err, ERROR_INVALID, "model '%s' was not trained on '%s'", model->id, symbol);
    return error_suggest(err, "it knows %s%s", model->n_symbols ? model->symbols[0] : "nothing",
                         model->n_symbols > 1 ? " and others" : "");
}

/* Before anybody sees what was said, it is written down. */
static bool note(struct manage_evaluation *manager, const char *json, struct error *err)
{
    struct wire_prediction_result result;
    bool ok;

    if (!wire_decode(wire_prediction_result_fields, WIRE_TOLERANT, json, strlen(json), &result,
                     err))
        return false;
    ok = manage_track_note(manager->worker->store, &result, err);
    wire_prediction_result_release(&result);
    return ok;
}

static bool predict(struct manage_evaluation *manager, const struct wire_model *model,
                    struct wire_prediction_request *wanted, struct buf *ret_json,
                    struct error *err)
{
    struct wire_worker_request request;
    char *json = NULL;
    bool ok = true;

    manage_worker_call_request(manager->worker, WIRE_WORKER_PREDICTION, &request);
    for (size_t t = 0; ok && t < model->n_timeframes; t++)
        ok = add_bars(manager, wanted->symbol, model->timeframes[t], wanted->at, &request, err);
    ok = ok && add_model(manager, model, &request, err);
    if (ok) {
        request.prediction = wanted;    /* lent for the call */
        ok = manage_worker_call(manager->worker, &request, &json, err);
        request.prediction = NULL;
    }
    ok = ok && note(manager, json, err);
    if (ok)
        buf_print(ret_json, "%s", json);
    free(json);
    wire_worker_request_release(&request);
    return ok;
}

bool manage_evaluation_predict(struct manage_evaluation *manager, const char *model_id,
                               const struct wire_prediction_request *request,
                               struct buf *ret_json, struct error *err)
{
    struct wire_prediction_request wanted = *request;
    struct wire_model model;
    bool ok;

    if (!series_parse_symbol(request->symbol, wanted.symbol, err) ||
        !manage_models_find(manager->models, model_id, &model, err))
        return false;
    ok = check_symbol(&model, wanted.symbol, err) &&
         predict(manager, &model, &wanted, ret_json, err);
    wire_model_release(&model);
    return ok;
}
