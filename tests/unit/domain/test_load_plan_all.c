/* Whatever is stored: bars that are expected and bars that are planned for, counted one by one. */
#include "base/date.h"
#include "base/random.h"
#include "domain/bars.h"
#include "domain/calendar.h"
#include "domain/load_plan.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

enum { EMPTY_MOST = 4 };

struct trial {
    struct load_plan_request request;
    struct bars expected;           /* finished ones, from the head on */
    bool *is_stored;
    struct bars stored;
    struct gaps gaps;
    struct gaps_span *missing, empty[EMPTY_MOST];
};

static size_t below(struct random *random, size_t n)
{
    return (size_t)random_below(random, n);
}

static void add(struct bars *bars, int64_t time)
{
    bars_append(bars, time, (double[]){ 1, 1, 1, 1, 1 });
}

/* By walking the sessions; nothing of load_plan.c is asked. */
static void expect(struct trial *trial)
{
    const struct load_plan_request *request = &trial->request;
    const bool is_daily = timeframe_is_daily(request->timeframe);
    struct calendar_session session = calendar_session_from(request->calendar,
                                                            date_midnight(request->head)
                                                            - 10 * DATE_DAY);
    int64_t start, end;

    for (; session.open < request->now;
         session = calendar_session_from(request->calendar, session.date + DATE_DAY)) {
        if (is_daily) {
            end = calendar_bar_end(request->calendar, request->timeframe, session.date);
            if (calendar_stamp(request->calendar, request->timeframe, session.date) == session.date
                && session.date >= date_midnight(request->head) && end + 1800 <= request->now)
                add(&trial->expected, session.date);
            continue;
        }
        for (start = session.open; start < session.close; start = calendar_resume(&session, end)) {
            end = calendar_bar_end(request->calendar, request->timeframe, start);
            if (start >= request->head && end > session.first_trade && end + 60 <= request->now)
                add(&trial->expected, start);
        }
    }
}

static bool is_in(const struct gaps_span *spans, size_t n, int64_t time)
{
    for (size_t i = 0; i < n; i++)
        if (spans[i].from <= time && time < spans[i].until)
            return true;
    return false;
}

/* Some runs of them, and some that have no data. */
static void store_some(struct trial *trial, struct random *random)
{
    struct load_plan_request *request = &trial->request;
    const size_t n = trial->expected.count;
    size_t at = below(random, n / 2 + 1);

    trial->is_stored = calloc(n + 1, sizeof(bool));
    for (size_t k = 0; k < below(random, 5) && at < n; k++) {
        for (size_t run = 1 + below(random, n / 4 + 1); run && at < n; run--, at++) {
            trial->is_stored[at] = true;
            add(&trial->stored, trial->expected.time[at]);
        }
        at += below(random, n / 8 + 1);
    }
    request->empty = trial->empty;
    for (size_t i = below(random, n + 1); i + 2 < n && request->n_empty < EMPTY_MOST;
         i += 2 + below(random, n / 3 + 1))
        if (!trial->is_stored[i] && !trial->is_stored[i + 1])
            trial->empty[request->n_empty++] = (struct gaps_span){
                trial->expected.time[i], trial->expected.time[i + 1] };
}

static void list_missing(struct trial *trial)
{
    struct load_plan_request *request = &trial->request;

    request->n_stored = trial->stored.count;
    if (!request->n_stored)
        return;
    request->first = trial->stored.time[0];
    request->last = trial->stored.time[trial->stored.count - 1];
    gaps_find(&trial->stored, request->timeframe, request->calendar, NULL, 0, &trial->gaps);
    trial->missing = calloc(trial->gaps.count + 1, sizeof(*trial->missing));
    for (size_t i = 0; i < trial->gaps.count; i++)
        if (trial->gaps.items[i].kind == GAPS_MISSING)
            trial->missing[request->n_missing++] = (struct gaps_span){
                trial->gaps.items[i].from, trial->gaps.items[i].until };
    request->missing = trial->missing;
}

static bool should_be_planned(const struct trial *trial, const struct load_plan *plan, size_t i)
{
    const struct load_plan_request *request = &trial->request;
    const int64_t time = trial->expected.time[i];
    const bool is_again = request->n_stored && request->mode == LOAD_PLAN_TAIL;

    if (!request->asks_again && is_in(request->empty, request->n_empty, time))
        return false;
    if (is_again)
        return time >= plan->replaces_from;
    if (request->n_stored && request->mode == LOAD_PLAN_BACKFILL)
        return time < request->first;
    return !trial->is_stored[i];
}

static void check_trial(const struct trial *trial)
{
    OWNED(load_plan_release) struct load_plan plan = {0};
    size_t n_wrong = 0;
    struct error err;

    CHECK(load_plan_make(&trial->request, &plan, &err));
    for (size_t i = 0; i < plan.count; i++)
        CHECK(plan.parts[i].from < plan.parts[i].until
              && (!i || plan.parts[i - 1].until <= plan.parts[i].from));
    for (size_t i = 0; i < trial->expected.count; i++) {
        const int64_t time = trial->expected.time[i];
        size_t n = 0;

        for (size_t k = 0; k < plan.count; k++)
            n += plan.parts[k].from <= time && time < plan.parts[k].until;
        n_wrong += n != should_be_planned(trial, &plan, i);
    }
    CHECK(n_wrong == 0);
    for (size_t i = 0; i < plan.count; i++)     /* each begins with a bar that is expected */
        CHECK(trial->expected.time[bars_lower_bound(&trial->expected, plan.parts[i].from)]
              == plan.parts[i].from);
}

static void release(struct trial *trial)
{
    bars_release(&trial->expected);
    bars_release(&trial->stored);
    gaps_release(&trial->gaps);
    free(trial->missing);
    free(trial->is_stored);
}

TEST(stored_and_planned_cover_everything_expected_and_nothing_twice)
{
    static const char *const names[] = { "nyse", "nyse_all", "idealpro", "cme", "crypto" };
    static const enum timeframe timeframes[] = { TIMEFRAME_15_MINUTES, TIMEFRAME_1_HOUR,
                                                 TIMEFRAME_4_HOURS, TIMEFRAME_1_DAY,
                                                 TIMEFRAME_1_WEEK, TIMEFRAME_1_MONTH };
    struct random random = random_seed(7);

    for (int i = 0; i < 600; i++) {
        OWNED(release) struct trial trial = {0};
        struct load_plan_request *request = &trial.request;
        const int64_t begin = date_of(2021, 1, 20) + (int64_t)below(&random, 200) * 3600 * 12;

        request->mode = (enum load_plan_mode)below(&random, LOAD_PLAN_MODES);
        request->calendar = calendar_find(names[below(&random, COUNT(names))]);
        request->timeframe = timeframes[below(&random, COUNT(timeframes))];
        request->asks_again = below(&random, 3) == 0;
        request->head = begin + (int64_t)below(&random, 86400);
        request->now = begin + (int64_t)(15 + below(&random, request->timeframe
                                                    >= TIMEFRAME_1_DAY ? 150 : 30)) * DATE_DAY
            + (int64_t)below(&random, 86400);
        request->start = INT64_MIN;
        request->end = INT64_MAX;
        expect(&trial);
        store_some(&trial, &random);
        list_missing(&trial);
        if (trial.expected.count)
            check_trial(&trial);
    }
}
