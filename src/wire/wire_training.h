/* wire_training - a training asked for, and what came of it. */
#ifndef WIRE_WIRE_TRAINING_H
#define WIRE_WIRE_TRAINING_H

#include "wire/wire.h"
#include "wire/wire_model.h"

#define WIRE_TRAINING_START "/api/v1/trainings"

/* Strategy is a name in the strategies folder, or strategy_text is the file itself. */
struct wire_training_request {
    char strategy[65];
    char *strategy_text;
    char strategy_label[256];   /* the file's name, for messages */
    size_t n_symbols;
    char **symbols;             /* none: as the strategy says */
    size_t n_timeframes;
    char **timeframes;
    char start_date[32];        /* inclusive */
    char end_date[32];
    int64_t seed;               /* 42 */
    char name[65];              /* of the model; the strategy's */
    size_t n_overrides;
    char **overrides;           /* "training.learning_rate=0.01" */
    char lockbox[16];           /* "1y": seals the last year first, and does not look at it */
    char walk[65];              /* of a walk-forward's: the hash it has in the ledger */
    /* Only of the body that starts a batch: what an item leaves out is as above, and its overrides
     * come after those above. */
    size_t n_items;
    struct wire_training_request *items;
};

struct wire_training_result {
    char model_id[96];
    char name[65];
    char strategy[65];
    size_t n_symbols;
    char **symbols;
    size_t n_timeframes;
    char **timeframes;
    int64_t features, seed, epochs_run, epoch_chosen;
    int64_t resumed_from_epoch;     /* whole epochs that an earlier attempt had done; or unknown */
    char resume_note[200];          /* of an attempt after the first */
    char chosen_because[200];
    double seconds;
    struct wire_model_part *train_part;
    struct wire_model_part *validation_part;
    struct wire_model_part *test_part;
    struct wire_metrics *train;
    struct wire_metrics *validation;
    size_t n_warnings;
    char **warnings;
};

extern const struct wire_field wire_training_request_fields[];    /* one, without items */
extern const struct wire_field wire_training_start_fields[];      /* one, or a batch */
extern const struct wire_field wire_training_result_fields[];

WIRE_RELEASE(training_request)

static inline void wire_training_start_release(struct wire_training_request *it)
{
    wire_release(wire_training_start_fields, it);
}

WIRE_RELEASE(training_result)

#endif
