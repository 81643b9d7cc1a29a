/*
 * wire_sweep - one strategy trained in many ways, and how these compare.
 *
 * A sweep is an operation of type `batch`: its state, progress, cancel and resume are the batch's.
 */
#ifndef WIRE_WIRE_SWEEP_H
#define WIRE_WIRE_SWEEP_H

#include "wire/wire.h"
#include "wire/wire_operation.h"

#define WIRE_SWEEP_START "/api/v1/sweeps"
#define WIRE_SWEEP_ONE   "/api/v1/sweeps/{id}"

enum { WIRE_SWEEP_TRIALS = 1000, WIRE_SWEEP_SEEDS = 100, WIRE_SWEEP_AXES = 8 };

struct wire_sweep_axis {
    char key[96];               /* "training.learning_rate" */
    size_t n_values;
    char **values;              /* as they would stand in the file */
};

/* As of a training, but for axes and seeds: every combination of values, with every seed. */
struct wire_sweep_request {
    char strategy[65];
    char *strategy_text;
    char strategy_label[256];
    size_t n_symbols;
    char **symbols;
    size_t n_timeframes;
    char **timeframes;
    char start_date[32];
    char end_date[32];
    char name[65];
    size_t n_overrides;
    char **overrides;           /* the same in all trials */
    size_t n_axes;
    struct wire_sweep_axis *axes;
    int64_t seeds;              /* how many; 1 */
    int64_t seed;               /* the first of them; the strategy's */
};

/* One combination of values, over its seeds. Metrics are medians over those that have ended, where
 * one that failed is the worst: absent where that is the median. */
struct wire_sweep_row {
    size_t n_values;
    char **values;              /* "training.learning_rate=0.01"; none: as the strategy is */
    int64_t seeds, completed, failed;
    double median;              /* of the metric the rows are sorted by */
    double low, high;           /* the least and the most of it over those that completed */
    double prior;               /* the same metric of knowing the shares of the classes alone */
    double log_loss, balanced_accuracy, accuracy, mcc;
    double class_prior;         /* accuracy of always saying the commonest class */
    char model_id[96];          /* of the seed in the middle; of two the worse one */
    char error[200];            /* of the first seed that failed */
};

struct wire_sweep_trials {
    char symbol[33];
    int64_t trials;             /* distinct ones in the ledger, of this sweep and all others */
};

struct wire_sweep {
    char id[48];
    enum wire_operation_state state;
    char strategy[65];
    char metric[24];            /* of the validation part: "log_loss", less is better; or ... */
    int64_t trials, completed, failed;
    size_t n_ledger;
    struct wire_sweep_trials *ledger;
    double overfitting;         /* PBO; absent where it was not computed */
    char overfitting_note[200]; /* why not */
    size_t n_items;
    struct wire_sweep_row *items;       /* the best first; those without a result last */
};

extern const struct wire_field wire_sweep_request_fields[];
extern const struct wire_field wire_sweep_row_fields[];
extern const struct wire_field wire_sweep_fields[];

WIRE_RELEASE(sweep_request)
WIRE_RELEASE(sweep_row)
WIRE_RELEASE(sweep)

#endif
