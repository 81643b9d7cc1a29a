/* wire_model - trained models, as their model.json and as lists show them. */
#ifndef WIRE_WIRE_MODEL_H
#define WIRE_WIRE_MODEL_H

#include "wire/wire.h"
#include "wire/wire_metrics.h"

#define WIRE_MODEL_LIST    "/api/v1/models"
#define WIRE_MODEL_ONE     "/api/v1/models/{id}"                  /* GET, DELETE */
#define WIRE_MODEL_TEST    "/api/v1/models/{id}/test"
#define WIRE_MODEL_PREDICT "/api/v1/models/{id}/predict"
#define WIRE_MODEL_FILE    "/api/v1/models/{id}/files/{name}"

/* One line of the history; also the data of a `metric` event. */
struct wire_model_epoch {
    int64_t epoch;              /* from 1 */
    double train_loss, validation_loss, validation_accuracy, balanced_accuracy, learning_rate;
    double seconds;
};

/* A series it learned from, and exactly which bars. */
struct wire_model_data {
    char symbol[33];
    char timeframe[8];
    char data_hash[65];
    int64_t count, first, last;
};

/* Train, validation or test, by date across all symbols. */
struct wire_model_part {
    int64_t start;              /* first bar */
    int64_t end;                /* last bar */
    int64_t rows;               /* after the purge */
};

/* What normalisation learned from a symbol's training rows: (value - offset) / width. */
struct wire_model_fit {
    char symbol[33];
    size_t n_offsets;
    double *offsets;
    size_t n_widths;
    double *widths;
};

/* model.json */
struct wire_model {
    char id[96];
    char name[65];
    char strategy[65];
    char *strategy_text;
    char plan_hash[65];
    char *plan;                 /* its text: a line per feature */
    size_t n_overrides;
    char **overrides;           /* "training.learning_rate=0.01" */
    size_t n_fits;
    struct wire_model_fit *fits;
    size_t n_symbols;
    char **symbols;
    size_t n_timeframes;
    char **timeframes;
    size_t n_data;
    struct wire_model_data *data;
    struct wire_model_part *train_part;
    struct wire_model_part *validation_part;
    struct wire_model_part *test_part;
    int64_t seed;
    char program_version[32];
    int64_t created_at;
    char operation_id[48];
    int64_t inputs;             /* features */
    int64_t embedding;          /* numbers of each symbol, in the order of symbols; or unknown */
    size_t n_hidden;
    int64_t *hidden;            /* widths */
    char activation[16];
    int64_t parameters;         /* weights and biases */
    int64_t epochs_run, epoch_chosen;
    char chosen_because[200];
    size_t n_history;
    struct wire_model_epoch *history;
    struct wire_metrics *train;
    struct wire_metrics *validation;
    int64_t test_looks;         /* how often its test part was looked at */
    char walk[65];              /* of a walk-forward's window: the hash that has in the ledger */
    size_t n_warnings;
    char **warnings;
};

struct wire_model_item {
    char id[96];
    char name[65];
    char strategy[65];
    size_t n_symbols;
    char **symbols;
    size_t n_timeframes;
    char **timeframes;
    int64_t created_at, seed, epoch_chosen;
    char plan_hash[65];
    double validation_loss, validation_accuracy, class_prior, balanced_accuracy;
    double mcc;
    int64_t test_looks;
};

struct wire_model_list {
    size_t n_items;
    struct wire_model_item *items;
    int64_t total;
    char next[96];
};

struct wire_model_query {
    int64_t limit;              /* 100 */
    char after[96];             /* the last page's next */
};

struct wire_model_deleted {
    char id[96];
};

extern const struct wire_field wire_model_epoch_fields[];
extern const struct wire_field wire_model_data_fields[];
extern const struct wire_field wire_model_part_fields[];
extern const struct wire_field wire_model_fit_fields[];
extern const struct wire_field wire_model_fields[];
extern const struct wire_field wire_model_item_fields[];
extern const struct wire_field wire_model_list_fields[];
extern const struct wire_field wire_model_query_fields[];
extern const struct wire_field wire_model_deleted_fields[];

WIRE_RELEASE(model_epoch)
WIRE_RELEASE(model_data)
WIRE_RELEASE(model_part)
WIRE_RELEASE(model)
WIRE_RELEASE(model_item)
WIRE_RELEASE(model_list)
WIRE_RELEASE(model_deleted)

#endif
