#include "managers/training_publish.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "log/log.h"
#include "managers/manage_bars.h"
#include "managers/training_config.h"
#include "operations/manage_store.h"
#include "operations/manage_worker.h"
#include "store/model_store.h"
#include "store/trial_store.h"
#include "wire/wire_training.h"

#include <stdio.h>
#include <string.h>

enum { META_MOST = 64 << 20 };

struct publish {
    struct model_store_new model;
    const struct wire_worker_request *request;
    const struct wire_training_request *wanted;
    struct buf meta;
    char config_hash[HASH_HEX];
};

static bool read_meta(void *arg, struct error *err)
{
    struct publish *publish = arg;
    OWNED(buf_release) struct buf path = {0};

    buf_print(&path, "%s/model.json", publish->model.folder);
    return file_read(path.bytes, META_MOST, &publish->meta, err);
}

/* Every distinct configuration and seed is a trial, on every symbol it saw. */
static bool add_trials(struct store *store, const struct publish *publish, struct error *err)
{
    for (size_t i = 0; i < publish->request->n_bars; i++) {
        const struct wire_worker_bars *bars = &publish->request->bars[i];
        struct trial_store_trial trial = {
            .kind = TRIAL_STORE_TRAIN, .symbol = bars->symbol, .timeframe = bars->timeframe,
            .from = INT64_MIN / 2, .until = INT64_MAX / 2, .config_hash = publish->config_hash,
            .seed = publish->wanted->seed, .model = publish->model.id,
            .operation = publish->model.operation, .metrics = "{}", .at_ms = date_now_ms(),
        };
        struct manage_bars_want want;
        int64_t id;

        if (!manage_bars_parse_want(bars->symbol, bars->timeframe, publish->wanted->start_date,
                                    publish->wanted->end_date, &want, err))
            return false;
        if (publish->wanted->start_date[0])
            trial.from = want.from;
        if (publish->wanted->end_date[0])
            trial.until = want.until;
        if (!trial_store_add(store, &trial, &id, err))
            return false;
    }
    return true;
}

/* The same training again makes the same model: it is there already, and that is well. */
static bool publish_model(struct store *store, void *arg, struct error *err)
{
    struct publish *publish = arg;
    int64_t event;

    return (model_store_publish(store, &publish->model, &event, err) ||
            err->code == ERROR_CONFLICT) && add_trials(store, publish, err);
}

static void hash_config(const struct wire_training_request *wanted, char ret_hash[HASH_HEX])
{
    OWNED(buf_release) struct buf text = {0};

    if (wanted->walk[0]) {              /* all windows of a walk-forward are one trial */
        snprintf(ret_hash, HASH_HEX, "%s", wanted->walk);
        return;
    }
    training_config_print(wanted->strategy_text, wanted->n_overrides, wanted->overrides, &text);
    hash_text_hex(text.bytes, ret_hash);
}

bool training_publish(const struct manage_worker *worker,
                      const struct wire_worker_request *request,
                      const struct wire_training_request *wanted, const char *result_json,
                      struct error *err)
{
    OWNED(buf_release) struct buf folder = {0};
    struct publish publish = { .request = request, .wanted = wanted };
    struct wire_training_result result;
    struct wire_model model;
    bool ok;

    if (!wire_decode(wire_training_result_fields, WIRE_TOLERANT, result_json, strlen(result_json),
                     &result, err))
        return false;
    buf_print(&folder, "%s/model", request->output_folder);
    publish.model = (struct model_store_new){
        .id = result.model_id, .strategy = result.strategy, .operation = request->operation_id,
        .folder = folder.bytes, .created_ms = date_now_ms(),
    };
    hash_config(wanted, publish.config_hash);
    ok = work_run(read_meta, &publish, err) &&
         wire_decode(wire_model_fields, WIRE_TOLERANT, publish.meta.bytes, publish.meta.length,
                     &model, err);
    if (ok) {
        publish.model.plan_hash = model.plan_hash;
        publish.model.meta = publish.meta.bytes;
        ok = manage_store_write(worker->store, publish_model, &publish, err);
        wire_model_release(&model);
    }
    buf_release(&publish.meta);
    wire_training_result_release(&result);
    return ok;
}

/* ---- what came to nothing ---- */

static bool write_failure(struct store *store, void *arg, struct error *err)
{
    return add_trials(store, arg, err);
}

void training_publish_failure(const struct manage_worker *worker,
                              const struct wire_worker_request *request,
                              const struct wire_training_request *wanted,
                              const struct error *why)
{
    struct publish publish = { .request = request, .wanted = wanted };
    struct error err;

    if ((why->code != ERROR_BAD_DATA && why->code != ERROR_NO_MODEL) || !request->n_bars)
        return;
    publish.model.id = "";
    publish.model.operation = request->operation_id;
    hash_config(wanted, publish.config_hash);
    if (!manage_store_write(worker->store, write_failure, &publish, &err))
        log_error("a trial that failed is not in the ledger", &err, NULL);
}
