#include "domain/feature_plan.h"

#include "base/mem.h"
#include "base/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_series(const struct feature_plan_series *series,
                      const struct strategy_indicator *in, enum timeframe timeframe)
{
    if (series->timeframe != timeframe || series->indicator != in->indicator ||
        series->source != in->source)
        return false;
    for (size_t p = 0; p < in->indicator->n_params; p++)
        if (series->param[p] != in->param[p])
            return false;
    return true;
}

static size_t find_series(struct feature_plan *plan, const struct strategy_indicator *in,
                          enum timeframe timeframe)
{
    struct feature_plan_series *series;

    for (size_t i = 0; i < plan->n_series; i++)
        if (is_series(&plan->series[i], in, timeframe))
            return i;
    plan->series = mem_resize(plan->series, (plan->n_series + 1) * sizeof(*plan->series));
    series = &plan->series[plan->n_series];
    *series = (struct feature_plan_series){ timeframe, in->indicator, {0}, in->source };
    memcpy(series->param, in->param, sizeof(series->param));
    plan->uses[timeframe] = true;
    return plan->n_series++;
}

static struct feature_plan_column *add_column(struct feature_plan *plan, size_t lag,
                                              const char *format, ...) PRINTS(3, 4);

static struct feature_plan_column *add_column(struct feature_plan *plan, size_t lag,
                                              const char *format, ...)
{
    struct feature_plan_column *column = &plan->columns[plan->n_columns++];
    size_t length;
    va_list args;

    va_start(args, format);
    vsnprintf(column->name, sizeof(column->name), format, args);
    va_end(args);
    length = strlen(column->name);
    if (lag)
        snprintf(column->name + length, sizeof(column->name) - length, "_lag_%zu", lag);
    column->lag = lag;
    return column;
}

static void add_fuzzy(struct feature_plan *plan, const struct strategy *strategy,
                      const struct strategy_input *input, enum timeframe timeframe, size_t lag)
{
    const struct strategy_fuzzy_set *set = &strategy->fuzzy_sets[input->fuzzy_set];
    const struct strategy_indicator *in = &strategy->indicators[set->reads.indicator];
    const size_t series = find_series(plan, in, timeframe);

    for (size_t m = 0; m < set->n_members; m++) {
        struct feature_plan_column *column = add_column(plan, lag, "%s_%s_%s",
                                                        timeframe_name(timeframe), set->id,
                                                        set->members[m].name);
        column->series = series;
        column->output = set->reads.output;
        column->membership = set->members[m].membership;
    }
}

static void add_raw(struct feature_plan *plan, const struct strategy *strategy,
                    const struct strategy_input *input, enum timeframe timeframe, size_t lag)
{
    const struct strategy_indicator *in = &strategy->indicators[input->raw.indicator];
    struct feature_plan_column *column;
    char reference[2 * STRATEGY_ID];

    strategy_reference_text(strategy, input->raw, reference);
    column = add_column(plan, lag, "%s_%s_raw", timeframe_name(timeframe), reference);
    column->series = find_series(plan, in, timeframe);
    column->output = input->raw.output;
    column->normalization = input->normalization;
    column->window = input->normalization == STRATEGY_ROLLING_ZSCORE ? input->window : 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool check_names(const struct feature_plan *plan, struct error *err)
{
    const char **names = mem_alloc((plan->n_columns + 1) * sizeof(*names));
    bool is_good = true;

    for (size_t i = 0; i < plan->n_columns; i++)
        names[i] = plan->columns[i].name;
    qsort(names, plan->n_columns, sizeof(*names), by_name);
    for (size_t i = 1; i < plan->n_columns && is_good; i++)
        if (!strcmp(names[i], names[i - 1]))
            is_good = error_set(err, ERROR_INVALID, "two features would be called '%s'; rename a "
                                "fuzzy set or a membership", names[i]);
    free(names);
    return is_good;
}

bool feature_plan_build(const struct strategy *strategy, struct feature_plan *ret_plan,
                        struct error *err)
{
    OWNED(feature_plan_release) struct feature_plan plan = { .base = strategy->data.base };

    plan.columns = mem_alloc(strategy->shape.inputs * sizeof(*plan.columns) + 1);
    plan.uses[plan.base] = true;
    for (size_t i = 0; i < strategy->n_inputs; i++) {
        const struct strategy_input *input = &strategy->inputs[i];
        for (size_t t = 0; t < input->n_timeframes; t++)
            for (size_t lag = 0; lag <= input->lags; lag++)
                if (input->kind == STRATEGY_RAW)
                    add_raw(&plan, strategy, input, input->timeframes[t], lag);
                else
                    add_fuzzy(&plan, strategy, input, input->timeframes[t], lag);
    }
    if (!check_names(&plan, err))
        return false;
    *ret_plan = plan;
    plan = (struct feature_plan){0};
    return true;
}

void feature_plan_release(struct feature_plan *plan)
{
    for (size_t i = 0; i < plan->n_fits; i++)
        free(plan->fits[i].scales);
    free(plan->fits);
    free(plan->series);
    free(plan->columns);
    *plan = (struct feature_plan){0};
}

static void print_number(struct buf *out, double number)
{
    char text[NUMBER_TEXT];

    number_print(number, text);
    buf_print(out, "%s", text);
}

static void print_series(const struct feature_plan_series *series, size_t output, struct buf *out)
{
    buf_print(out, "%s %s(", timeframe_name(series->timeframe), series->indicator->name);
    for (size_t p = 0; p < series->indicator->n_params; p++) {
        buf_print(out, "%s%s=", p ? ", " : "", series->indicator->params[p].name);
        print_number(out, series->param[p]);
    }
    buf_print(out, ") of %s, %s", indicator_source_name(series->source),
              series->indicator->outputs[output]);
}

static void print_column(const struct feature_plan *plan, const struct feature_plan_column *column,
                         struct buf *out)
{
    const struct membership_kind *kind = column->membership.kind;

    buf_print(out, "%s: ", column->name);
    print_series(&plan->series[column->series], column->output, out);
    buf_print(out, "; %s(", kind ? kind->name : strategy_normalization_name(column->normalization));
    for (size_t p = 0; kind && p < kind->n_params; p++) {
        buf_print(out, "%s", p ? ", " : "");
        print_number(out, column->membership.param[p]);
    }
    if (column->window)
        buf_print(out, "%zu", column->window);
    buf_print(out, "); lag %zu\n", column->lag);
}

void feature_plan_text(const struct feature_plan *plan, struct buf *ret_text)
{
    buf_print(ret_text, "ktrdr feature plan 1, a row per bar of %s\n", timeframe_name(plan->base));
    for (size_t i = 0; i < plan->n_columns; i++)
        print_column(plan, &plan->columns[i], ret_text);
}

void feature_plan_hash(const struct feature_plan *plan, char ret_hash[HASH_HEX])
{
    OWNED(buf_release) struct buf text = {0};

    feature_plan_text(plan, &text);
    hash_text_hex(text.bytes, ret_hash);
}

static bool is_fitted(const struct feature_plan_column *column)
{
    return column->normalization == STRATEGY_MINMAX || column->normalization == STRATEGY_ZSCORE;
}

bool feature_plan_needs_fit(const struct feature_plan *plan)
{
    for (size_t i = 0; i < plan->n_columns; i++)
        if (is_fitted(&plan->columns[i]))
            return true;
    return false;
}

static struct feature_plan_fit *find_fit(const struct feature_plan *plan, const char *symbol)
{
    for (size_t i = 0; i < plan->n_fits; i++)
        if (!strcmp(plan->fits[i].symbol, symbol))
            return &plan->fits[i];
    return NULL;
}

const struct feature_plan_fit *feature_plan_find_fit(const struct feature_plan *plan,
                                                     const char *symbol)
{
    return find_fit(plan, symbol);
}

struct feature_plan_scale *feature_plan_add_fit(struct feature_plan *plan, const char *symbol)
{
    struct feature_plan_fit *fit = find_fit(plan, symbol);

    if (!fit) {
        plan->fits = mem_resize(plan->fits, (plan->n_fits + 1) * sizeof(*plan->fits));
        fit = &plan->fits[plan->n_fits++];
        *fit = (struct feature_plan_fit){0};
        snprintf(fit->symbol, sizeof(fit->symbol), "%s", symbol);
        fit->scales = mem_alloc((plan->n_columns + 1) * sizeof(*fit->scales));
    }
    for (size_t i = 0; i < plan->n_columns; i++)
        fit->scales[i] = (struct feature_plan_scale){ 0, 1 };
    return fit->scales;
}
