#include "worker/worker_prediction.h"

#include "base/buf.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "wire/wire_worker.h"
#include "worker/worker_input.h"
#include "worker/worker_saved.h"

#include <stdio.h>
#include <stdlib.h>

struct prediction {
    struct worker_input input;
    struct worker_saved saved;
    const struct worker_dataset_symbol *symbol;
    size_t bar;
    float softmax[SIGNAL_COUNT];
};

static bool prepare(const struct wire_worker_request *request, struct prediction *prediction,
                    struct error *err)
{
    const struct worker_dataset_symbol *symbol;

    if (!worker_saved_open(request->model_folder, &prediction->saved, err) ||
        !worker_input_open(request, &prediction->input, err) ||
        !worker_dataset_compute(&prediction->saved.dataset, &prediction->input, err))
        return false;
    symbol = &prediction->saved.dataset.symbols[0];
    prediction->symbol = symbol;
    if (symbol->features.first_row >= symbol->bars->count)
        return error_set(err, ERROR_BAD_DATA, "%zu bars of '%s' are too few: the features need %zu",
                         symbol->bars->count, symbol->name, symbol->features.first_row + 1);
    prediction->bar = symbol->bars->count - 1;
    worker_saved_answer(&prediction->saved, symbol, prediction->bar, 1,
                        prediction->softmax);
    return true;
}

static enum signal decide(const struct prediction *prediction, double *ret_confidence)
{
    const double threshold = prediction->saved.dataset.strategy.decisions.confidence_threshold;
    size_t best = 0;

    for (size_t c = 1; c < SIGNAL_COUNT; c++)
        if (prediction->softmax[c] > prediction->softmax[best])
            best = c;
    *ret_confidence = (double)prediction->softmax[best];
    return *ret_confidence < threshold ? SIGNAL_HOLD : (enum signal)best;
}

static void fill_features(const struct prediction *prediction,
                          struct wire_prediction_result *result)
{
    const struct features *features = &prediction->symbol->features;
    const struct feature_plan *plan = &prediction->saved.dataset.plan;

    result->n_features = plan->n_columns;
    result->features = mem_alloc(plan->n_columns * sizeof(*result->features));
    for (size_t c = 0; c < plan->n_columns; c++) {
        snprintf(result->features[c].name, sizeof(result->features[c].name), "%s",
                 plan->columns[c].name);
        result->features[c].value =
            (double)features->values[prediction->bar * features->columns + c];
    }
}

static void print_result(const struct prediction *prediction, struct buf *ret_json)
{
    const struct worker_dataset *dataset = &prediction->saved.dataset;
    const struct bars *bars = prediction->symbol->bars;
    struct wire_prediction_result result;

    wire_clear(wire_prediction_result_fields, &result);
    snprintf(result.model_id, sizeof(result.model_id), "%s", prediction->saved.told.id);
    snprintf(result.symbol, sizeof(result.symbol), "%s", prediction->symbol->name);
    snprintf(result.timeframe, sizeof(result.timeframe), "%s",
             timeframe_name(dataset->plan.base));
    result.time = bars->time[prediction->bar];
    result.known_at = calendar_bar_end(prediction->symbol->calendar, dataset->plan.base,
                                       result.time);
    result.close = bars->column[BARS_CLOSE][prediction->bar];
    snprintf(result.signal, sizeof(result.signal), "%s",
             signal_name(decide(prediction, &result.confidence)));
    result.buy = (double)prediction->softmax[SIGNAL_BUY];
    result.hold = (double)prediction->softmax[SIGNAL_HOLD];
    result.sell = (double)prediction->softmax[SIGNAL_SELL];
    result.threshold = dataset->strategy.decisions.confidence_threshold;
    fill_features(prediction, &result);
    wire_encode(wire_prediction_result_fields, &result, ret_json);
    wire_prediction_result_release(&result);
}

bool worker_prediction_run(const struct wire_worker_request *request, struct buf *ret_json,
                           struct error *err)
{
    struct prediction prediction = {0};
    const bool ok = prepare(request, &prediction, err);

    if (ok)
        print_result(&prediction, ret_json);
    worker_saved_release(&prediction.saved);
    worker_input_release(&prediction.input);
    return ok;
}
