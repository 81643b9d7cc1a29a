#include "worker/worker_coverage.h"

#include "base/buf.h"
#include "base/mem.h"
#include "domain/feature_coverage.h"
#include "wire/wire_coverage.h"
#include "wire/wire_worker.h"
#include "worker/worker_check.h"
#include "worker/worker_dataset.h"
#include "worker/worker_input.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Below a hundredth of the bars a hole is no more than a rare day. */
static const double worth_a_word = 0.01;

static void add(char ***texts, size_t *count, const char *format, ...) PRINTS(3, 4);

static void add(char ***texts, size_t *count, const char *format, ...)
{
    char text[600];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    *texts = mem_resize(*texts, (*count + 1) * sizeof(**texts));
    (*texts)[(*count)++] = mem_text(text);
}

static void warn_of_set(const struct feature_coverage_set *set, char ***texts, size_t *count)
{
    const char *name = set->set->id, *timeframe = timeframe_name(set->timeframe);

    for (size_t g = 0; g < set->n_gaps; g++)
        if (set->gaps[g].share >= worth_a_word)
            add(texts, count, "dead zone: %.1f %% of the %s values of '%s' lie between %g and %g, "
                "where they are in no set", 100 * set->gaps[g].share, timeframe, name,
                set->gaps[g].from, set->gaps[g].until);
    for (size_t m = 0; m < set->n_members; m++) {
        const char *member = set->set->members[m].name;
        if (set->members[m].share <= 0)
            add(texts, count, "'%s' of '%s' is never reached on %s bars: values lie between %g and "
                "%g, its input is always 0", member, name, timeframe, set->lowest, set->highest);
        else if (set->members[m].mean > 1 - worth_a_word)
            add(texts, count, "'%s' of '%s' holds nearly always on %s bars: it tells the network "
                "nothing", member, name, timeframe);
    }
}

void worker_coverage_warn(const struct feature_coverage *coverage, char ***texts, size_t *count)
{
    for (size_t i = 0; i < coverage->count; i++)
        warn_of_set(&coverage->sets[i], texts, count);
}

/* ---- the result ---- */

static void fill_members(const struct feature_coverage_set *from, struct wire_coverage_set *to)
{
    to->n_members = from->n_members;
    to->members = mem_alloc((from->n_members + 1) * sizeof(*to->members));
    for (size_t m = 0; m < from->n_members; m++) {
        const struct feature_coverage_member *member = &from->members[m];

        snprintf(to->members[m].name, sizeof(to->members[m].name), "%s",
                 from->set->members[m].name);
        to->members[m].share = member->share;
        to->members[m].strong = member->strong;
        to->members[m].mean = member->mean;
    }
}

static void fill_set(const struct feature_coverage_set *from, struct wire_coverage_set *to)
{
    wire_clear(wire_coverage_set_fields, to);
    snprintf(to->name, sizeof(to->name), "%s", from->set->id);
    snprintf(to->indicator, sizeof(to->indicator), "%s", from->indicator);
    snprintf(to->timeframe, sizeof(to->timeframe), "%s", timeframe_name(from->timeframe));
    to->values = (int64_t)from->n;
    to->lowest = from->lowest;
    to->highest = from->highest;
    to->in_none = from->in_none;
    to->in_several = from->in_several;
    to->mean_sum = from->mean_sum;
    to->least_sum = from->least_sum;
    to->most_sum = from->most_sum;
    to->is_ruspini = from->is_ruspini;
    fill_members(from, to);
    to->n_dead_zones = from->n_gaps;
    to->dead_zones = mem_alloc((from->n_gaps + 1) * sizeof(*to->dead_zones));
    for (size_t g = 0; g < from->n_gaps; g++)
        to->dead_zones[g] = (struct wire_coverage_zone){ from->gaps[g].from, from->gaps[g].until,
                                                         from->gaps[g].share };
}

static void print(const struct worker_dataset *dataset, const struct feature_coverage *coverage,
                  struct buf *ret_json)
{
    const struct worker_dataset_symbol *symbol = &dataset->symbols[0];
    struct wire_coverage_result result;

    wire_clear(wire_coverage_result_fields, &result);
    snprintf(result.name, sizeof(result.name), "%s", dataset->strategy.name);
    snprintf(result.symbol, sizeof(result.symbol), "%s", symbol->name);
    feature_plan_hash(&dataset->plan, result.plan_hash);
    result.start = symbol->bars->time[0];
    result.end = symbol->bars->time[symbol->bars->count - 1];
    result.bars = (int64_t)symbol->bars->count;
    result.n_sets = coverage->count;
    result.sets = mem_alloc((coverage->count + 1) * sizeof(*result.sets));
    for (size_t i = 0; i < coverage->count; i++)
        fill_set(&coverage->sets[i], &result.sets[i]);
    worker_coverage_warn(coverage, &result.warnings, &result.n_warnings);
    wire_encode(wire_coverage_result_fields, &result, ret_json);
    wire_coverage_result_release(&result);
}

bool worker_coverage_run(const struct wire_worker_request *request, struct buf *ret_json,
                         struct error *err)
{
    OWNED(worker_input_release) struct worker_input input = {0};
    OWNED(worker_dataset_release) struct worker_dataset dataset = {0};
    OWNED(feature_coverage_release) struct feature_coverage coverage = {0};
    struct features_input in;

    if (!worker_check_open(request, &input, &dataset, err))
        return false;
    in = worker_dataset_input(&dataset, &dataset.symbols[0], &input);
    if (!feature_coverage_measure(&dataset.strategy, &in, &coverage, err))
        return false;
    print(&dataset, &coverage, ret_json);
    return true;
}
