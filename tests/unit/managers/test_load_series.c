#include "managers/load_series.h"

#include "fake_ib.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "managers/load_job.h"
#include "operations/operation_run.h"
#include "test.h"

#include <stdio.h>

static bool find(void *arg, struct error *err)
{
    struct load_job *job = arg;

    return load_series_find(job, err);
}

static void find_aaa(struct load_job *job)
{
    struct loop *loop = loop_new();
    struct error err = {0};
    struct task *task;

    wire_clear(wire_load_request_fields, &job->wanted);
    job->wanted.symbols = mem_alloc(sizeof(*job->wanted.symbols));
    job->wanted.symbols[job->wanted.n_symbols++] = mem_text("AAA");
    snprintf(job->wanted.timeframe, sizeof(job->wanted.timeframe), "1d");
    job->run = operation_run_new(loop, "op_1", "{}", 1);
    task = task_spawn(loop, find, job);
    loop_run(loop);
    CHECK(task_join(task, &err));
    operation_run_free(job->run);
    loop_run(loop);
    loop_free(loop);
}

TEST(where_there_is_no_rule_a_year_of_sessions_is_asked_for_by_the_clock_of_the_source)
{
    static const bool asleep[] = { false, true };

    for (size_t i = 0; i < COUNT(asleep); i++) {
        OWNED(load_job_release) struct load_job job = {0};
        const struct wire_ib_ask *asked;
        struct calendar_session session;

        fake = (struct fake_ib){ .now = date_of(2021, 6, 15) + 20 * 3600, .zone = "MET",
                                 .is_asleep = asleep[i] };
        find_aaa(&job);
        CHECK_TEXT(job.series.calendar, "none");
        CHECK(job.now - fake.now >= -1 && job.now - fake.now <= 1);
        CHECK(fake.n_schedules == (asleep[i] ? 2 : 1));     /* the first only wakes it */
        asked = &fake.schedules[fake.n_schedules - 1];
        CHECK(asked->end == date_of(2021, 6, 16));
        CHECK(asked->start == asked->end - 364 * (int64_t)DATE_DAY);
        CHECK(!calendar_session_on(job.calendar, date_of(2020, 12, 25), &session));
        CHECK(calendar_session_on(job.calendar, date_of(2020, 12, 24), &session));
    }
}

TEST(where_there_is_a_rule_no_sessions_are_asked_for)
{
    OWNED(load_job_release) struct load_job job = {0};

    fake = (struct fake_ib){ .now = date_of(2021, 6, 15) };
    find_aaa(&job);
    CHECK_TEXT(job.series.calendar, "nyse");
    CHECK(!fake.n_schedules && !job.own_calendar);
}
