#include "worker/worker_check.h"

#include "base/mem.h"
#include "domain/lookahead.h"
#include "wire/wire_worker.h"
#include "worker/worker_dataset.h"
#include "worker/worker_input.h"
#include "worker/worker_report.h"

#include <stdio.h>
#include <stdlib.h>

enum { PROBES = 8, PROBES_MOST = 1000, SEED = 1 };

static const double fitted_share = 0.6;

struct check {
    const struct wire_worker_request *request;
    struct worker_input input;
    struct worker_dataset dataset;
    size_t *fit_rows;
    size_t n_fit_rows;
    struct lookahead_report report;
};

static void check_release(struct check *check)
{
    free(check->fit_rows);
    worker_dataset_release(&check->dataset);
    worker_input_release(&check->input);
}

bool worker_check_open(const struct wire_worker_request *request, struct worker_input *input,
                       struct worker_dataset *dataset, struct error *err)
{
    const struct wire_check_request *wanted = request->check;

    if (!wanted)
        return error_set(err, ERROR_INVALID, "the request says of no check");
    if (!worker_input_open(request, input, err) ||
        !worker_dataset_start(&(struct worker_dataset_source){
            request->strategy_text, request->strategy_label, wanted->n_overrides,
            wanted->overrides }, dataset, err))
        return false;
    worker_dataset_unfit(dataset, input);
    return worker_dataset_compute(dataset, input, err);
}

/* As a training would: from the earlier rows. */
static bool learn_scales(struct check *check, struct error *err)
{
    struct worker_dataset *dataset = &check->dataset;
    const struct worker_dataset_symbol *symbol = &dataset->symbols[0];
    const struct features_input in = worker_dataset_input(dataset, symbol, &check->input);
    const size_t first = symbol->features.first_row, count = symbol->bars->count;

    if (!feature_plan_needs_fit(&dataset->plan) || first >= count)
        return true;
    check->n_fit_rows = (size_t)((double)(count - first) * fitted_share);
    check->fit_rows = mem_alloc((check->n_fit_rows + 1) * sizeof(*check->fit_rows));
    for (size_t i = 0; i < check->n_fit_rows; i++)
        check->fit_rows[i] = first + i;
    return features_fit(&dataset->plan, &in, check->fit_rows, check->n_fit_rows, err);
}

static bool go_on(void *arg)
{
    (void)arg;
    return worker_report_goes_on();
}

static bool prove(struct check *check, struct error *err)
{
    const int64_t probes = check->request->check->probes;
    const struct features_input in = worker_dataset_input(
        &check->dataset, &check->dataset.symbols[0], &check->input);
    const struct lookahead_subject subject = {
        .strategy = &check->dataset.strategy, .plan = &check->dataset.plan, .in = &in,
        .fit_rows = check->fit_rows, .n_fit_rows = check->n_fit_rows,
        .probes = probes == WIRE_UNKNOWN ? PROBES : (size_t)probes, .seed = SEED, .go_on = go_on,
    };

    if (subject.probes < 1 || subject.probes > PROBES_MOST)
        return error_set(err, ERROR_INVALID, "probes is %lld, outside 1 to %d", (long long)probes,
                         PROBES_MOST);
    return lookahead_check(&subject, &check->report, err);
}

static void fill_leaks(const struct check *check, struct wire_check_result *to)
{
    const struct lookahead_report *report = &check->report;
    const int64_t *time = check->dataset.symbols[0].bars->time;

    to->n_found = (int64_t)report->n_leaks;
    to->n_leaks = report->n_leaks < LOOKAHEAD_LEAKS ? report->n_leaks : LOOKAHEAD_LEAKS;
    to->leaks = mem_alloc((to->n_leaks + 1) * sizeof(*to->leaks));
    for (size_t i = 0; i < to->n_leaks; i++) {
        const struct lookahead_leak *leak = &report->leaks[i];
        struct wire_check_leak *told = &to->leaks[i];

        snprintf(told->part, sizeof(told->part), "%s", lookahead_part_name(leak->part));
        snprintf(told->what, sizeof(told->what), "%s", leak->what);
        snprintf(told->poison, sizeof(told->poison), "%s", lookahead_poison_name(leak->how));
        told->time = time[leak->bar];
        told->known_time = time[leak->known];
    }
}

static void fill(const struct check *check, struct wire_check_result *to)
{
    const struct worker_dataset *dataset = &check->dataset;
    const struct worker_dataset_symbol *symbol = &dataset->symbols[0];
    const struct lookahead_report *report = &check->report;

    wire_clear(wire_check_result_fields, to);
    snprintf(to->name, sizeof(to->name), "%s", dataset->strategy.name);
    snprintf(to->symbol, sizeof(to->symbol), "%s", symbol->name);
    snprintf(to->timeframe, sizeof(to->timeframe), "%s", timeframe_name(dataset->plan.base));
    snprintf(to->data_hash, sizeof(to->data_hash), "%s",
             worker_input_find(&check->input, symbol->name, dataset->plan.base)->told->data_hash);
    feature_plan_hash(&dataset->plan, to->plan_hash);
    to->start = symbol->bars->time[0];
    to->end = symbol->bars->time[symbol->bars->count - 1];
    to->bars = (int64_t)symbol->bars->count;
    to->probes = (int64_t)report->probes;
    to->runs = (int64_t)report->runs;
    to->features = (int64_t)dataset->plan.n_columns;
    to->feature_values = (int64_t)report->n_compared[LOOKAHEAD_FEATURE];
    to->scale_values = (int64_t)report->n_compared[LOOKAHEAD_SCALE];
    to->label_values = (int64_t)report->n_compared[LOOKAHEAD_LABEL];
    to->decision_values = (int64_t)report->n_compared[LOOKAHEAD_DECISION];
    to->is_clean = !report->n_leaks;
    fill_leaks(check, to);
}

bool worker_check_run(const struct wire_worker_request *request, struct buf *ret_json,
                      struct error *err)
{
    OWNED(check_release) struct check check = { .request = request };
    struct wire_check_result result;

    if (!worker_check_open(request, &check.input, &check.dataset, err) ||
        !learn_scales(&check, err) || !prove(&check, err))
        return false;
    fill(&check, &result);
    wire_encode(wire_check_result_fields, &result, ret_json);
    wire_check_result_release(&result);
    return true;
}

bool worker_check_training(struct worker_dataset *dataset, const struct worker_input *input,
                           struct error *err)
{
    const struct features_input in = worker_dataset_input(dataset, &dataset->symbols[0], input);
    const struct lookahead_subject subject = {
        .strategy = &dataset->strategy, .plan = &dataset->plan, .in = &in, .probes = 1,
        .seed = SEED, .go_on = go_on,
    };
    struct lookahead_report report;

    if (!dataset->strategy.checks_lookahead)
        return true;
    if (!lookahead_check(&subject, &report, err))
        return false;
    if (!report.n_leaks)
        return true;
    error_set(err, ERROR_BAD_DATA, "look-ahead: %s '%s' changes when later bars do, and so do %zu "
              "others", lookahead_part_name(report.leaks[0].part), report.leaks[0].what,
              report.n_leaks - 1);
    return error_suggest(err, "ktrdr strategies check shows all of them");
}
