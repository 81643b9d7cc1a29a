#include "managers/load_stored.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "domain/gaps.h"
#include "managers/load_job.h"
#include "managers/load_scope.h"
#include "operations/manage_store.h"
#include "operations/operation_run.h"
#include "store/bar_empty.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- on the pool ---- */

struct look {
    struct load_job *job;
    bool wants_holes;
    struct bars times;              /* without columns: gaps looks at nothing else */
    struct gaps_span *missing, *empty;
    size_t n_missing, n_empty;
    struct load_scope scope;
    bool has_scope;
};

static void release(struct look *look)
{
    free(look->times.time);
    free(look->missing);
    free(look->empty);
}

/* A second series of one symbol and timeframe could not be told from the first by most commands. */
static bool check_others(struct store *store, const struct load_job *job, struct error *err)
{
    const struct series *series = &job->series;
    struct bar_store_list list = {0};
    bool ok = true;

    if (!bar_store_list(store, series->symbol, &list, err))
        return false;
    for (size_t i = 0; i < list.count && ok; i++) {
        const struct series *other = &list.items[i].series;

        if (other->timeframe != series->timeframe || list.items[i].id == job->info.id)
            continue;
        ok = error_set(err, ERROR_CONFLICT, "there are %s bars of '%s' already, of another series "
                       "(%s, %s, hours %s)", timeframe_name(series->timeframe), series->symbol,
                       list.items[i].source, other->what, series_hours_name(other->hours));
        error_suggest(err, "ktrdr data delete %s -t %s, then load again", series->symbol,
                      timeframe_name(series->timeframe));
    }
    bar_store_list_release(&list);
    return ok;
}

static bool add_times(void *arg, const struct bars *bars, struct error *err)
{
    struct bars *times = arg;

    (void)err;
    if (times->count + bars->count > times->room) {
        times->room = 2 * times->room + bars->count;
        times->time = mem_resize(times->time, times->room * sizeof(*times->time));
    }
    memcpy(times->time + times->count, bars->time, bars->count * sizeof(*bars->time));
    times->count += bars->count;
    return true;
}

/* A holiday within a hole makes two of it, but one request asks for both. */
static void add_hole(struct look *look, const struct gap *gap)
{
    struct gaps_span *last = look->n_missing ? &look->missing[look->n_missing - 1] : NULL;

    if (last && bars_lower_bound(&look->times, last->until)
                    == bars_lower_bound(&look->times, gap->from))
        last->until = gap->until;
    else
        look->missing[look->n_missing++] = (struct gaps_span){ gap->from, gap->until };
}

static bool find_holes(struct store *store, struct look *look, struct error *err)
{
    const struct load_job *job = look->job;
    const struct bar_store_range all = { job->info.id, INT64_MIN, INT64_MAX };
    struct gaps gaps;

    if (!bar_store_each(store, &all, add_times, &look->times, err))
        return false;
    gaps_find(&look->times, job->series.timeframe, job->calendar, NULL, 0, &gaps);
    look->missing = mem_alloc(gaps.count * sizeof(*look->missing));
    for (size_t i = 0; i < gaps.count; i++)
        if (gaps.items[i].kind == GAPS_MISSING || gaps.items[i].kind == GAPS_UNCLASSIFIED)
            add_hole(look, &gaps.items[i]);
    gaps_release(&gaps);
    return true;
}

static bool find_empty(struct store *store, struct look *look, struct error *err)
{
    struct bar_empty_span *spans;
    size_t count;

    if (!bar_empty_list(store, &look->job->series, &spans, &count, err))
        return false;
    look->empty = mem_alloc(count * sizeof(*look->empty));
    for (size_t i = 0; i < count; i++)
        look->empty[look->n_empty++] = (struct gaps_span){ spans[i].from, spans[i].until };
    free(spans);
    return true;
}

static bool find_info(struct store *store, void *arg, struct error *err)
{
    struct load_job *job = arg;

    return bar_store_find(store, &job->series, &job->info, err);
}

static bool look_at_store(struct store *store, void *arg, struct error *err)
{
    struct look *look = arg;
    struct load_job *job = look->job;

    if (!find_info(store, job, err) || !check_others(store, job, err) ||
        !find_empty(store, look, err))
        return false;
    if (job->run->attempt > 1 &&
        !load_scope_read(store, job->run->id, &look->scope, &look->has_scope, err))
        return false;
    look->wants_holes = job->mode == LOAD_PLAN_FULL || look->has_scope;
    return !look->wants_holes || !job->info.count || find_holes(store, look, err);
}

/* ---- the plan ---- */

/* How far back the source goes; nobody has to know it who only goes on from the last bar. IB tells
 * it 60 times in 10 minutes, so daily bars with a start do without: a year of nothing is one
 * request. */
static bool find_head(struct load_job *job, bool goes_on, int64_t *ret_head, struct error *err)
{
    const bool has_start = timeframe_is_daily(job->series.timeframe) && job->start != INT64_MIN;

    *ret_head = INT64_MIN;
    if (goes_on || has_start)
        return true;
    return adapt_ib_head(job->ib, &job->ask, load_job_deadline(), ret_head, err) ||
           err->code == ERROR_NOT_FOUND;
}

/* An attempt that goes on fetches what is missing of what the first one set out for. */
static void narrow(const struct look *look, struct load_plan_request *request)
{
    if (!look->has_scope)
        return;
    request->mode = LOAD_PLAN_FULL;
    if (request->start < look->scope.start)
        request->start = look->scope.start;
    if (request->end > look->scope.end)
        request->end = look->scope.end;
}

static bool make_plan(struct look *look, struct load_plan *ret_plan, struct error *err)
{
    struct load_job *job = look->job;
    struct load_plan_request request = {
        .mode = job->mode, .timeframe = job->series.timeframe, .calendar = job->calendar,
        .n_stored = (size_t)job->info.count, .first = job->info.first, .last = job->info.last,
        .missing = look->missing, .n_missing = look->n_missing,
        .empty = look->empty, .n_empty = look->n_empty, .asks_again = job->wanted.recheck,
        .start = job->start, .end = job->end, .now = job->now,
    };
    const bool is_tail = job->mode == LOAD_PLAN_TAIL && job->info.count;

    narrow(look, &request);
    return find_head(job, is_tail, &request.head, err) && load_plan_make(&request, ret_plan, err);
}

/* A split since the last load would join old prices to new ones without a word: so the last two
 * sessions are looked at again before anything is put beside them. */
static void add_look_back(struct load_job *job, struct load_plan *plan)
{
    const enum timeframe timeframe = job->series.timeframe;
    int64_t from, until;

    if (job->mode == LOAD_PLAN_TAIL || job->run->attempt > 1 || !plan->count ||
        !job->info.count || strcmp(job->series.type, "STK") != 0)
        return;
    from = load_plan_last_sessions(job->calendar, timeframe, job->info.last);
    until = timeframe_is_daily(timeframe)
          ? calendar_period_end(timeframe, job->info.last)
          : calendar_bar_end(job->calendar, timeframe, job->info.last);
    plan->parts = mem_resize(plan->parts, (plan->count + 1) * sizeof(*plan->parts));
    plan->room = plan->count + 1;
    plan->parts[plan->count++] = (struct load_plan_part){ from, until, LOAD_PLAN_OLDEST_FIRST };
    plan->replaces_from = from;
}

static bool plan_requests(struct load_job *job, const struct load_plan *plan, struct error *err)
{
    struct wire_ib_plan_ask asks = { .n_asks = plan->count };
    struct wire_ib_plan requests;
    bool ok;

    if (!plan->count) {
        load_job_set_segments(job, &(struct wire_ib_plan){0}, NULL, 0);
        return true;
    }
    asks.asks = mem_alloc(plan->count * sizeof(*asks.asks));
    for (size_t i = 0; i < plan->count; i++) {
        asks.asks[i] = job->ask;
        asks.asks[i].start = plan->parts[i].from;
        asks.asks[i].end = plan->parts[i].until;
    }
    ok = adapt_ib_plan(job->ib, &asks, load_job_deadline(), &requests, err);
    free(asks.asks);
    if (!ok)
        return false;
    load_job_set_segments(job, &requests, plan->parts, plan->count);
    wire_ib_plan_release(&requests);
    return true;
}

struct scope_call {
    const char *operation;
    struct load_scope scope;
};

static bool write_scope(struct store *store, void *arg, struct error *err)
{
    const struct scope_call *call = arg;

    return load_scope_write(store, call->operation, &call->scope, err);
}

static bool keep_scope(struct load_job *job, const struct look *look,
                       const struct load_plan *plan, struct error *err)
{
    struct scope_call call = { job->run->id, { INT64_MIN, INT64_MAX } };

    if (look->has_scope)
        return true;
    if (job->info.count && job->mode == LOAD_PLAN_TAIL)
        call.scope.start = plan->replaces_from;
    if (job->info.count && job->mode == LOAD_PLAN_BACKFILL)
        call.scope.end = job->info.first;
    return manage_store_read(job->store, write_scope, &call, err);
}

bool load_stored_plan(struct load_job *job, struct error *err)
{
    OWNED(release) struct look look = { .job = job };
    OWNED(load_plan_release) struct load_plan plan = {0};

    load_job_tell(job, "planning", 0);
    if (!manage_store_read(job->store, look_at_store, &look, err) ||
        !make_plan(&look, &plan, err) || !keep_scope(job, &look, &plan, err))
        return false;
    add_look_back(job, &plan);
    job->replaces_from = plan.replaces_from;
    return plan_requests(job, &plan, err);
}

bool load_stored_plan_all(struct load_job *job, int64_t start, int64_t end, struct error *err)
{
    struct load_plan_part part = { start, end, LOAD_PLAN_OLDEST_FIRST };
    const struct load_plan plan = { .count = 1, .parts = &part };

    return plan_requests(job, &plan, err);
}

bool load_stored_look(struct load_job *job, struct error *err)
{
    return manage_store_read(job->store, find_info, job, err);
}

static bool remove_scope(struct store *store, void *arg, struct error *err)
{
    return load_scope_remove(store, arg, err);
}

bool load_stored_forget_scope(struct load_job *job, struct error *err)
{
    return manage_store_read(job->store, remove_scope, job->run->id, err);
}
