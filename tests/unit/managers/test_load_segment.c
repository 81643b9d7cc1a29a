#include "managers/load_segment.h"

#include "async/lane.h"
#include "async/loop.h"
#include "async/task.h"
#include "base/date.h"
#include "domain/calendar.h"
#include "managers/load_job.h"
#include "managers/manage_bars.h"
#include "operations/manage_store.h"
#include "store/schema.h"
#include "store/store.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

enum { FIRST = 20089 };             /* Monday, 2025-01-01 + 5 days */

static struct bars week(double close)
{
    struct bars bars = {0};

    for (int day = FIRST; day < FIRST + 5; day++)
        bars_append(&bars, day * (int64_t)DATE_DAY,
                    (const double[]){ close, close + 9, close - 1, close + day - FIRST, 10 });
    return bars;
}

/* The first bar differs and is old; the last one differs and is of the last two sessions. */
static bool store_twice(void *arg, struct error *err)
{
    struct load_job *job = arg;
    struct load_job_segment segment = { .start = FIRST * (int64_t)DATE_DAY,
                                        .end = (FIRST + 5) * (int64_t)DATE_DAY };

    segment.bars = week(100);
    CHECK(load_segment_store(NULL, job, &segment, err));
    CHECK(job->result.added == 5 && job->result.received == 5);
    segment.bars.column[BARS_CLOSE][0] = 100.5;
    segment.bars.column[BARS_CLOSE][4] = 100.25;
    job->replaces_from = (FIRST + 3) * (int64_t)DATE_DAY;
    CHECK(load_segment_store(NULL, job, &segment, err));
    CHECK(job->result.added == 5 && job->result.replaced == 1 && job->result.revised == 1);
    if (job->result.n_revisions != 1)
        return error_set(err, ERROR_BAD_DATA, "no revision");
    CHECK(job->result.revisions[0].stored_close == 100);
    CHECK(job->result.revisions[0].new_close == 100.5 && !job->has_split);

    bars_release(&segment.bars);
    return true;
}

TEST(corrections_are_stored_and_older_revisions_reported)
{
    struct load_job job = { .calendar = calendar_find("nyse"), .replaces_from = INT64_MAX,
                            .now = (FIRST + 40) * (int64_t)DATE_DAY };
    struct manage_store store;
    struct task *task;
    struct error err;

    CHECK(store_open(test_folder(), &schema_backend, &store.store, &err));
    store.loop = loop_new();
    store.lane = lane_new(store.loop, "writer", 10);
    job.store = &store;
    job.bars = manage_bars_new(&store);
    job.series = series_imported("AAA", TIMEFRAME_1_DAY);
    snprintf(job.series.type, sizeof(job.series.type), "STK");
    task = task_spawn(store.loop, store_twice, &job);
    loop_run(store.loop);
    CHECK(task_join(task, &err));
    manage_bars_free(job.bars);
    load_job_release(&job);
    lane_free(store.lane);
    loop_run(store.loop);
    store_close(store.store);
    loop_free(store.loop);
}
