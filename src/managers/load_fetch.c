#include "managers/load_fetch.h"

#include "async/event.h"
#include "async/gate.h"
#include "async/loop.h"
#include "async/scope.h"
#include "managers/load_job.h"

#include <stdio.h>

/* At once, of one load; arrived and not handed on yet, for an earlier one is late. A request may
 * wait for its turn and for a gateway that comes back; then it has failed. */
enum { AT_ONCE = 6, AHEAD = 12, REQUEST_MS = 30 * 60 * 1000, FAILURES_MOST = 3 };

struct fetch {
    struct load_job *job;
    size_t next;                    /* to ask for */
    size_t taken;
    struct event news;
};

static bool ask(struct fetch *fetch, struct load_job_segment *segment, struct error *err)
{
    struct load_job *job = fetch->job;
    struct wire_ib_ask wanted = job->ask;
    bool ok;

    wanted.start = segment->start;
    wanted.end = segment->end;
    if (!gate_enter(job->requests, 0, err))
        return false;
    ok = adapt_ib_bars(job->ib, &wanted, loop_now(task_loop()) + REQUEST_MS, &segment->bars,
                       &segment->error);
    gate_leave(job->requests);
    segment->state = ok ? LOAD_JOB_ARRIVED : LOAD_JOB_FAILED;
    job->result.requests++;
    return task_check(err);
}

static bool ask_for_some(void *arg, struct error *err)
{
    struct fetch *fetch = arg;

    while (fetch->next < fetch->job->n_segments) {
        if (fetch->next >= fetch->taken + AHEAD) {
            if (!event_wait(&fetch->news, 0, err))
                return false;
            continue;
        }
        if (!ask(fetch, &fetch->job->segments[fetch->next++], err))
            return false;
        event_raise(&fetch->news);
    }
    return true;
}

/* Nothing that is asked after it would fare better. */
static bool is_hopeless(enum error_code code)
{
    static const enum error_code codes[] = { ERROR_FORBIDDEN, ERROR_UNAUTHORIZED,
                                             ERROR_UNAVAILABLE, ERROR_NOT_FOUND };

    for (size_t i = 0; i < COUNT(codes); i++)
        if (codes[i] == code)
            return true;
    return false;
}

/* What one bad answer spoils is that segment; what the store cannot do ends the load. */
static bool spoils_one(enum error_code code)
{
    return code == ERROR_INVALID || code == ERROR_BAD_DATA;
}

static bool wait_for(struct fetch *fetch, const struct load_job_segment *segment,
                     struct error *err)
{
    while (segment->state == LOAD_JOB_WAITS)
        if (!event_wait(&fetch->news, 0, err))
            return false;
    return true;
}

static bool take_one(struct fetch *fetch, struct load_job_segment *segment, load_fetch_fn *take,
                     void *arg, struct error *err)
{
    if (!wait_for(fetch, segment, err))
        return false;
    if (segment->state == LOAD_JOB_ARRIVED &&
        !take(arg, fetch->job, segment, &segment->error)) {
        if (!spoils_one(segment->error.code)) {
            *err = segment->error;
            return false;
        }
        segment->state = LOAD_JOB_FAILED;
    }
    if (segment->state == LOAD_JOB_FAILED)
        load_job_miss(fetch->job, segment->start, segment->end, segment->error.text);
    bars_release(&segment->bars);
    fetch->taken++;
    event_raise(&fetch->news);
    return true;
}

static void give_up(struct load_job *job, size_t from, const struct error *why)
{
    char reason[200];

    snprintf(reason, sizeof(reason), "not asked any more: %.170s", why->text);
    for (size_t i = from; i < job->n_segments; i++)
        load_job_miss(job, job->segments[i].start, job->segments[i].end, reason);
}

static bool take_all(struct fetch *fetch, load_fetch_fn *take, void *arg, struct error *err)
{
    struct load_job *job = fetch->job;
    size_t failures = 0;

    for (size_t i = 0; i < job->n_segments && !job->has_split; i++) {
        struct load_job_segment *segment = &job->segments[i];

        if (!take_one(fetch, segment, take, arg, err))
            return false;
        load_job_tell(job, "loading", i + 1);
        failures = segment->state == LOAD_JOB_FAILED ? failures + 1 : 0;
        if (failures && (is_hopeless(segment->error.code) || failures == FAILURES_MOST)) {
            give_up(job, i + 1, &segment->error);
            return true;
        }
    }
    return true;
}

bool load_fetch_run(struct load_job *job, load_fetch_fn *take, void *arg, struct error *err)
{
    struct fetch fetch = { .job = job };
    OWNED(scope_release) struct scope scope = { .loop = task_loop() };

    job->has_split = false;
    job->started_ms = loop_now(task_loop());
    load_job_tell(job, "loading", 0);
    for (size_t i = 0; i < AT_ONCE && i < job->n_segments; i++)
        scope_spawn(&scope, ask_for_some, &fetch);
    return take_all(&fetch, take, arg, err);
}
