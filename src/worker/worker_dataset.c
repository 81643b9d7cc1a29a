#include "worker/worker_dataset.h"

#include "base/mem.h"
#include "domain/strategy/strategy_overrides.h"
#include "wire/wire_worker.h"
#include "worker/worker_input.h"
#include "worker/worker_report.h"

#include <stdlib.h>
#include <string.h>

bool worker_dataset_start(const struct worker_dataset_source *source,
                          struct worker_dataset *ret_dataset, struct error *err)
{
    const struct strategy_overrides overrides = { source->n_overrides, source->overrides };

    *ret_dataset = (struct worker_dataset){0};
    if (!strategy_overrides_read(source->text, source->label, &overrides, &ret_dataset->strategy,
                                 err))
        return false;
    if (feature_plan_build(&ret_dataset->strategy, &ret_dataset->plan, err))
        return true;
    strategy_release(&ret_dataset->strategy);
    return false;
}

void worker_dataset_release(struct worker_dataset *dataset)
{
    for (size_t i = 0; i < dataset->n_symbols; i++) {
        features_release(&dataset->symbols[i].features);
        labels_release(&dataset->symbols[i].labels);
    }
    free(dataset->symbols);
    free(dataset->rows);
    free(dataset->bar);
    feature_plan_release(&dataset->plan);
    strategy_release(&dataset->strategy);
    *dataset = (struct worker_dataset){0};
}

/* ---- features ---- */

struct features_input worker_dataset_input(const struct worker_dataset *dataset,
                                           const struct worker_dataset_symbol *symbol,
                                           const struct worker_input *input)
{
    struct features_input in = { .symbol = symbol->name, .calendar = symbol->calendar };

    for (int t = 0; t < TIMEFRAME_COUNT; t++) {
        const struct worker_input_series *series =
            worker_input_find(input, symbol->name, (enum timeframe)t);
        in.bars[t] = series && (dataset->plan.uses[t] || dataset->plan.base == (enum timeframe)t)
                     ? &series->bars : NULL;
    }
    return in;
}

static void list_symbols(struct worker_dataset *dataset, const struct worker_input *input)
{
    dataset->symbols = mem_alloc(input->count * sizeof(*dataset->symbols));
    for (size_t i = 0; i < input->count; i++) {
        const struct worker_input_series *series = &input->series[i];
        if (series->timeframe == dataset->plan.base && !series->is_quotes)
            dataset->symbols[dataset->n_symbols++] = (struct worker_dataset_symbol){
                .name = series->told->symbol, .bars = &series->bars,
                .calendar = series->calendar };
    }
}

bool worker_dataset_compute(struct worker_dataset *dataset, const struct worker_input *input,
                            struct error *err)
{
    if (!dataset->symbols)
        list_symbols(dataset, input);
    if (!dataset->n_symbols)
        return error_set(err, ERROR_INVALID, "no bars of the timeframe '%s'",
                         timeframe_name(dataset->plan.base));
    for (size_t i = 0; i < dataset->n_symbols; i++) {
        struct worker_dataset_symbol *symbol = &dataset->symbols[i];
        const struct features_input in = worker_dataset_input(dataset, symbol, input);

        features_release(&symbol->features);
        if (!worker_report_check(err) ||
            !features_compute(&dataset->plan, &in, &symbol->features, err))
            return false;
    }
    return true;
}

const struct worker_dataset_symbol *worker_dataset_find(const struct worker_dataset *dataset,
                                                        const struct bars *bars)
{
    for (size_t i = 0; i < dataset->n_symbols; i++)
        if (dataset->symbols[i].bars == bars)
            return &dataset->symbols[i];
    return NULL;
}

/* ---- rows ---- */

static void make_room(struct worker_dataset *dataset)
{
    size_t most = 0;

    for (size_t i = 0; i < dataset->n_symbols; i++)
        most += dataset->symbols[i].bars->count;
    dataset->rows = mem_resize(dataset->rows, most * sizeof(*dataset->rows));
    dataset->bar = mem_resize(dataset->bar, most * sizeof(*dataset->bar));
    dataset->n_rows = 0;
}

static void add_row(struct worker_dataset *dataset, size_t symbol, size_t bar, size_t settled)
{
    const struct bars *bars = dataset->symbols[symbol].bars;

    dataset->bar[dataset->n_rows] = bar;
    dataset->rows[dataset->n_rows++] = (struct split_row){ bars->time[bar], bars->time[settled],
                                                           symbol };
}

void worker_dataset_list_rows(struct worker_dataset *dataset)
{
    make_room(dataset);
    for (size_t s = 0; s < dataset->n_symbols; s++)
        for (size_t b = dataset->symbols[s].features.first_row; b < dataset->symbols[s].bars->count;
             b++)
            add_row(dataset, s, b, b);
}

bool worker_dataset_label(struct worker_dataset *dataset, struct error *err)
{
    make_room(dataset);
    for (size_t s = 0; s < dataset->n_symbols; s++) {
        struct worker_dataset_symbol *symbol = &dataset->symbols[s];

        labels_release(&symbol->labels);
        if (!labels_make(&dataset->strategy.labels, symbol->bars, &symbol->labels, err))
            return false;
        for (size_t b = symbol->features.first_row; b < symbol->bars->count; b++)
            if (symbol->labels.classes[b] != LABELS_OPEN_ENDED)
                add_row(dataset, s, b, symbol->labels.settled[b]);
    }
    return dataset->n_rows ||
           error_set(err, ERROR_BAD_DATA, "no bar has both whole features and a settled label");
}

void worker_dataset_unfit(struct worker_dataset *dataset, const struct worker_input *input)
{
    for (size_t i = 0; i < input->count; i++)
        if (feature_plan_needs_fit(&dataset->plan) &&
            !feature_plan_find_fit(&dataset->plan, input->series[i].told->symbol))
            feature_plan_add_fit(&dataset->plan, input->series[i].told->symbol);
}

bool worker_dataset_fit(struct worker_dataset *dataset, const struct worker_input *input,
                        const struct split *split, struct error *err)
{
    const size_t n_train = split->count[SPLIT_TRAIN];
    size_t *bars;
    bool ok = true;

    if (!feature_plan_needs_fit(&dataset->plan))
        return true;
    bars = mem_alloc(n_train * sizeof(*bars));
    for (size_t s = 0; ok && s < dataset->n_symbols; s++) {
        const struct features_input in = worker_dataset_input(dataset, &dataset->symbols[s],
                                                              input);
        size_t n = 0;

        for (size_t i = 0; i < n_train; i++)
            if (dataset->rows[split->rows[SPLIT_TRAIN][i]].symbol == s)
                bars[n++] = dataset->bar[split->rows[SPLIT_TRAIN][i]];
        ok = features_fit(&dataset->plan, &in, bars, n, err);
    }
    free(bars);
    return ok && worker_dataset_compute(dataset, input, err);
}

/* ---- copies ---- */

float *worker_dataset_x(const struct worker_dataset *dataset, const size_t *rows, size_t n_rows)
{
    const size_t columns = dataset->plan.n_columns;
    float *x = mem_alloc(n_rows * columns * sizeof(*x));

    for (size_t i = 0; i < n_rows; i++) {
        const size_t row = rows[i];
        const struct features *features = &dataset->symbols[dataset->rows[row].symbol].features;
        memcpy(x + i * columns, features->values + dataset->bar[row] * columns,
               columns * sizeof(*x));
    }
    return x;
}

int32_t *worker_dataset_classes(const struct worker_dataset *dataset, const size_t *rows,
                                size_t n_rows)
{
    int32_t *classes = mem_alloc(n_rows * sizeof(*classes));

    for (size_t i = 0; i < n_rows; i++)
        classes[i] = dataset->symbols[dataset->rows[rows[i]].symbol]
                         .labels.classes[dataset->bar[rows[i]]];
    return classes;
}
