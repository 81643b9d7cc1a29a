/*
 * train - fits a network to training rows, and keeps the epoch that did best on validation rows.
 *
 * Everything random comes from the seed. Rows are shuffled inside the training part, anew each
 * epoch; the last batch of an epoch may be smaller. After each epoch the validation rows are
 * answered without dropout and without weights. The best epoch has the best value of the monitor;
 * early stopping counts the epochs since one that was better than the best before it by more than
 * min_delta.
 *
 * All that changes from batch to batch is in struct train, in plain arrays and numbers, and a batch
 * is one train_step(): checkpoint.h puts them into bytes, and back.
 */
#ifndef DOMAIN_NN_TRAIN_H
#define DOMAIN_NN_TRAIN_H

#include "domain/nn/class_metrics.h"
#include "domain/nn/learner.h"
#include "domain/nn/rate_schedule.h"

struct train_samples {
    size_t rows, columns;
    const float *x;                     /* rows x columns */
    const int32_t *labels;              /* for cross entropy and focal: below shape.outputs */
    const float *targets;               /* for huber and mse */
    const float *weights;               /* above 0, or NULL: all alike; of training only */
    const uint32_t *symbols;            /* of each row, below shape.symbols; NULL without them */
};

struct train_job {
    struct network_shape shape;
    struct train_settings settings;
    struct train_samples training, validation;
    const struct kernel *kernel;        /* NULL: float32 */
};

struct train_epoch {
    double learning_rate;
    double train_loss, train_accuracy;  /* weighted, as seen while learning, with dropout */
    double validation_loss, validation_accuracy, balanced_accuracy;
};                                      /* accuracies of a net for numbers are NaN */

struct train_progress {
    size_t epoch, epochs;               /* the one at work, from 1 */
    size_t batch, batches;              /* done of this epoch */
    double loss;                        /* of the last batch */
    const struct train_epoch *last;     /* the last whole epoch, or NULL */
};

/* Called after every batch; false ends the training with ERROR_CANCELLED. */
struct train_watch {
    bool (*go_on)(void *arg, const struct train_progress *progress);
    void *arg;
};

struct train {
    const struct train_job *job;        /* lent until the end */
    struct learner learner;
    struct optimizer optimizer;         /* with the rate of this epoch */
    struct rate_schedule schedule;
    struct random dropout;
    double *class_weights;              /* NULL: none */
    uint32_t *order;                    /* of the training rows in this epoch: of seed and epoch */
    size_t epoch, batch, batches;       /* done so far; batch and batches of this epoch */
    double loss_sum;                    /* over the rows of this epoch so far */
    size_t hits;
    double loss;                        /* of the last batch */
    struct train_epoch *history;        /* room for all epochs, `epoch` of them filled */
    struct network best;
    size_t best_epoch;                  /* from 1; 0: none yet */
    double best_value, stop_value;
    size_t idle_epochs;
    bool is_over;
    void *x;                            /* of one batch, as the kernel wants them */
    int32_t *labels;
    uint32_t *symbols;
    double *targets, *weights;
};

struct train_result {
    struct network network;             /* the best epoch's weights */
    size_t epochs, best_epoch;          /* epochs done; best_epoch from 1 */
    bool has_stopped_early;
    struct train_epoch *history;        /* of all epochs done */
};

CHECKED bool train_run(const struct train_job *job, const struct train_watch *watch,
                       struct train_result *ret, struct error *err);
void train_result_release(struct train_result *result);

/* The same in steps. ERROR_INVALID where the job makes no sense; ERROR_BAD_DATA where the loss is
 * no number any more, or, at the end, where the best epoch answers every validation row alike. */
CHECKED bool train_new(const struct train_job *job, struct train *ret, struct error *err);
CHECKED bool train_step(struct train *train, struct error *err);    /* until is_over */
struct train_progress train_look(const struct train *train);        /* after a step */
void train_shuffle(struct train *train);                            /* order, of seed and epoch */
CHECKED bool train_finish(struct train *train, struct train_result *ret, struct error *err);
void train_release(struct train *train);

/* What balanced class weights are: n / (K n_c); 0 for a class without a row. */
void train_balance(const struct train_samples *samples, size_t n_classes, double *ret_weights);

#endif
