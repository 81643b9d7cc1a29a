#include "managers/load_job.h"

#include "async/loop.h"
#include "async/task.h"
#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"
#include "domain/calendar_schedule.h"
#include "operations/operation_run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* From so many answers on, its own pace tells what is left. */
enum { TOLD_BY_ITSELF = 3, ANSWER_MS = 120000 };

static void release_segments(struct load_job *job)
{
    for (size_t i = 0; i < job->n_segments; i++)
        bars_release(&job->segments[i].bars);
    free(job->segments);
    job->segments = NULL;
    job->n_segments = 0;
}

void load_job_release(struct load_job *job)
{
    release_segments(job);
    calendar_free(job->own_calendar);
    calendar_schedule_free(job->schedule);
    wire_load_request_release(&job->wanted);
    wire_load_result_release(&job->result);
}

/* Requests are cut by the clock; one of a weekend only would be answered with nothing. */
static bool is_closed(const struct load_job *job, const struct wire_ib_segment *segment)
{
    const bool is_daily = timeframe_is_daily(job->series.timeframe);
    int64_t date = date_midnight(segment->start) - (is_daily ? 0 : DATE_DAY);
    struct calendar_session session;

    do {
        session = calendar_session_from(job->calendar, date);
        date = session.date + DATE_DAY;
        if (is_daily || session.close > segment->start)
            return (is_daily ? session.date : session.open) >= segment->end;
    } while (true);
}

static void add_segment(struct load_job *job, const struct wire_ib_segment *segment)
{
    if (is_closed(job, segment))
        return;
    job->segments[job->n_segments++] = (struct load_job_segment){ .start = segment->start,
                                                                  .end = segment->end };
}

static void add_part(struct load_job *job, const struct wire_ib_plan *plan, size_t part,
                     enum load_plan_order order)
{
    for (size_t i = 0; i < plan->n_segments; i++) {
        const size_t at = order == LOAD_PLAN_NEWEST_FIRST ? plan->n_segments - 1 - i : i;

        if (plan->segments[at].ask == (int64_t)part)
            add_segment(job, &plan->segments[at]);
    }
}

/* The newest part first, but a tail from its overlap on; within a part as its order says, so that
 * a load which is killed leaves no hole behind what it stored. */
void load_job_set_segments(struct load_job *job, const struct wire_ib_plan *plan,
                           const struct load_plan_part *parts, size_t n_parts)
{
    const bool goes_on = job->mode == LOAD_PLAN_TAIL && job->info.count;

    release_segments(job);
    job->segments = mem_alloc(plan->n_segments * sizeof(*job->segments));
    job->plan_seconds = plan->seconds;
    for (size_t i = 0; i < n_parts; i++) {
        const size_t part = goes_on ? i : n_parts - 1 - i;

        add_part(job, plan, part, parts[part].order);
    }
}

void load_job_note(struct load_job *job, const char *format, ...)
{
    struct wire_load_result *result = &job->result;
    char text[400];
    va_list values;

    va_start(values, format);
    vsnprintf(text, sizeof(text), format, values);
    va_end(values);
    result->notes = mem_resize(result->notes, (result->n_notes + 1) * sizeof(*result->notes));
    result->notes[result->n_notes++] = mem_text(text);
}

/* True where it lies next to the stretch that lacked last. */
static bool widen(struct wire_load_missing *last, int64_t start, int64_t end, const char *reason)
{
    if (strncmp(last->reason, reason, sizeof(last->reason) - 1) != 0 ||
        (last->end != start && last->start != end))
        return false;
    if (last->end == start)
        last->end = end;
    else
        last->start = start;
    return true;
}

void load_job_miss(struct load_job *job, int64_t start, int64_t end, const char *reason)
{
    struct wire_load_result *result = &job->result;
    struct wire_load_missing *missing;

    result->failed++;
    if (result->n_missing && widen(&result->missing[result->n_missing - 1], start, end, reason))
        return;
    result->missing = mem_resize(result->missing,
                                 (result->n_missing + 1) * sizeof(*result->missing));
    missing = &result->missing[result->n_missing++];
    wire_clear(wire_load_missing_fields, missing);
    missing->start = start;
    missing->end = end;
    snprintf(missing->reason, sizeof(missing->reason), "%s", reason);
}

void load_job_print_time(const struct load_job *job, int64_t time, char ret_text[LOAD_JOB_TIME])
{
    if (timeframe_is_daily(job->series.timeframe))
        date_print_day(time, ret_text);
    else
        date_print_iso(time, ret_text);
}

int64_t load_job_deadline(void)
{
    return loop_now(task_loop()) + ANSWER_MS;
}

static double seconds_left(const struct load_job *job, size_t done)
{
    const double elapsed = (double)(loop_now(task_loop()) - job->started_ms) / 1000;
    const double left = (double)(job->n_segments - done);

    if (done < TOLD_BY_ITSELF)
        return (double)job->plan_seconds * left / (double)job->n_segments;
    return elapsed * left / (double)done;
}

void load_job_tell(struct load_job *job, const char *phase, size_t done)
{
    const double total = (double)job->n_segments;
    struct wire_operation_progress progress;

    wire_clear(wire_operation_progress_fields, &progress);
    snprintf(progress.phase, sizeof(progress.phase), "%s", phase);
    progress.percent = 0;
    if (job->n_segments) {
        progress.percent = 100 * (double)done / total;
        progress.done = (double)done;
        progress.total = total;
        progress.eta_seconds = seconds_left(job, done);
        snprintf(progress.unit, sizeof(progress.unit), "requests");
    }
    snprintf(progress.message, sizeof(progress.message), "%s %s, %lld bars came, %lld new",
             job->series.symbol, timeframe_name(job->series.timeframe),
             (long long)job->result.received, (long long)job->result.added);
    operation_run_progress(job->run, &progress);
}
