#include "domain/feature_coverage.h"

#include "base/mem.h"
#include "domain/feature_bars.h"

#include <math.h>
#include <stdlib.h>

enum { STEPS = 1000 };                  /* places from lowest to highest where gaps are sought */

static const double ruspini_tolerance = 0.001;

static double belongs(const struct strategy_fuzzy_set *set, size_t m, double value)
{
    double answer;

    membership_evaluate(&set->members[m].membership, 1, &value, &answer);
    return answer;
}

static double most_of(const struct strategy_fuzzy_set *set, double value)
{
    double most = 0;

    for (size_t m = 0; m < set->n_members; m++)
        most = fmax(most, belongs(set, m, value));
    return most;
}

/* ---- value by value ---- */

static void add_value(struct feature_coverage_set *to, double value)
{
    double sum = 0;
    size_t reached = 0;

    for (size_t m = 0; m < to->n_members; m++) {
        struct feature_coverage_member *member = &to->members[m];
        const double answer = belongs(to->set, m, value);

        sum += answer;
        reached += answer >= FEATURE_COVERAGE_LEAST;
        member->mean += answer;
        member->share += answer >= FEATURE_COVERAGE_LEAST;
        member->strong += answer >= FEATURE_COVERAGE_STRONG;
    }
    to->n++;
    to->in_none += reached == 0;
    to->in_several += reached > 1;
    to->mean_sum += sum;
    to->least_sum = fmin(to->least_sum, sum);
    to->most_sum = fmax(to->most_sum, sum);
    to->lowest = fmin(to->lowest, value);
    to->highest = fmax(to->highest, value);
}

static void take_means(struct feature_coverage_set *to)
{
    const double n = (double)to->n;

    to->in_none /= n;
    to->in_several /= n;
    to->mean_sum /= n;
    to->is_ruspini = fabs(to->least_sum - 1) <= ruspini_tolerance &&
                     fabs(to->most_sum - 1) <= ruspini_tolerance;
    for (size_t m = 0; m < to->n_members; m++) {
        to->members[m].mean /= n;
        to->members[m].share /= n;
        to->members[m].strong /= n;
    }
}

/* ---- gaps ---- */

static double place(const struct feature_coverage_set *to, int step)
{
    return to->lowest + (to->highest - to->lowest) * step / STEPS;
}

static void find_gaps(struct feature_coverage_set *to)
{
    bool is_open = false;

    for (int step = 0; step <= STEPS; step++) {
        const bool is_bare = most_of(to->set, place(to, step)) < FEATURE_COVERAGE_LEAST;

        if (is_bare && !is_open && to->n_gaps == FEATURE_COVERAGE_GAPS)
            return;
        if (is_bare && !is_open)
            to->gaps[to->n_gaps++].from = place(to, step);
        if (is_bare)
            to->gaps[to->n_gaps - 1].until = place(to, step);
        is_open = is_bare;
    }
}

static void count_in_gaps(struct feature_coverage_set *to, const double *value, size_t n)
{
    const double step = (to->highest - to->lowest) / STEPS;

    for (size_t i = 0; i < n; i++) {
        if (most_of(to->set, value[i]) >= FEATURE_COVERAGE_LEAST)
            continue;
        for (size_t g = 0; g < to->n_gaps; g++)
            if (value[i] >= to->gaps[g].from - step && value[i] <= to->gaps[g].until + step) {
                to->gaps[g].share += 1 / (double)to->n;
                break;
            }
    }
}

/* ---- sets ---- */

static bool measure_values(struct feature_coverage_set *to, const double *value, size_t n,
                           struct error *err)
{
    size_t from = 0;

    to->lowest = to->least_sum = INFINITY;
    to->highest = to->most_sum = -INFINITY;
    while (from < n && isnan(value[from]))
        from++;
    for (size_t i = from; i < n; i++)
        add_value(to, value[i]);
    if (!to->n)
        return error_set(err, ERROR_BAD_DATA, "all %zu %s bars lie in the warm-up of '%s'", n,
                         timeframe_name(to->timeframe), to->indicator);
    take_means(to);
    find_gaps(to);
    count_in_gaps(to, value + from, n - from);
    return true;
}

static bool measure_indicator(const struct strategy_indicator *indicator, size_t output,
                              const struct bars *bars, struct feature_coverage_set *to,
                              struct error *err)
{
    const size_t n_outputs = indicator->indicator->n_outputs;
    double *values = mem_alloc(n_outputs * bars->count * sizeof(*values));
    double *outputs[INDICATOR_OUTPUTS] = {0};
    bool ok;

    for (size_t o = 0; o < n_outputs; o++)
        outputs[o] = values + o * bars->count;
    ok = indicator_run(indicator->indicator, bars, indicator->param, indicator->source, outputs,
                       err) &&
         measure_values(to, outputs[output], bars->count, err);
    free(values);
    return ok;
}

static bool measure_set(const struct strategy *strategy, const struct strategy_fuzzy_set *set,
                        const struct features_input *in, struct feature_coverage_set *to,
                        struct error *err)
{
    const struct strategy_indicator *indicator = &strategy->indicators[set->reads.indicator];
    OWNED(feature_bars_release) struct feature_bars bars = {0};

    to->set = set;
    to->indicator = indicator->id;
    to->n_members = set->n_members;
    to->members = mem_alloc(set->n_members * sizeof(*to->members));
    if (!in->bars[to->timeframe])
        return error_set(err, ERROR_INVALID, "the strategy needs %s bars of '%s'",
                         timeframe_name(to->timeframe), in->symbol);
    return feature_bars_adjust(in->bars[to->timeframe], &bars, err) &&
           measure_indicator(indicator, set->reads.output, &bars.bars, to, err);
}

static bool measure_input(const struct strategy *strategy, const struct strategy_input *input,
                          const struct features_input *in, struct feature_coverage *coverage,
                          struct error *err)
{
    const struct strategy_fuzzy_set *set = &strategy->fuzzy_sets[input->fuzzy_set];

    for (size_t t = 0; t < input->n_timeframes; t++) {
        struct feature_coverage_set *to;

        coverage->sets = mem_resize(coverage->sets,
                                    (coverage->count + 1) * sizeof(*coverage->sets));
        to = &coverage->sets[coverage->count++];
        *to = (struct feature_coverage_set){ .timeframe = input->timeframes[t] };
        if (!measure_set(strategy, set, in, to, err))
            return false;
    }
    return true;
}

bool feature_coverage_measure(const struct strategy *strategy, const struct features_input *in,
                              struct feature_coverage *ret_coverage, struct error *err)
{
    OWNED(feature_coverage_release) struct feature_coverage coverage = {0};

    for (size_t i = 0; i < strategy->n_inputs; i++)
        if (strategy->inputs[i].kind == STRATEGY_FUZZY_SET &&
            !measure_input(strategy, &strategy->inputs[i], in, &coverage, err))
            return false;
    *ret_coverage = coverage;
    coverage = (struct feature_coverage){0};
    return true;
}

void feature_coverage_release(struct feature_coverage *coverage)
{
    for (size_t i = 0; i < coverage->count; i++)
        free(coverage->sets[i].members);
    free(coverage->sets);
    *coverage = (struct feature_coverage){0};
}
