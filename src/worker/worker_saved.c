#include "worker/worker_saved.h"

#include "base/buf.h"
#include "base/file.h"
#include "domain/nn/safetensors.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { JSON_MOST = 64 << 20, WEIGHTS_MOST = 256 << 20 };

static bool read_told(const char *folder, struct wire_model *ret_told, struct error *err)
{
    OWNED(buf_release) struct buf path = {0}, json = {0};

    buf_print(&path, "%s/model.json", folder);
    return file_read(path.bytes, JSON_MOST, &json, err) &&
           wire_decode(wire_model_fields, WIRE_TOLERANT, json.bytes, json.length, ret_told, err);
}

static bool read_network(const char *folder, struct network *ret_network, struct error *err)
{
    OWNED(buf_release) struct buf path = {0}, bytes = {0};
    struct safetensors_metadata metadata = {0};

    buf_print(&path, "%s/model.safetensors", folder);
    if (!file_read(path.bytes, WEIGHTS_MOST, &bytes, err) ||
        !safetensors_decode(bytes.bytes, bytes.length, ret_network, &metadata, err))
        return false;
    safetensors_release(&metadata);
    return true;
}

static bool check_plan(const struct worker_saved *saved, struct error *err)
{
    char hash[HASH_HEX];

    feature_plan_hash(&saved->dataset.plan, hash);
    if (!strcmp(hash, saved->told.plan_hash) &&
        saved->network.shape.inputs == saved->dataset.plan.n_columns &&
        saved->network.shape.embedding == saved->dataset.strategy.symbol_embedding &&
        (!saved->network.shape.embedding ||
         saved->network.shape.symbols == saved->told.n_symbols) &&
        saved->network.shape.outputs == SIGNAL_COUNT)
        return true;
    error_set(err, ERROR_CONFLICT, "model '%s' was made by ktrdr %s with another feature plan than "
              "this one (%s) makes of its strategy", saved->told.id, saved->told.program_version,
              KTRDR_VERSION);
    return error_suggest(err, "train it again: ktrdr models train %s", saved->told.strategy);
}

static bool restore_fits(struct worker_saved *saved, struct error *err)
{
    struct feature_plan *plan = &saved->dataset.plan;

    for (size_t i = 0; i < saved->told.n_fits; i++) {
        const struct wire_model_fit *fit = &saved->told.fits[i];
        struct feature_plan_scale *scales;

        if (fit->n_offsets != plan->n_columns || fit->n_widths != plan->n_columns)
            return error_set(err, ERROR_BAD_DATA, "model '%s' has %zu scales for %zu features",
                             saved->told.id, fit->n_offsets, plan->n_columns);
        scales = feature_plan_add_fit(plan, fit->symbol);
        for (size_t c = 0; c < plan->n_columns; c++)
            scales[c] = (struct feature_plan_scale){ fit->offsets[c], fit->widths[c] };
    }
    return true;
}

static bool start_dataset(struct worker_saved *saved, struct error *err)
{
    const struct worker_dataset_source source = {
        saved->told.strategy_text, saved->told.strategy, saved->told.n_overrides,
        saved->told.overrides,
    };

    if (!worker_dataset_start(&source, &saved->dataset, err))
        return false;
    saved->dataset.n_known = saved->told.n_symbols;
    saved->dataset.known = saved->told.symbols;
    return check_plan(saved, err) && restore_fits(saved, err);
}

bool worker_saved_open(const char *folder, struct worker_saved *ret_saved, struct error *err)
{
    *ret_saved = (struct worker_saved){0};
    wire_clear(wire_model_fields, &ret_saved->told);
    return read_told(folder, &ret_saved->told, err) &&
           read_network(folder, &ret_saved->network, err) && start_dataset(ret_saved, err);
}

void worker_saved_release(struct worker_saved *saved)
{
    wire_model_release(&saved->told);
    network_release(&saved->network);
    worker_dataset_release(&saved->dataset);
}

void worker_saved_answer(const struct worker_saved *saved,
                         const struct worker_dataset_symbol *symbol, size_t first_row, size_t rows,
                         float *ret_softmax)
{
    static uint32_t places[WORKER_SAVED_ROWS];
    const struct features *features = &symbol->features;
    const bool knows_symbols = saved->network.shape.embedding != 0;

    assert(rows <= WORKER_SAVED_ROWS);
    for (size_t i = 0; knows_symbols && i < rows; i++)
        places[i] = symbol->place;
    network_predict_of(&saved->network, rows, features->values + first_row * features->columns,
                       knows_symbols ? places : NULL, ret_softmax);
}
