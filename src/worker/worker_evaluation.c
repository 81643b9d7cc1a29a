#include "worker/worker_evaluation.h"

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "wire/wire_worker.h"
#include "worker/worker_input.h"
#include "worker/worker_metrics.h"
#include "worker/worker_report.h"
#include "worker/worker_saved.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct evaluation {
    const struct wire_worker_request *request;
    struct worker_input input;
    struct worker_saved saved;
    int64_t from, until;            /* of the rows; until is exclusive */
    size_t *rows;
    size_t n_rows;
};

/* Its test part, unless dates were told. */
static bool find_dates(struct evaluation *evaluation, struct error *err)
{
    const struct wire_evaluation_request *wanted = evaluation->request->evaluation;
    const struct wire_model_part *test = evaluation->saved.told.test_part;

    if (!test)
        return error_set(err, ERROR_BAD_DATA, "model '%s' has no test part",
                         evaluation->saved.told.id);
    evaluation->from = test->start;
    evaluation->until = test->end + 1;
    if (wanted->start_date[0] && !date_parse_day(wanted->start_date, &evaluation->from, err))
        return false;
    if (wanted->end_date[0]) {
        if (!date_parse_day(wanted->end_date, &evaluation->until, err))
            return false;
        evaluation->until += DATE_DAY;
    }
    return true;
}

static bool choose_rows(struct evaluation *evaluation, struct error *err)
{
    const struct worker_dataset *dataset = &evaluation->saved.dataset;

    evaluation->rows = mem_alloc(dataset->n_rows * sizeof(*evaluation->rows));
    for (size_t i = 0; i < dataset->n_rows; i++)
        if (dataset->rows[i].time >= evaluation->from && dataset->rows[i].time < evaluation->until)
            evaluation->rows[evaluation->n_rows++] = i;
    return evaluation->n_rows ||
           error_set(err, ERROR_BAD_DATA, "no bar on these dates has a settled label");
}

static bool prepare(struct evaluation *evaluation, struct error *err)
{
    const struct wire_worker_request *request = evaluation->request;
    struct worker_dataset *dataset = &evaluation->saved.dataset;

    worker_report_phase("loading", 0);
    if (!worker_saved_open(request->model_folder, &evaluation->saved, err) ||
        !worker_input_open(request, &evaluation->input, err))
        return false;
    worker_report_phase("features", 10);
    if (!worker_dataset_compute(dataset, &evaluation->input, err))
        return false;
    worker_report_phase("labels", 60);
    return worker_dataset_label(dataset, err) && find_dates(evaluation, err) &&
           choose_rows(evaluation, err);
}

static double accuracy_of(const struct wire_metrics *metrics)
{
    return metrics ? metrics->accuracy : (double)NAN;
}

/* What it says of the model is borrowed from the model. */
static void print_result(const struct evaluation *evaluation, struct buf *ret_json)
{
    const struct wire_model *told = &evaluation->saved.told;
    const struct wire_evaluation_request *wanted = evaluation->request->evaluation;
    const struct split_row *rows = evaluation->saved.dataset.rows;
    struct wire_evaluation_result result;

    wire_clear(wire_evaluation_result_fields, &result);
    snprintf(result.model_id, sizeof(result.model_id), "%s", told->id);
    snprintf(result.name, sizeof(result.name), "%s", told->name);
    result.n_symbols = told->n_symbols;
    result.symbols = told->symbols;
    result.n_timeframes = told->n_timeframes;
    result.timeframes = told->timeframes;
    snprintf(result.part, sizeof(result.part), "%s",
             wanted->start_date[0] || wanted->end_date[0] ? "dates" : "test");
    result.start = rows[evaluation->rows[0]].time;
    result.end = rows[evaluation->rows[evaluation->n_rows - 1]].time;
    result.looks = 0;
    result.train_accuracy = accuracy_of(told->train);
    result.validation_accuracy = accuracy_of(told->validation);
    worker_metrics_measure(&evaluation->saved.network, &evaluation->saved.dataset,
                           evaluation->rows, evaluation->n_rows, &result.metrics);
    wire_encode(wire_evaluation_result_fields, &result, ret_json);
    wire_metrics_release(&result.metrics);
}

bool worker_evaluation_run(const struct wire_worker_request *request, struct buf *ret_json,
                           struct error *err)
{
    struct evaluation evaluation = { .request = request };
    const bool ok = prepare(&evaluation, err);

    worker_report_phase("measuring", 80);
    if (ok)
        print_result(&evaluation, ret_json);
    free(evaluation.rows);
    worker_saved_release(&evaluation.saved);
    worker_input_release(&evaluation.input);
    return ok;
}
