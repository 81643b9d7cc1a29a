#include "worker/worker_why.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "wire/wire_worker.h"
#include "worker/worker_backtest.h"
#include "worker/worker_why_bar.h"
#include "worker/worker_why_view.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- which bar ---- */

static int64_t bar_end(const struct worker_why_view *view, size_t bar)
{
    const struct worker_input_series *series = view->symbol->series;

    return calendar_bar_end(series->calendar, series->timeframe, view->symbol->bars.time[bar]);
}

static bool find_bar(const struct worker_why_view *view, size_t *ret_bar, struct error *err)
{
    const struct bars *bars = &view->symbol->bars;
    char first[DATE_TEXT], last[DATE_TEXT];
    enum date_zone zone;
    int64_t at;
    size_t bar;

    if (!date_parse_iso(view->run->request->why->at, &at, &zone, err))
        return false;
    bar = bars_lower_bound(bars, at);
    if (bar == bars->count || bars->time[bar] != at)
        bar--;                              /* the one that had begun; SIZE_MAX before the first */
    if (bar < bars->count &&
        at < bar_end(view, bar)) {
        *ret_bar = bar;
        return true;
    }
    date_print_iso(bars->time[0], first);
    date_print_iso(bars->time[bars->count - 1], last);
    error_set(err, ERROR_NOT_FOUND, "the backtest has no bar at '%s'", view->run->request->why->at);
    return error_suggest(err, "its bars go from %s to %s", first, last);
}

/* ---- what the network saw ---- */

static const struct worker_dataset_symbol *symbol_of(const struct worker_why_view *view)
{
    return worker_dataset_find(&view->run->saved.dataset, &view->symbol->series->bars);
}

/* The same columns before memberships and scales. */
static bool compute_raw(const struct worker_backtest *run,
                        const struct worker_dataset_symbol *symbol, struct features *ret_raw,
                        struct error *err)
{
    const struct worker_dataset *dataset = &run->saved.dataset;
    const struct features_input in = worker_dataset_input(dataset, symbol, &run->input);
    struct feature_plan plan = dataset->plan;
    bool ok;

    plan.n_fits = 0;
    plan.fits = NULL;
    plan.columns = mem_alloc((plan.n_columns + 1) * sizeof(*plan.columns));
    memcpy(plan.columns, dataset->plan.columns, plan.n_columns * sizeof(*plan.columns));
    for (size_t c = 0; c < plan.n_columns; c++) {
        plan.columns[c].membership = (struct membership){0};
        plan.columns[c].normalization = STRATEGY_AS_IT_IS;
    }
    ok = features_compute(&plan, &in, ret_raw, err);
    free(plan.columns);
    return ok;
}

static void fill_feature(const struct feature_plan *plan, size_t c, struct wire_why_feature *to)
{
    const struct feature_plan_column *column = &plan->columns[c];
    const struct feature_plan_series *series = &plan->series[column->series];

    wire_clear(wire_why_feature_fields, to);
    snprintf(to->name, sizeof(to->name), "%s", column->name);
    snprintf(to->indicator, sizeof(to->indicator), "%s", series->indicator->name);
    snprintf(to->timeframe, sizeof(to->timeframe), "%s", timeframe_name(series->timeframe));
    snprintf(to->output, sizeof(to->output), "%s", series->indicator->outputs[column->output]);
    snprintf(to->set, sizeof(to->set), "%s",
             column->membership.kind ? column->membership.kind->name
                                     : strategy_normalization_name(column->normalization));
}

static bool fill_features(const struct worker_why_view *view, size_t row, struct wire_why *why,
                          struct error *err)
{
    const struct worker_dataset *dataset = &view->run->saved.dataset;
    const struct worker_dataset_symbol *symbol = symbol_of(view);
    const struct features *seen = &symbol->features;
    OWNED(features_release) struct features raw = {0};

    if (row < seen->first_row)
        return true;
    if (!compute_raw(view->run, symbol, &raw, err))
        return false;
    why->n_features = dataset->plan.n_columns;
    why->features = mem_alloc((why->n_features + 1) * sizeof(*why->features));
    for (size_t c = 0; c < why->n_features; c++) {
        fill_feature(&dataset->plan, c, &why->features[c]);
        why->features[c].raw = (double)raw.values[row * raw.columns + c];
        why->features[c].value = (double)seen->values[row * seen->columns + c];
    }
    return true;
}

static void fill_answer(const struct worker_why_view *view, size_t row, struct wire_why *why)
{
    const struct worker_dataset_symbol *symbol = symbol_of(view);
    const struct features *features = &symbol->features;
    float shares[SIGNAL_COUNT];

    snprintf(why->phase, sizeof(why->phase), "%s", row < features->first_row ? "warm-up"
                                                                            : "decided");
    if (row < features->first_row)
        return;
    worker_saved_answer(&view->run->saved, symbol, row, 1, shares);
    why->buy = (double)shares[SIGNAL_BUY];
    why->hold = (double)shares[SIGNAL_HOLD];
    why->sell = (double)shares[SIGNAL_SELL];
    why->confidence = (double)view->symbol->confidence[row];
    why->threshold = view->symbol->settings.confidence_threshold;
}

/* ---- the whole ---- */

static void fill_names(const struct worker_why_view *view, size_t bar, struct wire_why *why)
{
    const struct bars *bars = &view->symbol->bars;

    snprintf(why->id, sizeof(why->id), "%s", view->run->request->operation_id);
    snprintf(why->model_id, sizeof(why->model_id), "%s",
             view->run->wanted->signals ? "" : view->run->saved.told.id);
    snprintf(why->symbol, sizeof(why->symbol), "%s", view->symbol->series->told->symbol);
    snprintf(why->timeframe, sizeof(why->timeframe), "%s", view->symbol->series->told->timeframe);
    snprintf(why->data_hash, sizeof(why->data_hash), "%s", view->symbol->series->told->data_hash);
    why->time = bars->time[bar];
    why->known_at = bar_end(view, bar);
    why->open = bars->column[BARS_OPEN][bar];
    why->high = bars->column[BARS_HIGH][bar];
    why->low = bars->column[BARS_LOW][bar];
    why->close = bars->column[BARS_CLOSE][bar];
    why->volume = bars->column[BARS_VOLUME][bar];
}

static bool explain(const struct worker_backtest *run, struct wire_why *why, struct error *err)
{
    OWNED(worker_why_view_release) struct worker_why_view view = {0};
    size_t bar = 0;

    if (!worker_why_view_open(run, run->request->why->symbol, &view, err) ||
        !find_bar(&view, &bar, err))
        return false;
    fill_names(&view, bar, why);
    snprintf(why->answer, sizeof(why->answer), "%s",
             signal_name((enum signal)view.symbol->traded.signal[bar]));
    if (run->wanted->signals)
        snprintf(why->phase, sizeof(why->phase), "signals");
    else
        fill_answer(&view, view.symbol->first + bar, why);
    worker_why_bar_fill(&view, bar, why);
    return run->wanted->signals || fill_features(&view, view.symbol->first + bar, why, err);
}

bool worker_why_run(const struct wire_worker_request *request, struct buf *ret_json,
                    struct error *err)
{
    struct worker_backtest *run = worker_backtest_new(request);
    struct wire_why why;
    bool ok;

    wire_clear(wire_why_fields, &why);
    ok = (request->why || error_set(err, ERROR_INVALID, "the request asks of no bar")) &&
         worker_backtest_trade(run, err) && explain(run, &why, err);
    if (ok)
        wire_encode(wire_why_fields, &why, ret_json);
    wire_why_release(&why);
    worker_backtest_free(run);
    return ok;
}
