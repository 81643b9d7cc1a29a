#include "cli/report_model.h"

#include "base/buf.h"
#include "cli/figure.h"
#include "cli/report_metrics.h"
#include "cli/table.h"
#include "wire/wire_evaluation.h"
#include "wire/wire_prediction.h"
#include "wire/wire_training.h"

#include <math.h>

static void print_list(const char *title, char *const *texts, size_t n, struct buf *out)
{
    if (!n)
        return;
    buf_print(out, "%-14s", title);
    for (size_t i = 0; i < n; i++)
        buf_print(out, "%s%s", i ? ", " : "", texts[i]);
    buf_print(out, "\n");
}

static void print_warnings(char *const *warnings, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++)
        buf_print(out, "warning: %s\n", warnings[i]);
}

static void print_part(const char *name, const struct wire_model_part *part, struct buf *out)
{
    if (part)
        buf_print(out, "%-14s%s to %s, %s rows\n", name, figure_date(part->start),
                  figure_date(part->end), figure_count(part->rows));
}

static void print_seen(const struct wire_metrics *train, const struct wire_metrics *validation,
                       struct buf *out)
{
    if (!train && !validation)
        return;
    buf_print(out, "\n");
    report_metrics_print(&(struct report_metrics_pair){ "TRAIN>", "VALIDATION>", train,
                                                        validation }, out);
    if (validation)
        report_metrics_confusion(validation, out);
}

void report_model_training(const struct wire_training_result *result, struct buf *out)
{
    buf_print(out, "model %s\n", result->model_id);
    buf_print(out, "%-14s%s\n", "strategy", result->strategy);
    print_list("symbols", result->symbols, result->n_symbols, out);
    print_list("timeframes", result->timeframes, result->n_timeframes, out);
    buf_print(out, "%-14s%s\n", "features", figure_count(result->features));
    print_part("train", result->train_part, out);
    print_part("validation", result->validation_part, out);
    print_part("test", result->test_part, out);
    buf_print(out, "%-14s%lld of %lld%s%s\n", "epoch", (long long)result->epoch_chosen,
              (long long)result->epochs_run, result->chosen_because[0] ? ", " : "",
              result->chosen_because);
    buf_print(out, "%-14s%lld\n", "seed", (long long)result->seed);
    if (result->resume_note[0])
        buf_print(out, "%-14s%s\n", "attempt", result->resume_note);
    if (isfinite(result->seconds))
        buf_print(out, "%-14s%s\n", "took", figure_duration(result->seconds));
    print_seen(result->train, result->validation, out);
    print_warnings(result->warnings, result->n_warnings, out);
    buf_print(out, "\nThe test part was not looked at: ktrdr models test %s\n", result->model_id);
}

static void print_data(const struct wire_model *model, struct buf *out)
{
    OWNED(table_release) struct table table = { .out = out };

    if (!model->n_data)
        return;
    table_columns(&table, "LEARNED FROM", "TF", "BARS>", "FIRST", "LAST", "DATA HASH", NULL);
    for (size_t i = 0; i < model->n_data; i++) {
        const struct wire_model_data *data = &model->data[i];
        table_row(&table, data->symbol, data->timeframe, figure_count(data->count),
                  figure_time(data->first), figure_time(data->last), data->data_hash, NULL);
    }
    buf_print(out, "\n");
    table_print(&table);
}

static void print_network(const struct wire_model *model, struct buf *out)
{
    buf_print(out, "%-14s%lld", "network", (long long)model->inputs);
    if (model->embedding != WIRE_UNKNOWN)
        buf_print(out, " + %lld of the symbol", (long long)model->embedding);
    for (size_t i = 0; i < model->n_hidden; i++)
        buf_print(out, " - %lld", (long long)model->hidden[i]);
    buf_print(out, " - 3%s%s", model->activation[0] ? ", " : "", model->activation);
    if (model->parameters != WIRE_UNKNOWN)
        buf_print(out, ", %s parameters", figure_count(model->parameters));
    buf_print(out, "\n");
}

void report_model_print(const struct wire_model *model, struct buf *out)
{
    buf_print(out, "model %s\n", model->id);
    buf_print(out, "%-14s%s\n", "strategy", model->strategy);
    print_list("symbols", model->symbols, model->n_symbols, out);
    print_list("timeframes", model->timeframes, model->n_timeframes, out);
    print_network(model, out);
    print_part("train", model->train_part, out);
    print_part("validation", model->validation_part, out);
    print_part("test", model->test_part, out);
    buf_print(out, "%-14s%lld of %lld, %s\n", "epoch", (long long)model->epoch_chosen,
              (long long)model->epochs_run, model->chosen_because);
    buf_print(out, "%-14s%lld\n", "seed", (long long)model->seed);
    buf_print(out, "%-14s%s by ktrdr %s\n", "made", figure_time(model->created_at),
              model->program_version);
    buf_print(out, "%-14s%s\n", "plan", model->plan_hash);
    if (model->test_looks != WIRE_UNKNOWN)
        buf_print(out, "%-14s%s\n", "test looks", figure_count(model->test_looks));
    print_seen(model->train, model->validation, out);
    print_data(model, out);
    print_warnings(model->warnings, model->n_warnings, out);
}

void report_model_evaluation(const struct wire_evaluation_result *result, struct buf *out)
{
    buf_print(out, "model %s on %s: %s to %s\n", result->model_id,
              result->part[0] ? result->part : "dates", figure_date(result->start),
              figure_date(result->end));
    print_list("symbols", result->symbols, result->n_symbols, out);
    buf_print(out, "\n");
    report_metrics_print(&(struct report_metrics_pair){ .first_title = "TEST>",
                                                        .first = &result->metrics }, out);
    report_metrics_confusion(&result->metrics, out);
    buf_print(out, "\naccuracy before: train %s, validation %s\n",
              figure_percent(result->train_accuracy, 1),
              figure_percent(result->validation_accuracy, 1));
    buf_print(out, "This was look %s at this part; each one makes the next weaker evidence.\n",
              figure_count(result->looks));
    print_warnings(result->warnings, result->n_warnings, out);
}

void report_model_prediction(const struct wire_prediction_result *result, struct buf *out)
{
    buf_print(out, "%s %s  %s  with %s confidence\n", result->symbol, result->timeframe,
              result->signal, figure_percent(result->confidence, 1));
    buf_print(out, "  BUY %s, HOLD %s, SELL %s", figure_percent(result->buy, 1),
              figure_percent(result->hold, 1), figure_percent(result->sell, 1));
    if (isfinite(result->threshold) && result->threshold > 0)
        buf_print(out, "; below %s it is HOLD", figure_percent(result->threshold, 1));
    buf_print(out, "\n  at the close of the bar of %s: %s\n", figure_time(result->time),
              figure_shortest(result->close));
    buf_print(out, "  by model %s\n", result->model_id);
    for (size_t i = 0; i < result->n_features; i++)
        buf_print(out, "    %-40s %s\n", result->features[i].name,
                  figure_number(result->features[i].value, 4));
    print_warnings(result->warnings, result->n_warnings, out);
}
