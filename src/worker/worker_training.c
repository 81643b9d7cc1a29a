#include "worker/worker_training.h"

#include "base/buf.h"
#include "base/mem.h"
#include "domain/nn/train.h"
#include "wire/wire_worker.h"
#include "worker/worker_check.h"
#include "worker/worker_checkpoint.h"
#include "worker/worker_dataset.h"
#include "worker/worker_input.h"
#include "worker/worker_metrics.h"
#include "worker/worker_model.h"
#include "worker/worker_report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct training {
    const struct wire_worker_request *request;
    struct worker_input input;
    struct worker_dataset dataset;
    struct split split;
    struct train_job job;
    struct train_result result;
    float *x[2];                    /* training, validation */
    int32_t *classes[2];
    size_t epoch_told;
    struct worker_checkpoint checkpoint;
    double before;                  /* epochs that an earlier attempt did */
    struct timespec began, epoch_began;
};

static double seconds_since(const struct timespec *began)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - began->tv_sec) + 1e-9 * (double)(now.tv_nsec - began->tv_nsec);
}

/* ---- progress ---- */

static void tell_epoch(struct training *training, size_t epoch, const struct train_epoch *done)
{
    struct wire_model_epoch metric;

    wire_clear(wire_model_epoch_fields, &metric);
    metric.epoch = (int64_t)epoch;
    metric.train_loss = done->train_loss;
    metric.validation_loss = done->validation_loss;
    metric.validation_accuracy = done->validation_accuracy;
    metric.balanced_accuracy = done->balanced_accuracy;
    metric.learning_rate = done->learning_rate;
    metric.seconds = seconds_since(&training->epoch_began);
    clock_gettime(CLOCK_MONOTONIC, &training->epoch_began);
    worker_report_metric(&metric);
}

static void tell_progress(struct training *training, const struct train_progress *now)
{
    const double done = (double)(now->epoch - 1) + (double)now->batch / (double)now->batches;
    const double seconds = seconds_since(&training->began);
    const double rows = (double)training->job.training.rows;
    const double here = done - training->before;
    const char *note = training->checkpoint.note, *and = note[0] ? "; " : "";
    struct wire_operation_progress progress;

    wire_clear(wire_operation_progress_fields, &progress);
    progress.done = done;
    progress.total = (double)now->epochs;
    progress.percent = 100 * done / progress.total;
    progress.rate = seconds > 0 ? here * rows / seconds : NAN;
    progress.eta_seconds = here > 0 ? seconds * (progress.total - done) / here : NAN;
    snprintf(progress.unit, sizeof(progress.unit), "epochs");
    snprintf(progress.phase, sizeof(progress.phase), "epoch %zu of %zu", now->epoch, now->epochs);
    if (now->last)
        snprintf(progress.message, sizeof(progress.message),
                 "loss %.4f, validation loss %.4f, %.0f rows/s%s%s", now->last->train_loss,
                 now->last->validation_loss, progress.rate, and, note);
    worker_report_progress(&progress);
}

/* Called after every batch; the text is made only when it may be sent. */
static void tell(struct training *training, const struct train_progress *now)
{
    if (now->epoch > training->epoch_told + 1 && now->last) {
        training->epoch_told = now->epoch - 1;
        tell_epoch(training, training->epoch_told, now->last);
    }
    if (now->batch % 64 == 0 || now->batch == now->batches)
        tell_progress(training, now);
}

/* ---- the stages ---- */

static bool prepare(struct training *training, struct error *err)
{
    const struct wire_worker_request *request = training->request;
    const struct wire_training_request *wanted = request->training;
    const struct worker_dataset_source source = { request->strategy_text, request->strategy_label,
                                                  wanted->n_overrides, wanted->overrides };
    struct worker_dataset *dataset = &training->dataset;

    worker_report_phase("loading", 0);
    if (!worker_input_open(request, &training->input, err) ||
        !worker_dataset_start(&source, dataset, err))
        return false;
    worker_report_phase("features", 0);
    worker_dataset_unfit(dataset, &training->input);
    if (!worker_dataset_compute(dataset, &training->input, err))
        return false;
    worker_report_phase("labels", 0);
    return worker_dataset_label(dataset, err) &&
           split_make(&dataset->strategy.split, dataset->rows, dataset->n_rows, &training->split,
                      err) &&
           worker_dataset_fit(dataset, &training->input, &training->split, err) &&
           worker_check_training(dataset, &training->input, err) &&
           worker_report_check(err);
}

static void fill_samples(struct training *training, enum split_part part,
                         struct train_samples *samples)
{
    const size_t *rows = training->split.rows[part];
    const size_t n = training->split.count[part];

    training->x[part] = worker_dataset_x(&training->dataset, rows, n);
    training->classes[part] = worker_dataset_classes(&training->dataset, rows, n);
    *samples = (struct train_samples){
        .rows = n, .columns = training->dataset.plan.n_columns,
        .x = training->x[part], .labels = training->classes[part],
    };
}

static void make_job(struct training *training)
{
    const struct strategy *strategy = &training->dataset.strategy;
    struct train_job *job = &training->job;

    worker_report_phase("samples", 0);
    job->shape = strategy->shape;
    job->shape.inputs = training->dataset.plan.n_columns;
    job->shape.outputs = SIGNAL_COUNT;
    job->settings = strategy->training;
    job->settings.seed = (uint64_t)training->request->seed;
    fill_samples(training, SPLIT_TRAIN, &job->training);
    fill_samples(training, SPLIT_VALIDATION, &job->validation);
}

/* Asked to stop, it leaves what the next attempt needs to go on with this very batch. */
static bool stop(struct training *training, const struct train *train, struct error *err)
{
    worker_checkpoint_write(&training->checkpoint, train);
    return error_set(err, ERROR_CANCELLED, "training was cancelled in epoch %zu of %zu",
                     train_look(train).epoch, train->job->settings.epochs);
}

static bool step(struct training *training, struct train *train, struct error *err)
{
    while (!train->is_over) {
        if (!train_step(train, err))
            return false;

        const struct train_progress now = train_look(train);

        tell(training, &now);
        if (!worker_report_goes_on())
            return stop(training, train, err);
        worker_checkpoint_keep(&training->checkpoint, train);
    }
    return train_finish(train, &training->result, err);
}

/* Also of one that is over before its first progress. */
static void say_first_epoch(const struct training *training, const struct train *train)
{
    const size_t epochs = training->job.settings.epochs;
    char phase[48];

    if (train->is_over)
        return;
    snprintf(phase, sizeof(phase), "epoch %zu of %zu", train->epoch + 1, epochs);
    worker_report_phase(phase, 100 * training->before / (double)epochs);
}

static bool fit(struct training *training, struct error *err)
{
    OWNED(train_release) struct train train = {0};

    if (!train_new(&training->job, &train, err))
        return false;
    worker_checkpoint_start(&training->checkpoint, training->request, &training->dataset);
    worker_checkpoint_resume(&training->checkpoint, training->request, &train);
    training->epoch_told = train.epoch;
    training->before = (double)train.epoch + (double)train.batch / (double)train.batches;
    clock_gettime(CLOCK_MONOTONIC, &training->began);
    training->epoch_began = training->began;
    say_first_epoch(training, &train);
    if (!step(training, &train, err))
        return false;
    for (size_t e = training->epoch_told; e < training->result.epochs; e++)
        tell_epoch(training, e + 1, &training->result.history[e]);
    return true;
}

static bool save(struct training *training, struct buf *ret_json, struct error *err)
{
    struct worker_model_made made = {
        .request = training->request, .dataset = &training->dataset, .split = &training->split,
        .result = &training->result, .input = &training->input,
        .seconds = seconds_since(&training->began),
        .resumed_from_epoch = training->checkpoint.resumed_from,
        .resume_note = training->checkpoint.note,
    };

    worker_report_phase("saving", 100);
    return worker_model_save(&made, ret_json, err);
}

static bool check_supported(const struct strategy *strategy, struct error *err)
{
    if (strategy->decisions.output == STRATEGY_REGRESSION)
        return error_set(err, ERROR_INVALID, "decisions.output_format: 'regression' is not "
                                             "supported yet");
    return !strategy->symbol_embedding ||
           error_set(err, ERROR_INVALID, "model.symbol_embedding_dim is not supported yet");
}

static void release(struct training *training)
{
    for (int part = 0; part < 2; part++) {
        free(training->x[part]);
        free(training->classes[part]);
    }
    train_result_release(&training->result);
    split_release(&training->split);
    worker_dataset_release(&training->dataset);
    worker_input_release(&training->input);
}

bool worker_training_run(const struct wire_worker_request *request, struct buf *ret_json,
                         struct error *err)
{
    struct training training = { .request = request };
    bool ok = prepare(&training, err) && check_supported(&training.dataset.strategy, err);

    if (ok) {
        make_job(&training);
        ok = fit(&training, err) && save(&training, ret_json, err);
    }
    release(&training);
    return ok;
}
