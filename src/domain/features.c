#include "domain/features.h"

#include "base/mem.h"
#include "domain/feature_bars.h"
#include "domain/indicators/window.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One run over a plan: the bars, and room for one series and one column of it. */
struct run {
    const struct feature_plan *plan;
    const struct features_input *in;
    struct feature_bars bars[TIMEFRAME_COUNT];
    size_t longest;                             /* bars of the timeframe that has most */
    double *outputs[INDICATOR_OUTPUTS];
    double *column, *mean;                      /* longest values each */
    double *aligned;                            /* a value per base bar */
};

/* What is done with a finished column; `aligned` has a value per base bar, NaN in the warm-up. */
typedef bool take_fn(struct run *run, size_t column, void *arg, struct error *err);

static void run_release(struct run *run)
{
    for (int t = 0; t < TIMEFRAME_COUNT; t++)
        feature_bars_release(&run->bars[t]);
    for (int o = 0; o < INDICATOR_OUTPUTS; o++)
        free(run->outputs[o]);
    free(run->column);
    free(run->mean);
    free(run->aligned);
}

static bool run_take_bars(struct run *run, enum timeframe timeframe, struct error *err)
{
    const enum timeframe base = run->plan->base;
    const struct bars *bars = run->in->bars[timeframe];

    if (!bars)
        return error_set(err, ERROR_INVALID, "the strategy needs %s bars of '%s'",
                         timeframe_name(timeframe), run->in->symbol);
    if (!bars->count)
        return error_set(err, ERROR_BAD_DATA, "there are no %s bars of '%s'",
                         timeframe_name(timeframe), run->in->symbol);
    if (bars->count > run->longest)
        run->longest = bars->count;
    if (!feature_bars_adjust(bars, &run->bars[timeframe], err))
        return false;
    return timeframe == base || feature_bars_align(&run->bars[timeframe], timeframe,
                                                   run->in->bars[base], base, run->in->calendar,
                                                   err);
}

static bool run_prepare(struct run *run, struct error *err)
{
    const struct bars *base = run->in->bars[run->plan->base];

    for (int t = 0; t < TIMEFRAME_COUNT; t++)       /* the base, the shortest, first */
        if (run->plan->uses[t] && !run_take_bars(run, (enum timeframe)t, err))
            return false;
    for (int o = 0; o < INDICATOR_OUTPUTS; o++)
        run->outputs[o] = mem_alloc(run->longest * sizeof(double));
    run->column = mem_alloc(run->longest * sizeof(double));
    run->mean = mem_alloc(run->longest * sizeof(double));
    run->aligned = mem_alloc(base->count * sizeof(double));
    return true;
}

/* (value - mean) / deviation of the last `window` values; 0 where they are all the same. */
static void normalize_rolling(struct run *run, size_t n, const double *value, size_t window)
{
    double *out = run->column;
    size_t from = 0;

    while (from < n && isnan(value[from]))
        from++;
    for (size_t i = 0; i < n && i < from + window - 1; i++)
        out[i] = NAN;
    if (n - from < window)
        return;
    window_moments(n - from, value + from, window, run->mean, out + from);
    for (size_t i = 0; i < window - 1; i++)
        out[from + i] = NAN;
    for (size_t i = from + window - 1; i < n; i++) {
        const double deviation = sqrt(out[i]);
        out[i] = deviation > 0 ? (value[i] - run->mean[i - from]) / deviation : 0;
    }
}

/* From an output of the series to the column's values, still bar by bar of its own timeframe. */
static const double *transform(struct run *run, const struct feature_plan_column *column, size_t n)
{
    const double *value = run->outputs[column->output];

    if (column->membership.kind)
        membership_evaluate(&column->membership, n, value, run->column);
    else if (column->normalization == STRATEGY_ROLLING_ZSCORE)
        normalize_rolling(run, n, value, column->window);
    else
        return value;
    return run->column;
}

static void align(struct run *run, const struct feature_bars *bars, const double *value, size_t lag)
{
    const size_t rows = run->in->bars[run->plan->base]->count;

    for (size_t i = 0; i < rows; i++) {
        const size_t latest = bars->latest ? bars->latest[i] : i;
        run->aligned[i] = latest == FEATURE_BARS_NONE || latest < lag ? NAN : value[latest - lag];
    }
}

static bool run_series(struct run *run, size_t s, take_fn *take, void *arg, struct error *err)
{
    const struct feature_plan *plan = run->plan;
    const struct feature_plan_series *series = &plan->series[s];
    const struct feature_bars *bars = &run->bars[series->timeframe];

    if (!indicator_run(series->indicator, &bars->bars, series->param, series->source,
                       run->outputs, err))
        return false;
    for (size_t c = 0; c < plan->n_columns; c++) {
        if (plan->columns[c].series != s)
            continue;
        if (run->in->go_on && !run->in->go_on())
            return error_set(err, ERROR_CANCELLED, "cancelled");
        align(run, bars, transform(run, &plan->columns[c], bars->bars.count), plan->columns[c].lag);
        if (!take(run, c, arg, err))
            return false;
    }
    return true;
}

static bool run_all(const struct feature_plan *plan, const struct features_input *in,
                    take_fn *take, void *arg, struct error *err)
{
    OWNED(run_release) struct run run = { .plan = plan, .in = in };

    if (!run_prepare(&run, err))
        return false;
    for (size_t s = 0; s < plan->n_series; s++)
        if (!run_series(&run, s, take, arg, err))
            return false;
    return true;
}

struct fitting {
    const size_t *rows;
    size_t n_rows;
    struct feature_plan_scale *scales;
};

static struct feature_plan_scale scale_minmax(const double *value, const struct fitting *fitting)
{
    double low = INFINITY, high = -INFINITY;

    for (size_t i = 0; i < fitting->n_rows; i++) {
        low = fmin(low, value[fitting->rows[i]]);
        high = fmax(high, value[fitting->rows[i]]);
    }
    return (struct feature_plan_scale){ low, high - low };
}

static struct feature_plan_scale scale_zscore(const double *value, const struct fitting *fitting)
{
    const double first = value[fitting->rows[0]], n = (double)fitting->n_rows;
    double sum = 0, squares = 0, mean;

    for (size_t i = 0; i < fitting->n_rows; i++)
        sum += value[fitting->rows[i]] - first;
    mean = first + sum / n;
    for (size_t i = 0; i < fitting->n_rows; i++) {
        const double off = value[fitting->rows[i]] - mean;
        squares += off * off;
    }
    return (struct feature_plan_scale){ mean, sqrt(squares / n) };
}

static bool take_fit(struct run *run, size_t c, void *arg, struct error *err)
{
    const struct feature_plan_column *column = &run->plan->columns[c];
    const struct fitting *fitting = arg;

    if (column->normalization != STRATEGY_MINMAX && column->normalization != STRATEGY_ZSCORE)
        return true;
    for (size_t i = 0; i < fitting->n_rows; i++)
        if (!isfinite(run->aligned[fitting->rows[i]]))
            return error_set(err, ERROR_BAD_DATA, "row %zu is no training row: '%s' has no value",
                             fitting->rows[i], column->name);
    fitting->scales[c] = column->normalization == STRATEGY_MINMAX
        ? scale_minmax(run->aligned, fitting) : scale_zscore(run->aligned, fitting);
    if (!(fitting->scales[c].width > 0) || !isfinite(fitting->scales[c].width))
        return error_set(err, ERROR_BAD_DATA, "'%s' never changes in the training rows of '%s'",
                         column->name, run->in->symbol);
    return true;
}

bool features_fit(struct feature_plan *plan, const struct features_input *in, const size_t *rows,
                  size_t n_rows, struct error *err)
{
    struct fitting fitting = { .rows = rows, .n_rows = n_rows };
    struct feature_plan_scale *scales;
    bool is_good;

    if (!n_rows)
        return error_set(err, ERROR_BAD_DATA, "there are no training rows of '%s'", in->symbol);
    fitting.scales = mem_alloc((plan->n_columns + 1) * sizeof(*fitting.scales));
    for (size_t i = 0; i < plan->n_columns; i++)
        fitting.scales[i].width = 1;
    is_good = run_all(plan, in, take_fit, &fitting, err);
    if (is_good) {
        scales = feature_plan_add_fit(plan, in->symbol);
        memcpy(scales, fitting.scales, plan->n_columns * sizeof(*scales));
    }
    free(fitting.scales);
    return is_good;
}

struct filling {
    struct features *features;
    const struct feature_plan_fit *fit;         /* NULL: nothing to scale */
};

static bool take_column(struct run *run, size_t c, void *arg, struct error *err)
{
    const struct filling *filling = arg;
    struct features *features = filling->features;
    const struct feature_plan_scale scale = filling->fit ? filling->fit->scales[c]
                                                         : (struct feature_plan_scale){ 0, 1 };
    size_t first = 0;

    while (first < features->rows && isnan(run->aligned[first]))
        first++;
    for (size_t i = 0; i < features->rows; i++) {
        const float value = (float)((run->aligned[i] - scale.offset) / scale.width);
        if (i >= first && !isfinite(value))
            return error_set(err, ERROR_BAD_DATA, "'%s' is no number in row %zu of '%s'",
                             run->plan->columns[c].name, i, run->in->symbol);
        features->values[i * features->columns + c] = value;
    }
    if (first > features->first_row)
        features->first_row = first;
    return true;
}

static void forget_warmup(struct features *features)
{
    for (size_t i = 0; i < features->first_row * features->columns; i++)
        features->values[i] = NAN;
}

bool features_compute(const struct feature_plan *plan, const struct features_input *in,
                      struct features *ret_features, struct error *err)
{
    OWNED(features_release) struct features features = { .columns = plan->n_columns };
    struct filling filling = { &features, feature_plan_find_fit(plan, in->symbol) };

    if (feature_plan_needs_fit(plan) && !filling.fit)
        return error_set(err, ERROR_INVALID, "the model was not trained on '%s', so it has no "
                         "scales for it", in->symbol);
    features.rows = in->bars[plan->base] ? in->bars[plan->base]->count : 0;
    features.values = mem_alloc(features.rows * features.columns * sizeof(float) + 1);
    if (!run_all(plan, in, take_column, &filling, err))
        return false;
    forget_warmup(&features);
    *ret_features = features;
    features = (struct features){0};
    return true;
}

void features_release(struct features *features)
{
    if (!features->is_borrowed)
        free(features->values);
    *features = (struct features){0};
}
