#include "domain/nn/train.h"

#include "base/mem.h"
#include "domain/nn/train_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Streams of the seed; 1 is network_randomize's. An epoch's number is added to the last. */
enum { DROPOUT_STREAM = 2, SHUFFLE_STREAM = 1000 };
enum { VALIDATION_ROWS = 256 };

static bool is_for_classes(const struct train *train)
{
    return train->job->settings.loss == TRAIN_CROSS_ENTROPY
           || train->job->settings.loss == TRAIN_FOCAL;
}

void train_balance(const struct train_samples *samples, size_t n_classes, double *ret_weights)
{
    for (size_t k = 0; k < n_classes; k++) {
        size_t n = 0;

        for (size_t r = 0; r < samples->rows; r++)
            n += (size_t)samples->labels[r] == k;
        ret_weights[k] = n ? (double)samples->rows / ((double)n_classes * (double)n) : 0;
    }
}

void train_shuffle(struct train *train)
{
    const struct train_job *job = train->job;
    struct random random = random_derive(job->settings.seed, SHUFFLE_STREAM + train->epoch);

    for (size_t r = 0; r < job->training.rows; r++)
        train->order[r] = (uint32_t)r;
    random_shuffle_u32(&random, train->order, job->training.rows);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void set_up(struct train *train)
{
    const struct train_job *job = train->job;
    const struct train_settings *settings = &job->settings;
    const size_t batch = smaller(settings->batch_size, job->training.rows);
    const size_t rows = batch > VALIDATION_ROWS ? batch : VALIDATION_ROWS;
    const struct kernel *kernel = job->kernel ? job->kernel : &kernel_f32;

    train->best = network_new(&job->shape);
    network_randomize(&train->best, settings->seed);
    train->learner = learner_new(kernel, &train->best, rows);
    train->optimizer = optimizer_of(settings);
    train->schedule = rate_schedule_new();
    train->dropout = random_derive(settings->seed, DROPOUT_STREAM);
    train->batches = (job->training.rows + batch - 1) / batch;
    train->order = mem_alloc(job->training.rows * sizeof(*train->order));
    train->history = mem_alloc(settings->epochs * sizeof(*train->history));
    train->x = mem_alloc(rows * (job->shape.inputs + job->shape.embedding) * kernel->size);
    train->symbols = mem_alloc(rows * sizeof(*train->symbols));
    train->labels = mem_alloc(rows * sizeof(*train->labels));
    train->targets = mem_alloc(rows * sizeof(*train->targets));
    train->weights = mem_alloc(rows * sizeof(*train->weights));
    if (settings->class_weights == TRAIN_BALANCED) {
        train->class_weights = mem_alloc(job->shape.outputs * sizeof(*train->class_weights));
        train_balance(&job->training, job->shape.outputs, train->class_weights);
    }
    train_shuffle(train);
}

bool train_new(const struct train_job *job, struct train *ret, struct error *err)
{
    if (!train_check(job, err))
        return false;
    *ret = (struct train){ .job = job };
    set_up(ret);
    return true;
}

void train_release(struct train *train)
{
    learner_release(&train->learner);
    network_release(&train->best);
    free(train->class_weights);
    free(train->order);
    free(train->history);
    free(train->x);
    free(train->labels);
    free(train->symbols);
    free(train->targets);
    free(train->weights);
    *train = (struct train){0};
}

/* n rows into the batch's arrays: those that order names, or, where it is NULL, from `from` on. */
static struct kernel_truth gather(struct train *train, const struct train_samples *samples,
                                  const uint32_t *order, size_t from, size_t n)
{
    const struct train_settings *settings = &train->job->settings;
    const size_t width = train->learner.net.layer[0].in, columns = samples->columns;

    for (size_t r = 0; r < n; r++) {
        const size_t row = order ? order[from + r] : from + r;

        train->learner.kernel->take(train->x, r, width, samples->x + row * columns, columns);
        if (samples->symbols)
            train->symbols[r] = samples->symbols[row];
        if (samples->labels)
            train->labels[r] = samples->labels[row];
        if (samples->targets)
            train->targets[r] = (double)samples->targets[row];
        if (samples->weights)
            train->weights[r] = (double)samples->weights[row];
    }
    if (samples->symbols)
        learner_embed(&train->learner, train->symbols, n, train->x);
    return (struct kernel_truth){
        .loss = settings->loss,
        .n_classes = train->job->shape.outputs,
        .focal_gamma = settings->focal_gamma,
        .huber_delta = settings->huber_delta,
        .labels = train->labels,
        .targets = train->targets,
    };
}

static void count_answers(struct train *train, size_t n, struct class_metrics *metrics)
{
    const struct learner *learner = &train->learner;
    const size_t last = learner->net.n_layers - 1, width = learner->net.layer[last].width;

    for (size_t r = 0; r < n; r++) {
        size_t answer = 0;

        for (size_t k = 1; k < metrics->n_classes; k++)
            if (learner->kernel->get(learner->room.out[last], r * width + k)
                > learner->kernel->get(learner->room.out[last], r * width + answer))
                answer = k;
        metrics->confusion[train->labels[r]][answer]++;
    }
}

static void validate(struct train *train, struct train_epoch *epoch)
{
    const struct train_samples *samples = &train->job->validation;
    struct class_metrics metrics = { .n_classes = train->job->shape.outputs };
    double sum = 0;

    for (size_t from = 0; from < samples->rows; from += VALIDATION_ROWS) {
        const size_t n = smaller(samples->rows - from, VALIDATION_ROWS);
        const struct kernel_truth truth = gather(train, samples, NULL, from, n);

        sum += (double)n * learner_score(&train->learner, train->x, n, &truth).loss;
        if (is_for_classes(train))
            count_answers(train, n, &metrics);
    }
    epoch->validation_loss = sum / (double)samples->rows;
    if (!is_for_classes(train)) {
        epoch->train_accuracy = epoch->validation_accuracy = epoch->balanced_accuracy = (double)NAN;
        return;
    }
    class_metrics_finish(&metrics);
    epoch->validation_accuracy = metrics.accuracy;
    epoch->balanced_accuracy = metrics.balanced_accuracy;
}

/* Of the declared monitor, turned so that more is better. */
static double monitored(const struct train *train, const struct train_epoch *epoch)
{
    switch (train->job->settings.early_stopping.monitor) {
    case TRAIN_VALIDATION_ACCURACY: return epoch->validation_accuracy;
    case TRAIN_BALANCED_ACCURACY:   return epoch->balanced_accuracy;
    default:                        return -epoch->validation_loss;
    }
}

static void judge(struct train *train, double value)
{
    const struct train_early_stopping *stopping = &train->job->settings.early_stopping;

    if (!train->best_epoch || value > train->best_value) {
        train->best_value = value;
        train->best_epoch = train->epoch;
        learner_store(&train->learner, &train->best);
    }
    if (train->epoch == 1 || value > train->stop_value + stopping->min_delta) {
        train->stop_value = value;
        train->idle_epochs = 0;
    } else {
        train->idle_epochs++;
    }
    train->is_over = train->epoch == train->job->settings.epochs
                     || (stopping->is_on && train->idle_epochs >= stopping->patience
                         && train->idle_epochs > 0);
}

static bool end_epoch(struct train *train, struct error *err)
{
    struct train_epoch *epoch = &train->history[train->epoch++];
    const double rows = (double)train->job->training.rows;

    epoch->learning_rate = train->optimizer.learning_rate;
    epoch->train_loss = train->loss_sum / rows;
    epoch->train_accuracy = (double)train->hits / rows;
    validate(train, epoch);
    if (!isfinite(epoch->validation_loss))
        return error_set(err, ERROR_BAD_DATA, "the validation loss of epoch %zu is not a number",
                         train->epoch);
    judge(train, monitored(train, epoch));
    train->optimizer.learning_rate =
        rate_schedule_next(&train->schedule, &train->job->settings.lr_scheduler, train->epoch,
                           epoch->validation_loss, epoch->learning_rate);
    train->batch = train->hits = 0;
    train->loss_sum = 0;
    if (!train->is_over)
        train_shuffle(train);
    return true;
}

bool train_step(struct train *train, struct error *err)
{
    const struct train_samples *samples = &train->job->training;
    const size_t size = train->job->settings.batch_size, from = train->batch * size;
    const size_t n = smaller(size, samples->rows - from);
    struct kernel_truth truth = gather(train, samples, train->order, from, n);
    struct kernel_score score;

    truth.class_weights = train->class_weights;
    truth.weights = samples->weights ? train->weights : NULL;
    score = learner_slope(&train->learner, train->x, n, &truth, &train->dropout);
    if (samples->symbols)
        learner_slope_embedding(&train->learner, train->symbols, n);
    train->batch++;
    if (!isfinite(score.loss)) {
        error_set(err, ERROR_BAD_DATA, "the loss is not a number in epoch %zu, batch %zu",
                  train->epoch + 1, train->batch);
        return error_suggest(err, "try a lower learning_rate or a gradient_clip, and look for "
                                  "empty or huge inputs");
    }
    learner_step(&train->learner, &train->optimizer);
    train->loss = score.loss;
    train->loss_sum += score.loss * (double)n;
    train->hits += score.hits;
    return train->batch < train->batches || end_epoch(train, err);
}

/* domain.md calls it 'no model': what answers every row alike has learned nothing to trade on. */
static bool check_answers(const struct train *train, struct error *err)
{
    const struct train_samples *samples = &train->job->validation;
    const size_t n_classes = train->job->shape.outputs;
    float *softmax = mem_alloc(samples->rows * n_classes * sizeof(*softmax));
    struct class_metrics metrics;

    network_predict_of(&train->best, samples->rows, samples->x, samples->symbols, softmax);
    metrics = class_metrics_of(n_classes, samples->rows, softmax, samples->labels);
    free(softmax);
    for (size_t k = 0; k < n_classes; k++)
        if (metrics.of[k].answers == samples->rows) {
            error_set(err, ERROR_NO_MODEL, "no model: the best epoch, %zu, answers all %zu "
                      "validation rows with class %zu", train->best_epoch, samples->rows, k);
            return error_suggest(err, "try balanced class_weights, other inputs or other labels");
        }
    return true;
}

bool train_finish(struct train *train, struct train_result *ret, struct error *err)
{
    if (is_for_classes(train) && !check_answers(train, err))
        return false;
    *ret = (struct train_result){
        .network = network_copy(&train->best),
        .epochs = train->epoch,
        .best_epoch = train->best_epoch,
        .has_stopped_early = train->epoch < train->job->settings.epochs,
        .history = mem_alloc(train->epoch * sizeof(*ret->history)),
    };
    memcpy(ret->history, train->history, train->epoch * sizeof(*ret->history));
    return true;
}

void train_result_release(struct train_result *result)
{
    network_release(&result->network);
    free(result->history);
    *result = (struct train_result){0};
}

struct train_progress train_look(const struct train *train)
{
    const bool is_between = train->batch == 0;      /* the epoch that just ended is told whole */

    return (struct train_progress){
        .epoch = is_between ? train->epoch : train->epoch + 1,
        .epochs = train->job->settings.epochs,
        .batch = is_between ? train->batches : train->batch,
        .batches = train->batches,
        .loss = train->loss,
        .last = train->epoch ? &train->history[train->epoch - 1] : NULL,
    };
}

bool train_run(const struct train_job *job, const struct train_watch *watch,
               struct train_result *ret, struct error *err)
{
    struct train OWNED(train_release) train = {0};

    if (!train_new(job, &train, err))
        return false;
    while (!train.is_over) {
        if (!train_step(&train, err))
            return false;

        const struct train_progress progress = train_look(&train);

        if (watch && watch->go_on && !watch->go_on(watch->arg, &progress))
            return error_set(err, ERROR_CANCELLED, "training was cancelled in epoch %zu of %zu",
                             progress.epoch, progress.epochs);
    }
    return train_finish(&train, ret, err);
}
