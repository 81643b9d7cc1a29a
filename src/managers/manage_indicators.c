#include "managers/manage_indicators.h"

#include "async/work.h"
#include "base/mem.h"
#include "domain/fuzzy/membership.h"
#include "domain/strategy/strategy.h"
#include "domain/strategy/strategy_overrides.h"
#include "managers/indicator_text.h"
#include "managers/manage_bars.h"
#include "managers/manage_strategies.h"
#include "wire/wire_fuzzy.h"
#include "wire/wire_indicator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the list ---- */

static const char *const level_names[] = { "bounded", "price", "distance" };
static const char *const input_names[] = { "price", "open", "high", "low", "close", "volume",
                                           "time" };

static char **copy_texts(const char *const *from, size_t count)
{
    char **texts = mem_alloc(count * sizeof(*texts));

    for (size_t i = 0; i < count; i++)
        texts[i] = mem_text(from[i]);
    return texts;
}

static void fill_param(const struct indicator_param *from, struct wire_indicator_param *to)
{
    wire_clear(wire_indicator_param_fields, to);
    snprintf(to->name, sizeof(to->name), "%s", from->name);
    snprintf(to->unit, sizeof(to->unit), "%s", from->unit ? from->unit : "");
    to->fallback = from->fallback;
    to->least = from->least;
    to->most = from->most;
    to->is_whole = from->is_whole;
}

static void fill_item(const struct indicator *from, struct wire_indicator_item *to)
{
    const char *inputs[INDICATOR_INPUTS];

    wire_clear(wire_indicator_item_fields, to);
    snprintf(to->name, sizeof(to->name), "%s", from->name);
    snprintf(to->title, sizeof(to->title), "%s", from->title);
    snprintf(to->origin, sizeof(to->origin), "%s", from->origin ? from->origin : "");
    snprintf(to->level, sizeof(to->level), "%s", level_names[from->level[0]]);
    to->looks_ahead = from->looks_ahead;
    for (size_t i = 0; i < from->n_inputs; i++)
        inputs[i] = input_names[from->inputs[i]];
    to->n_inputs = from->n_inputs;
    to->inputs = copy_texts(inputs, from->n_inputs);
    to->n_outputs = from->n_outputs;
    to->outputs = copy_texts(from->outputs, from->n_outputs);
    to->n_params = from->n_params;
    to->params = mem_alloc(from->n_params * sizeof(*to->params));
    for (size_t i = 0; i < from->n_params; i++)
        fill_param(&from->params[i], &to->params[i]);
}

void manage_indicators_list(struct wire_indicator_list *ret_list)
{
    size_t count = 0;

    while (indicator_at(count))
        count++;
    wire_clear(wire_indicator_list_fields, ret_list);
    ret_list->n_items = count;
    ret_list->total = (int64_t)count;
    ret_list->items = mem_alloc(count * sizeof(*ret_list->items));
    for (size_t i = 0; i < count; i++)
        fill_item(indicator_at(i), &ret_list->items[i]);
}

/* ---- values, on the pool ---- */

struct compute {
    const struct bars *bars;
    size_t from;                    /* the first bar that was asked for */
    char *const *texts;             /* of indicators; or a strategy's fuzzy sets */
    size_t n_texts;
    const struct strategy *strategy;
    struct wire_indicator_values *values;
};

static double *add_column(struct compute *compute, const char *name, const double *all)
{
    struct wire_indicator_values *values = compute->values;
    const size_t count = compute->bars->count - compute->from;
    struct wire_indicator_column *column;

    values->columns = mem_resize(values->columns,
                                 (values->n_columns + 1) * sizeof(*values->columns));
    column = &values->columns[values->n_columns++];
    wire_clear(wire_indicator_column_fields, column);
    snprintf(column->name, sizeof(column->name), "%s", name);
    column->n_values = count;
    column->values = mem_alloc(count * sizeof(*column->values));
    if (all)
        memcpy(column->values, all + compute->from, count * sizeof(*column->values));
    return column->values;
}

static bool is_taken(const struct compute *compute, const char *name)
{
    for (size_t i = 0; i < compute->values->n_columns; i++)
        if (!strcmp(compute->values->columns[i].name, name))
            return true;
    return false;
}

static double *run_all(const struct compute *compute, const struct indicator_text *what,
                       double *ret_out[INDICATOR_OUTPUTS], struct error *err)
{
    const size_t count = compute->bars->count;
    double *room = mem_alloc(count * what->indicator->n_outputs * sizeof(*room) + 1);

    for (size_t o = 0; o < what->indicator->n_outputs; o++)
        ret_out[o] = room + o * count;
    if (indicator_run(what->indicator, compute->bars, what->param, what->source, ret_out, err))
        return room;
    free(room);
    return NULL;
}

/* Columns are named as in strategies; one that is there already by its whole text. */
static bool add_indicator(struct compute *compute, const char *text, struct error *err)
{
    double *out[INDICATOR_OUTPUTS], *room;
    struct indicator_text what;
    const char *base;
    char name[128];

    if (!indicator_text_parse(text, &what, err))
        return false;
    room = run_all(compute, &what, out, err);
    if (!room)
        return false;
    snprintf(name, sizeof(name), "%s%s%s", what.indicator->name,
             what.indicator->n_outputs > 1 ? "." : "",
             what.indicator->n_outputs > 1 ? what.indicator->outputs[0] : "");
    base = is_taken(compute, name) ? text : what.indicator->name;
    for (size_t o = 0; o < what.indicator->n_outputs; o++) {
        const bool is_single = what.indicator->n_outputs == 1;

        snprintf(name, sizeof(name), "%.90s%s%s", base, is_single ? "" : ".",
                 is_single ? "" : what.indicator->outputs[o]);
        add_column(compute, name, out[o]);
    }
    free(room);
    return true;
}

static bool compute_indicators(void *arg, struct error *err)
{
    struct compute *compute = arg;

    for (size_t i = 0; i < compute->n_texts; i++)
        if (!add_indicator(compute, compute->texts[i], err))
            return false;
    return true;
}

static bool add_fuzzy_set(struct compute *compute, const struct strategy_fuzzy_set *set,
                          struct error *err)
{
    const struct strategy_indicator *reads = &compute->strategy->indicators[set->reads.indicator];
    struct indicator_text what = { .indicator = reads->indicator, .source = reads->source };
    double *out[INDICATOR_OUTPUTS], *room;
    char name[128];

    memcpy(what.param, reads->param, sizeof(what.param));
    room = run_all(compute, &what, out, err);
    if (!room)
        return false;
    for (size_t m = 0; m < set->n_members; m++) {
        snprintf(name, sizeof(name), "%s_%s", set->id, set->members[m].name);
        membership_evaluate(&set->members[m].membership, compute->bars->count - compute->from,
                            out[set->reads.output] + compute->from,
                            add_column(compute, name, NULL));
    }
    free(room);
    return true;
}

static bool compute_fuzzy(void *arg, struct error *err)
{
    struct compute *compute = arg;

    for (size_t i = 0; i < compute->strategy->n_fuzzy_sets; i++)
        if (!add_fuzzy_set(compute, &compute->strategy->fuzzy_sets[i], err))
            return false;
    return true;
}

/* ---- calls ---- */

struct range {
    const char *symbol, *timeframe, *start, *end;
    int64_t limit;
};

static void fill_times(const struct manage_bars_got *got, size_t from,
                       struct wire_indicator_values *values)
{
    wire_clear(wire_indicator_values_fields, values);
    snprintf(values->symbol, sizeof(values->symbol), "%s", got->info.series.symbol);
    snprintf(values->timeframe, sizeof(values->timeframe), "%s",
             timeframe_name(got->info.series.timeframe));
    values->n_timestamp = got->bars.count - from;
    values->timestamp = mem_alloc(values->n_timestamp * sizeof(*values->timestamp));
    if (values->n_timestamp)
        memcpy(values->timestamp, got->bars.time + from,
               values->n_timestamp * sizeof(*values->timestamp));
}

/* Reads from the first bar on, so that the warm-up lies before what was asked for. */
static bool run(struct manage_bars *bars, const struct range *range, work_fn *fn,
                struct compute *compute, struct error *err)
{
    struct manage_bars_want want;
    struct manage_bars_got got;
    int64_t from;
    bool ok;

    if (!manage_bars_parse_want(range->symbol, range->timeframe, range->start, range->end, &want,
                                err))
        return false;
    from = want.from;
    want.from = INT64_MIN;
    if (!manage_bars_read(bars, &want, &got, err))
        return false;
    compute->bars = &got.bars;
    compute->from = bars_lower_bound(&got.bars, from);
    if (range->limit != WIRE_UNKNOWN && range->limit > 0 &&
        got.bars.count - compute->from > (size_t)range->limit)
        compute->from = got.bars.count - (size_t)range->limit;
    fill_times(&got, compute->from, compute->values);
    ok = work_run(fn, compute, err);
    if (!ok)
        wire_indicator_values_release(compute->values);
    manage_bars_got_release(&got);
    return ok;
}

bool manage_indicators_compute(struct manage_bars *bars,
                               const struct wire_indicator_request *request,
                               struct wire_indicator_values *ret_values, struct error *err)
{
    struct compute compute = { .texts = request->indicators, .n_texts = request->n_indicators,
                               .values = ret_values };
    const struct range range = { request->symbol, request->timeframe, request->start, request->end,
                                 request->limit };

    return run(bars, &range, compute_indicators, &compute, err);
}

bool manage_indicators_fuzzy(struct manage_bars *bars, struct manage_strategies *strategies,
                             struct wire_fuzzy_request *request,
                             struct wire_indicator_values *ret_values, struct error *err)
{
    const struct strategy_overrides none = {0};
    const struct range range = { request->symbol, request->timeframe, request->start, request->end,
                                 request->limit };
    struct compute compute = { .values = ret_values };
    struct strategy strategy;
    bool ok;

    if (!manage_strategies_resolve(strategies, request->strategy, &request->strategy_text, err) ||
        !strategy_overrides_read(request->strategy_text, request->strategy_label, &none, &strategy,
                                 err))
        return false;
    compute.strategy = &strategy;
    ok = run(bars, &range, compute_fuzzy, &compute, err);
    strategy_release(&strategy);
    return ok;
}
