#include "domain/nn/train_check.h"

#include <math.h>

static bool is_for_numbers(const struct train_job *job)
{
    return job->settings.loss == TRAIN_HUBER || job->settings.loss == TRAIN_MSE;
}

static bool check_settings(const struct train_settings *settings, struct error *err)
{
    if (!(settings->learning_rate > 0 && isfinite(settings->learning_rate)))
        return error_set(err, ERROR_INVALID, "the learning rate must be above 0, not %g",
                         settings->learning_rate);
    if (!(settings->weight_decay >= 0 && isfinite(settings->weight_decay)))
        return error_set(err, ERROR_INVALID, "the weight decay must not be negative");
    if (!(settings->momentum >= 0 && settings->momentum < 1))
        return error_set(err, ERROR_INVALID, "momentum lies in 0 to < 1, not %g",
                         settings->momentum);
    if (!(settings->gradient_clip >= 0))
        return error_set(err, ERROR_INVALID, "the gradient clip must not be negative");
    if (!settings->batch_size || !settings->epochs)
        return error_set(err, ERROR_INVALID, "batch size and epochs are at least 1");
    if (settings->loss == TRAIN_FOCAL && !(settings->focal_gamma >= 0))
        return error_set(err, ERROR_INVALID, "focal gamma must not be negative");
    if (settings->loss == TRAIN_HUBER && !(settings->huber_delta > 0))
        return error_set(err, ERROR_INVALID, "huber delta must be above 0");
    if (settings->lr_scheduler.type == TRAIN_STEP && !settings->lr_scheduler.step_size)
        return error_set(err, ERROR_INVALID, "the step schedule needs a step size of at least 1");
    return true;
}

static bool check_labels(const struct train_samples *samples, size_t n_classes, const char *part,
                         struct error *err)
{
    if (!samples->labels)
        return error_set(err, ERROR_INVALID, "the %s rows have no labels", part);
    for (size_t r = 0; r < samples->rows; r++)
        if (samples->labels[r] < 0 || (size_t)samples->labels[r] >= n_classes)
            return error_set(err, ERROR_INVALID, "label %d of %s row %zu is none of %zu classes",
                             (int)samples->labels[r], part, r, n_classes);
    return true;
}

static bool check_targets(const struct train_samples *samples, const char *part, struct error *err)
{
    if (!samples->targets)
        return error_set(err, ERROR_INVALID, "the %s rows have no targets", part);
    for (size_t r = 0; r < samples->rows; r++)
        if (!isfinite(samples->targets[r]))
            return error_set(err, ERROR_BAD_DATA, "the target of %s row %zu is not a number",
                             part, r);
    return true;
}

static bool check_samples(const struct train_job *job, const struct train_samples *samples,
                          const char *part, struct error *err)
{
    if (!samples->rows)
        return error_set(err, ERROR_INVALID, "there are no %s rows", part);
    if (samples->rows > UINT32_MAX)
        return error_set(err, ERROR_TOO_LARGE, "more than 2^32 %s rows", part);
    if (samples->columns != job->shape.inputs)
        return error_set(err, ERROR_INVALID, "the %s rows have %zu columns, the network %zu inputs",
                         part, samples->columns, job->shape.inputs);
    if (!samples->symbols != !job->shape.symbols)
        return error_set(err, ERROR_INVALID, "the %s rows and the network do not agree on whether "
                         "there are symbols", part);
    for (size_t r = 0; samples->symbols && r < samples->rows; r++)
        if (samples->symbols[r] >= job->shape.symbols)
            return error_set(err, ERROR_INVALID, "symbol %u of %s row %zu is none of %zu",
                             samples->symbols[r], part, r, job->shape.symbols);
    for (size_t r = 0; samples->weights && r < samples->rows; r++)
        if (!(samples->weights[r] > 0 && isfinite(samples->weights[r])))
            return error_set(err, ERROR_INVALID, "the weight of %s row %zu is not above 0",
                             part, r);
    return is_for_numbers(job) ? check_targets(samples, part, err)
                               : check_labels(samples, job->shape.outputs, part, err);
}

static bool check_outputs(const struct train_job *job, struct error *err)
{
    const size_t outputs = job->shape.outputs;

    if (!is_for_numbers(job))
        return (outputs >= 2 && outputs <= CLASS_METRICS_CLASSES)
               || error_set(err, ERROR_INVALID, "a classifier has 2 to %d classes, not %zu",
                            CLASS_METRICS_CLASSES, outputs);
    if (outputs != 1)
        return error_set(err, ERROR_INVALID, "a net for numbers has one output, not %zu", outputs);
    if (job->settings.early_stopping.monitor != TRAIN_VALIDATION_LOSS)
        return error_set(err, ERROR_INVALID, "a net for numbers has no accuracy to watch");
    if (job->settings.class_weights != TRAIN_UNWEIGHTED)
        return error_set(err, ERROR_INVALID, "a net for numbers has no classes to weigh");
    return true;
}

bool train_check(const struct train_job *job, struct error *err)
{
    return network_shape_check(&job->shape, err) && check_outputs(job, err)
           && check_settings(&job->settings, err)
           && check_samples(job, &job->training, "training", err)
           && check_samples(job, &job->validation, "validation", err);
}
