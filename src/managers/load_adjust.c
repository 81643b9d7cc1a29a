#include "managers/load_adjust.h"

#include "async/gate.h"
#include "async/loop.h"
#include "async/task.h"
#include "base/date.h"
#include "domain/bars_adjust.h"
#include "managers/load_job.h"
#include "managers/load_stored.h"
#include "managers/manage_bars.h"
#include "operations/manage_store.h"
#include "store/bar_write.h"

#include <stdio.h>
#include <string.h>

enum { REQUEST_MS = 10 * 60 * 1000 };

struct adjusting {
    const struct load_job *job;
    struct bars bars, adjusted;
    struct bar_merge_counts counts;
    struct error why;               /* of factors that make no sense */
};

static void release(struct adjusting *adjusting)
{
    bars_release(&adjusting->bars);
    bars_release(&adjusting->adjusted);
}

static bool read_bars(struct store *store, void *arg, struct error *err)
{
    struct adjusting *adjusting = arg;

    return bar_store_read(store, adjusting->job->info.id, INT64_MIN, INT64_MAX, &adjusting->bars,
                          err);
}

/* Rewrites the bars whose factor is another: with a new dividend these are nearly all. */
static bool write_factors(struct store *store, void *arg, struct error *err)
{
    struct adjusting *adjusting = arg;
    struct bar_write *write;
    bool ok;

    adjusting->adjusted.count = bars_lower_bound(&adjusting->adjusted,
                                                 adjusting->job->info.last + 1);
    if (!bars_adjust_fill(&adjusting->bars, &adjusting->adjusted, &adjusting->why))
        return true;
    write = bar_write_new(store, &adjusting->job->series, &(struct bar_write_origin){
        "ib", "factors of ADJUSTED_LAST", date_now_ms() });
    ok = bar_write_add(write, &adjusting->bars, err) &&
         bar_write_commit(write, &adjusting->counts, err);
    bar_write_free(write);
    return ok;
}

static bool ask(struct load_job *job, struct adjusting *adjusting, struct error *err)
{
    struct wire_ib_ask wanted = job->ask;
    bool ok;

    snprintf(wanted.what_to_show, sizeof(wanted.what_to_show), "ADJUSTED_LAST");
    wanted.start = job->info.first;
    wanted.end = job->now;
    if (!gate_enter(job->requests, 0, err))
        return false;
    ok = adapt_ib_bars(job->ib, &wanted, loop_now(task_loop()) + REQUEST_MS,
                       &adjusting->adjusted, err);
    gate_leave(job->requests);
    job->result.requests++;
    return ok;
}

static bool applies(const struct load_job *job)
{
    return job->series.timeframe == TIMEFRAME_1_DAY && !strcmp(job->series.type, "STK") &&
           !strcmp(job->series.what, "TRADES") && job->info.count;
}

static void note_lack(struct load_job *job, const char *why)
{
    snprintf(job->result.factors, sizeof(job->result.factors), "none");
    load_job_note(job, "price only, no dividends: %s", why);
}

static bool adjust(struct load_job *job, struct adjusting *adjusting, struct error *err)
{
    struct error why = {0};

    if (!ask(job, adjusting, &why)) {
        if (!task_check(err))
            return false;
        note_lack(job, why.text);
        return true;
    }
    if (!manage_store_write(job->store, write_factors, adjusting, err))
        return false;
    if (adjusting->why.code) {
        note_lack(job, adjusting->why.text);
        return true;
    }
    if (adjusting->counts.replaced)
        manage_bars_changed(job->bars);
    snprintf(job->result.factors, sizeof(job->result.factors), "stored");
    return true;
}

bool load_adjust_run(struct load_job *job, struct error *err)
{
    OWNED(release) struct adjusting adjusting = { .job = job };

    if (!load_stored_look(job, err))
        return false;
    if (!applies(job))
        return true;
    if (!manage_store_read(job->store, read_bars, &adjusting, err))
        return false;
    if (adjusting.bars.column[BARS_ADJUST] && !job->result.added && !job->result.replaced) {
        snprintf(job->result.factors, sizeof(job->result.factors), "stored");
        return true;
    }
    load_job_tell(job, "dividends", job->n_segments);
    return adjust(job, &adjusting, err);
}
