#include "managers/sweep_table.h"

#include "base/mem.h"
#include "domain/statistics.h"
#include "wire/wire_children.h"
#include "wire/wire_training.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [SWEEP_TABLE_LOG_LOSS] = "log_loss", [SWEEP_TABLE_BALANCED] = "balanced_accuracy",
    [SWEEP_TABLE_ACCURACY] = "accuracy", [SWEEP_TABLE_MCC] = "mcc",
};

const char *sweep_table_metric_name(enum sweep_table_metric metric)
{
    return names[metric];
}

enum sweep_table_metric sweep_table_metric_find(const char *name)
{
    for (int i = 0; i < SWEEP_TABLE_METRICS; i++)
        if (!strcmp(names[i], name))
            return (enum sweep_table_metric)i;
    return SWEEP_TABLE_LOG_LOSS;
}

/* ---- one trial ---- */

static void take_priors(const struct wire_metrics *metrics, struct sweep_table_trial *trial)
{
    size_t n_classes = 0;

    trial->class_prior = metrics->class_prior;
    trial->log_loss_prior = 0;
    for (size_t i = 0; i < metrics->n_label_shares; i++) {
        const double share = metrics->label_shares[i];

        if (share > 0) {
            trial->log_loss_prior -= share * log(share);
            n_classes++;
        }
    }
    trial->balanced_prior = n_classes ? 1 / (double)n_classes : (double)NAN;
    if (!n_classes)
        trial->log_loss_prior = (double)NAN;
}

void sweep_table_take(const struct wire_training_result *result, struct sweep_table_trial *trial)
{
    const struct wire_metrics *metrics = result->validation;

    snprintf(trial->model_id, sizeof(trial->model_id), "%s", result->model_id);
    if (!metrics)
        return;
    trial->metric[SWEEP_TABLE_LOG_LOSS] = metrics->log_loss;
    trial->metric[SWEEP_TABLE_BALANCED] = metrics->balanced_accuracy;
    trial->metric[SWEEP_TABLE_ACCURACY] = metrics->accuracy;
    trial->metric[SWEEP_TABLE_MCC] = metrics->mcc;
    take_priors(metrics, trial);
}

/* ---- which combination it is of ---- */

static bool has_text(const struct wire_training_request *trial, const char *text)
{
    for (size_t i = 0; i < trial->n_overrides; i++)
        if (!strcmp(trial->overrides[i], text))
            return true;
    return false;
}

static bool is_same(const struct wire_training_request *a, const struct wire_training_request *b)
{
    if (a->n_overrides != b->n_overrides)
        return false;
    for (size_t i = a->n_overrides; i-- > 0;)       /* what differs comes last */
        if (strcmp(a->overrides[i], b->overrides[i]) != 0)
            return false;
    return true;
}

static void find_rows(const struct wire_training_request *trials, size_t n, size_t *row,
                      size_t *first, size_t *ret_n)
{
    size_t n_rows = 0;

    for (size_t i = 0; i < n; i++) {
        size_t at = 0;

        while (at < n_rows && !is_same(&trials[first[at]], &trials[i]))
            at++;
        if (at == n_rows)
            first[n_rows++] = i;
        row[i] = at;
    }
    *ret_n = n_rows;
}

/* Those that not all rows have. */
static void fill_values(const struct wire_training_request *trials, const size_t *first,
                        size_t n_rows, struct wire_sweep_row *rows)
{
    const struct wire_training_request *one = &trials[first[0]];
    bool *is_common = mem_alloc((one->n_overrides + 1) * sizeof(*is_common));

    for (size_t i = 0; i < one->n_overrides; i++) {
        is_common[i] = true;
        for (size_t r = 1; r < n_rows && is_common[i]; r++)
            is_common[i] = has_text(&trials[first[r]], one->overrides[i]);
    }
    for (size_t r = 0; r < n_rows; r++) {
        const struct wire_training_request *trial = &trials[first[r]];

        rows[r].values = mem_alloc((trial->n_overrides + 1) * sizeof(*rows[r].values));
        for (size_t i = 0; i < trial->n_overrides; i++) {
            bool is_told = false;

            for (size_t k = 0; k < one->n_overrides && !is_told; k++)
                is_told = is_common[k] && !strcmp(one->overrides[k], trial->overrides[i]);
            if (!is_told || n_rows == 1)
                rows[r].values[rows[r].n_values++] = mem_text(trial->overrides[i]);
        }
    }
    free(is_common);
}

static bool read_trials(const struct wire_children_request *children,
                        struct wire_training_request *trials, size_t *ret_read,
                        struct error *err)
{
    for (*ret_read = 0; *ret_read < children->n_items; ++*ret_read) {
        const struct wire_children_item *item = &children->items[*ret_read];

        if (item->type != WIRE_OPERATION_TRAINING)
            return error_set(err, ERROR_INVALID, "it is a batch of other work than trainings");
        if (!wire_decode(wire_training_request_fields, WIRE_TOLERANT, item->request,
                         strlen(item->request), &trials[*ret_read], err))
            return false;
    }
    return true;
}

bool sweep_table_rows(const struct wire_children_request *children, size_t *row,
                      struct wire_sweep_row **ret_rows, size_t *ret_n, struct error *err)
{
    const size_t n = children->n_items;
    struct wire_training_request *trials = mem_alloc((n + 1) * sizeof(*trials));
    size_t *first = mem_alloc((n + 1) * sizeof(*first)), n_read;
    const bool ok = read_trials(children, trials, &n_read, err) && n;

    if (ok) {
        find_rows(trials, n, row, first, ret_n);
        *ret_rows = mem_alloc(*ret_n * sizeof(**ret_rows));
        for (size_t r = 0; r < *ret_n; r++)
            wire_clear(wire_sweep_row_fields, &(*ret_rows)[r]);
        fill_values(trials, first, *ret_n, *ret_rows);
    }
    for (size_t i = 0; i < n_read; i++)
        wire_training_request_release(&trials[i]);
    free(trials);
    free(first);
    return ok;
}

/* ---- medians ---- */

static bool is_better(enum sweep_table_metric metric, double a, double b)
{
    return metric == SWEEP_TABLE_LOG_LOSS ? a < b : a > b;
}

struct column {
    double *values;
    size_t n;
};

/* A trial that failed is worse than any that did not: else the median would be of survivors. */
static double value_of(const struct sweep_table_trial *trial, enum sweep_table_metric metric)
{
    const double worst = metric == SWEEP_TABLE_LOG_LOSS ? (double)INFINITY : -(double)INFINITY;

    if (trial->state == WIRE_OPERATION_FAILED)
        return worst;
    return trial->state == WIRE_OPERATION_COMPLETED ? trial->metric[metric] : (double)NAN;
}

static double median_of(const struct sweep_table_trial *trials, size_t n, size_t row,
                        enum sweep_table_metric metric, struct column *room)
{
    double median = (double)NAN;

    room->n = 0;
    for (size_t i = 0; i < n; i++)
        if (trials[i].row == row && !isnan(value_of(&trials[i], metric)))
            room->values[room->n++] = value_of(&trials[i], metric);
    statistics_sort(room->values, room->n);
    if (room->n)
        median = statistics_quantile(room->values, room->n, 0.5);
    return isfinite(median) ? median : (double)NAN;
}

/* The trial with as many before it as after; of two the worse. */
static void choose_model(const struct sweep_table_trial *trials, size_t n, size_t at,
                         enum sweep_table_metric metric, struct column *sorted,
                         struct wire_sweep_row *row)
{
    const size_t half = sorted->n / 2;
    const size_t place = metric == SWEEP_TABLE_LOG_LOSS ? half : sorted->n - 1 - half;

    for (size_t i = 0; i < n && sorted->n; i++)
        if (trials[i].row == at && trials[i].state == WIRE_OPERATION_COMPLETED &&
            trials[i].metric[metric] == sorted->values[place]) {
            snprintf(row->model_id, sizeof(row->model_id), "%s", trials[i].model_id);
            return;
        }
}

static void count(const struct sweep_table_trial *trials, size_t n, size_t at,
                  enum sweep_table_metric metric, struct wire_sweep_row *row)
{
    row->seeds = row->completed = row->failed = 0;
    for (size_t i = 0; i < n; i++) {
        const struct sweep_table_trial *trial = &trials[i];

        if (trial->row != at)
            continue;
        row->seeds++;
        if (trial->state == WIRE_OPERATION_FAILED && !row->failed++)
            snprintf(row->error, sizeof(row->error), "%s", trial->error);
        if (trial->state != WIRE_OPERATION_COMPLETED)
            continue;
        if (!row->completed++) {
            const double priors[] = { trial->log_loss_prior, trial->balanced_prior,
                                      trial->class_prior, 0 };
            row->class_prior = trial->class_prior;
            row->prior = priors[metric];
        }
    }
}

static void fill(const struct sweep_table_trial *trials, size_t n, size_t at,
                 enum sweep_table_metric metric, struct column *room, struct wire_sweep_row *row)
{
    count(trials, n, at, metric, row);
    row->log_loss = median_of(trials, n, at, SWEEP_TABLE_LOG_LOSS, room);
    row->balanced_accuracy = median_of(trials, n, at, SWEEP_TABLE_BALANCED, room);
    row->accuracy = median_of(trials, n, at, SWEEP_TABLE_ACCURACY, room);
    row->mcc = median_of(trials, n, at, SWEEP_TABLE_MCC, room);
    row->median = median_of(trials, n, at, metric, room);
    if (!isfinite(row->median))
        return;
    row->low = (double)INFINITY;
    row->high = -(double)INFINITY;
    for (size_t i = 0; i < room->n; i++)
        if (isfinite(room->values[i])) {
            row->low = fmin(row->low, room->values[i]);
            row->high = fmax(row->high, room->values[i]);
        }
    choose_model(trials, n, at, metric, room, row);
}

/* ---- order ---- */

static bool goes_before(enum sweep_table_metric metric, const struct wire_sweep_row *a,
                        const struct wire_sweep_row *b)
{
    if (!isfinite(a->median) || !isfinite(b->median))
        return isfinite(a->median) && !isfinite(b->median);
    return is_better(metric, a->median, b->median);
}

/* By insertion: rows are few, and equal ones stay as they are. */
static void sort(enum sweep_table_metric metric, struct wire_sweep_row *rows, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct wire_sweep_row row = rows[i];
        size_t at = i;

        for (; at > 0 && goes_before(metric, &row, &rows[at - 1]); at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

void sweep_table_fill(const struct sweep_table_trial *trials, size_t n_trials,
                      enum sweep_table_metric metric, struct wire_sweep_row *rows, size_t n_rows)
{
    struct column room = { mem_alloc((n_trials + 1) * sizeof(double)), 0 };

    for (size_t r = 0; r < n_rows; r++)
        fill(trials, n_trials, r, metric, &room, &rows[r]);
    sort(metric, rows, n_rows);
    free(room.values);
}
