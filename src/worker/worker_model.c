#include "worker/worker_model.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "domain/nn/safetensors.h"
#include "domain/nn/train.h"
#include "wire/wire_worker.h"
#include "worker/worker_dataset.h"
#include "worker/worker_input.h"
#include "worker/worker_metrics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_HASH = 8 };

/* ---- what a training made, as model.json ---- */

static char **copy_texts(size_t count, char *const *from)
{
    char **texts = mem_alloc(count * sizeof(*texts));

    for (size_t i = 0; i < count; i++)
        texts[i] = mem_text(from[i]);
    return texts;
}

static void fill_names(const struct worker_model_made *made, struct wire_model *model)
{
    const struct wire_training_request *wanted = made->request->training;
    const struct strategy *strategy = &made->dataset->strategy;

    snprintf(model->strategy, sizeof(model->strategy), "%s", strategy->name);
    snprintf(model->name, sizeof(model->name), "%s",
             wanted->name[0] ? wanted->name : strategy->name);
    model->strategy_text = mem_text(made->request->strategy_text);
    snprintf(model->walk, sizeof(model->walk), "%s", wanted->walk);
    model->n_overrides = wanted->n_overrides;
    model->overrides = copy_texts(wanted->n_overrides, wanted->overrides);
    model->n_symbols = made->dataset->n_symbols;
    model->symbols = mem_alloc(model->n_symbols * sizeof(*model->symbols));
    for (size_t i = 0; i < model->n_symbols; i++)
        model->symbols[i] = mem_text(made->dataset->symbols[i].name);
    model->timeframes = mem_alloc(TIMEFRAME_COUNT * sizeof(*model->timeframes));
    for (int t = 0; t < TIMEFRAME_COUNT; t++)
        if (made->dataset->plan.uses[t] || made->dataset->plan.base == (enum timeframe)t)
            model->timeframes[model->n_timeframes++] =
                mem_text(timeframe_name((enum timeframe)t));
}

static void fill_plan(const struct worker_model_made *made, struct wire_model *model)
{
    const struct feature_plan *plan = &made->dataset->plan;
    struct buf text = {0};

    feature_plan_text(plan, &text);
    model->plan = text.bytes;
    feature_plan_hash(plan, model->plan_hash);
    model->n_fits = feature_plan_needs_fit(plan) ? plan->n_fits : 0;
    model->fits = mem_alloc(model->n_fits * sizeof(*model->fits));
    for (size_t i = 0; i < model->n_fits; i++) {
        struct wire_model_fit *fit = &model->fits[i];
        snprintf(fit->symbol, sizeof(fit->symbol), "%s", plan->fits[i].symbol);
        fit->n_offsets = fit->n_widths = plan->n_columns;
        fit->offsets = mem_alloc(plan->n_columns * sizeof(double));
        fit->widths = mem_alloc(plan->n_columns * sizeof(double));
        for (size_t c = 0; c < plan->n_columns; c++) {
            fit->offsets[c] = plan->fits[i].scales[c].offset;
            fit->widths[c] = plan->fits[i].scales[c].width;
        }
    }
}

static void fill_data(const struct worker_model_made *made, struct wire_model *model)
{
    model->n_data = made->input->count;
    model->data = mem_alloc(model->n_data * sizeof(*model->data));
    for (size_t i = 0; i < model->n_data; i++) {
        const struct worker_input_series *series = &made->input->series[i];
        struct wire_model_data *data = &model->data[i];

        snprintf(data->symbol, sizeof(data->symbol), "%s", series->told->symbol);
        snprintf(data->timeframe, sizeof(data->timeframe), "%s", series->told->timeframe);
        snprintf(data->data_hash, sizeof(data->data_hash), "%s", series->told->data_hash);
        data->count = (int64_t)series->bars.count;
        data->first = series->bars.time[0];
        data->last = series->bars.time[series->bars.count - 1];
    }
}

static struct wire_model_part *part_of(const struct worker_model_made *made, enum split_part part)
{
    struct wire_model_part *to = MEM_NEW(struct wire_model_part);
    const size_t n = made->split->count[part];

    to->rows = (int64_t)n;
    to->start = made->split->border[part];
    to->end = n ? made->dataset->rows[made->split->rows[part][n - 1]].time : to->start;
    return to;
}

static struct wire_metrics *metrics_of(const struct worker_model_made *made, enum split_part part)
{
    struct wire_metrics *metrics = MEM_NEW(struct wire_metrics);

    worker_metrics_measure(&made->result->network, made->dataset, made->split->rows[part],
                           made->split->count[part], metrics);
    return metrics;
}

static void fill_history(const struct train_result *result, struct wire_model *model)
{
    model->n_history = result->epochs;
    model->history = mem_alloc(result->epochs * sizeof(*model->history));
    for (size_t e = 0; e < result->epochs; e++) {
        struct wire_model_epoch *to = &model->history[e];
        wire_clear(wire_model_epoch_fields, to);
        to->epoch = (int64_t)e + 1;
        to->train_loss = result->history[e].train_loss;
        to->validation_loss = result->history[e].validation_loss;
        to->validation_accuracy = result->history[e].validation_accuracy;
        to->balanced_accuracy = result->history[e].balanced_accuracy;
        to->learning_rate = result->history[e].learning_rate;
    }
}

static void fill_network(const struct worker_model_made *made, struct wire_model *model)
{
    static const char *const monitors[] = { "validation loss", "validation accuracy",
                                            "balanced accuracy" };
    const struct network *network = &made->result->network;

    model->inputs = (int64_t)network->shape.inputs;
    if (network->shape.embedding)
        model->embedding = (int64_t)network->shape.embedding;
    model->n_hidden = network->shape.n_hidden;
    model->hidden = mem_alloc(model->n_hidden * sizeof(*model->hidden));
    for (size_t i = 0; i < model->n_hidden; i++)
        model->hidden[i] = (int64_t)network->shape.hidden[i];
    snprintf(model->activation, sizeof(model->activation), "%s",
             network_activation_name(network->shape.activation));
    model->parameters = (int64_t)network->n_values;
    model->epochs_run = (int64_t)made->result->epochs;
    model->epoch_chosen = (int64_t)made->result->best_epoch;
    snprintf(model->chosen_because, sizeof(model->chosen_because),
             "best %s of %zu epochs%s",
             monitors[made->dataset->strategy.training.early_stopping.monitor],
             made->result->epochs, made->result->has_stopped_early ? ", stopped early" : "");
}

static void fill_model(const struct worker_model_made *made, struct wire_model *model)
{
    wire_clear(wire_model_fields, model);
    fill_names(made, model);
    fill_plan(made, model);
    fill_data(made, model);
    fill_network(made, model);
    fill_history(made->result, model);
    model->train_part = part_of(made, SPLIT_TRAIN);
    model->validation_part = part_of(made, SPLIT_VALIDATION);
    model->test_part = part_of(made, SPLIT_TEST);
    model->train = metrics_of(made, SPLIT_TRAIN);
    model->validation = metrics_of(made, SPLIT_VALIDATION);
    model->seed = made->request->seed;
    model->created_at = date_now_ms() / 1000;
    snprintf(model->program_version, sizeof(model->program_version), "%s", KTRDR_VERSION);
    snprintf(model->operation_id, sizeof(model->operation_id), "%s", made->request->operation_id);
}

/* ---- writing ---- */

/* Name and weights make the id: the same training gives the same one. */
static void make_id(struct wire_model *model, const struct buf *weights)
{
    uint8_t bytes[HASH_BYTES];
    char hex[HASH_HEX];
    struct hash hash;

    hash_start(&hash);
    hash_add(&hash, weights->bytes, weights->length);
    hash_end(&hash, bytes);
    hash_hex(bytes, sizeof(bytes), hex);
    snprintf(model->id, sizeof(model->id), "%s-%.*s", model->name, ID_HASH, hex);
}

static void encode_weights(const struct worker_model_made *made, const struct wire_model *model,
                           struct buf *ret)
{
    OWNED(buf_release) struct buf symbols = {0};
    const bool knows_symbols = made->result->network.shape.embedding != 0;
    char seed[24];
    struct safetensors_pair pairs[] = {
        { (char *)(uintptr_t)"strategy", (char *)(uintptr_t)model->strategy },
        { (char *)(uintptr_t)"plan_hash", (char *)(uintptr_t)model->plan_hash },
        { (char *)(uintptr_t)"data_hash", (char *)(uintptr_t)model->data[0].data_hash },
        { (char *)(uintptr_t)"seed", seed },
        { (char *)(uintptr_t)"classes", (char *)(uintptr_t)"BUY,HOLD,SELL" },
        { (char *)(uintptr_t)"program_version", (char *)(uintptr_t)model->program_version },
        { (char *)(uintptr_t)"symbols", NULL },     /* only where its tensor is */
    };

    snprintf(seed, sizeof(seed), "%lld", (long long)model->seed);
    for (size_t i = 0; i < model->n_symbols; i++)
        buf_print(&symbols, "%s%s", i ? "," : "", model->symbols[i]);
    pairs[COUNT(pairs) - 1].value = symbols.bytes;
    safetensors_encode(&made->result->network, pairs, COUNT(pairs) - !knows_symbols, ret);
}

static bool write_files(const char *output, const struct buf *weights,
                        const struct wire_model *model, struct error *err)
{
    OWNED(buf_release) struct buf json = {0}, path = {0};

    wire_encode(wire_model_fields, model, &json);
    buf_print(&path, "%s/model", output);
    if (!file_make_folder(path.bytes, 0700, err))
        return false;
    buf_print(&path, "/model.safetensors");
    if (!file_write(path.bytes, weights->bytes, weights->length, err))
        return false;
    path.length = 0;
    buf_print(&path, "%s/model/model.json", output);
    return file_write(path.bytes, json.bytes, json.length, err);
}

/* Borrows everything from the model. */
static void print_result(const struct worker_model_made *made, const struct wire_model *model,
                         struct buf *ret_json)
{
    struct wire_training_result result;

    wire_clear(wire_training_result_fields, &result);
    snprintf(result.model_id, sizeof(result.model_id), "%s", model->id);
    snprintf(result.name, sizeof(result.name), "%s", model->name);
    snprintf(result.strategy, sizeof(result.strategy), "%s", model->strategy);
    result.n_symbols = model->n_symbols;
    result.symbols = model->symbols;
    result.n_timeframes = model->n_timeframes;
    result.timeframes = model->timeframes;
    result.features = model->inputs;
    result.seed = model->seed;
    result.epochs_run = model->epochs_run;
    result.epoch_chosen = model->epoch_chosen;
    snprintf(result.chosen_because, sizeof(result.chosen_because), "%s", model->chosen_because);
    result.seconds = made->seconds;
    result.resumed_from_epoch = made->resumed_from_epoch;
    snprintf(result.resume_note, sizeof(result.resume_note), "%s", made->resume_note);
    result.train_part = model->train_part;
    result.validation_part = model->validation_part;
    result.test_part = model->test_part;
    result.train = model->train;
    result.validation = model->validation;
    result.n_warnings = model->n_warnings;
    result.warnings = model->warnings;
    wire_encode(wire_training_result_fields, &result, ret_json);
}

bool worker_model_save(const struct worker_model_made *made, struct buf *ret_json,
                       struct error *err)
{
    OWNED(buf_release) struct buf weights = {0};
    struct wire_model model;
    bool ok;

    fill_model(made, &model);
    encode_weights(made, &model, &weights);
    make_id(&model, &weights);
    ok = write_files(made->request->output_folder, &weights, &model, err);
    if (ok)
        print_result(made, &model, ret_json);
    wire_model_release(&model);
    return ok;
}
