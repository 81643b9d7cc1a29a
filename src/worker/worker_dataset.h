/*
 * worker_dataset - a strategy's rows over the bars it was given: features, labels, parts.
 *
 * Training, evaluation, backtest and prediction all begin here, so that they see the same numbers.
 * Rows of all symbols lie one symbol after the other; a row is a bar of the base timeframe whose
 * features are whole and, where labels were asked for, whose label is settled.
 */
#ifndef WORKER_WORKER_DATASET_H
#define WORKER_WORKER_DATASET_H

#include "base/error.h"
#include "base/words.h"
#include "domain/feature_plan.h"
#include "domain/features.h"
#include "domain/labels/labels.h"
#include "domain/split.h"
#include "domain/strategy/strategy.h"

#include <stddef.h>
#include <stdint.h>

struct worker_input;

struct worker_dataset_symbol {
    const char *name;               /* borrowed from the input, like bars */
    const struct bars *bars;        /* of the base timeframe */
    const struct calendar *calendar;
    struct features features;
    struct labels labels;           /* empty unless asked for */
};

struct worker_dataset {
    struct strategy strategy;
    struct feature_plan plan;
    size_t n_symbols;
    struct worker_dataset_symbol *symbols;
    size_t n_rows;
    struct split_row *rows;         /* time, settled, symbol */
    size_t *bar;                    /* of each row: the place of its bar in the symbol's bars */
};

/* What a request says of the strategy. */
struct worker_dataset_source {
    const char *text, *label;
    size_t n_overrides;
    char *const *overrides;
};

/* The strategy and its plan, nothing computed yet. */
CHECKED bool worker_dataset_start(const struct worker_dataset_source *source,
                                  struct worker_dataset *ret_dataset, struct error *err);

/* What the features of a symbol are made of; borrowed. */
struct features_input worker_dataset_input(const struct worker_dataset *dataset,
                                           const struct worker_dataset_symbol *symbol,
                                           const struct worker_input *input);

/* Features of every symbol of the input; the plan must have its fits. */
CHECKED bool worker_dataset_compute(struct worker_dataset *dataset,
                                    const struct worker_input *input, struct error *err);

/* The symbol whose bars of the base timeframe these are; NULL if it has none such. */
const struct worker_dataset_symbol *worker_dataset_find(const struct worker_dataset *dataset,
                                                        const struct bars *bars);

/* Labels, then the rows that have one. */
CHECKED bool worker_dataset_label(struct worker_dataset *dataset, struct error *err);

/* Without labels: every bar whose features are whole is a row. */
void worker_dataset_list_rows(struct worker_dataset *dataset);

/* Before a training computes: scales of 1, until the rows to fit them to are known. */
void worker_dataset_unfit(struct worker_dataset *dataset, const struct worker_input *input);

/* Fits the plan's normalisation to the training rows, symbol by symbol, and computes again. Nothing
 * to do for a plan without. */
CHECKED bool worker_dataset_fit(struct worker_dataset *dataset, const struct worker_input *input,
                                const struct split *split, struct error *err);

/* Copies of the given rows, one after the other; owned by the caller. */
float *worker_dataset_x(const struct worker_dataset *dataset, const size_t *rows, size_t n_rows);
int32_t *worker_dataset_classes(const struct worker_dataset *dataset, const size_t *rows,
                                size_t n_rows);

void worker_dataset_release(struct worker_dataset *dataset);

#endif
