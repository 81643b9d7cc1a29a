#include "managers/load_split.h"

#include "base/date.h"
#include "managers/load_fetch.h"
#include "managers/load_job.h"
#include "managers/load_stored.h"
#include "managers/manage_bars.h"
#include "operations/manage_store.h"
#include "store/bar_write.h"

#include <stdio.h>

struct refetch {
    struct bar_write *write;
    int64_t from;
    const struct bars *bars;        /* while they are handed on */
    struct bar_merge_counts counts;
    int64_t received, empty;
};

static bool add(struct store *store, void *arg, struct error *err)
{
    struct refetch *refetch = arg;

    (void)store;
    return bar_write_add(refetch->write, refetch->bars, err);
}

static bool take(void *arg, struct load_job *job, struct load_job_segment *segment,
                 struct error *err)
{
    struct refetch *refetch = arg;

    refetch->bars = &segment->bars;
    if (!manage_store_write(job->store, add, refetch, err))
        return false;
    refetch->received += (int64_t)segment->bars.count;
    refetch->empty += !segment->bars.count;
    return true;
}

static bool replace(struct store *store, void *arg, struct error *err)
{
    struct refetch *refetch = arg;

    (void)store;
    return bar_write_replace(refetch->write, refetch->from, INT64_MAX, &refetch->counts, err);
}

/* The old bars as a file under their hash. */
static bool keep_old(struct load_job *job, struct error *err)
{
    struct manage_bars_want want = { .timeframe = job->series.timeframe, .from = INT64_MIN,
                                     .until = INT64_MAX };
    struct manage_bars_file file;

    snprintf(want.symbol, sizeof(want.symbol), "%s", job->series.symbol);
    if (!manage_bars_file(job->bars, &want, &file, err))
        return false;
    snprintf(job->result.old_data_hash, sizeof(job->result.old_data_hash), "%s", file.data_hash);
    return true;
}

static bool refetch_all(struct load_job *job, struct refetch *refetch, struct error *err)
{
    struct wire_load_result *result = &job->result;
    const int64_t finished = load_plan_finished(job->calendar, job->series.timeframe, job->now);

    if (!load_stored_plan_all(job, job->info.first, finished, err) ||
        !load_fetch_run(job, take, refetch, err))
        return false;
    if (result->n_missing)
        return true;
    if (!refetch->received)
        return error_set(err, ERROR_BAD_DATA, "after a split the source has no bars of '%s' any "
                         "more", job->series.symbol);
    if (!keep_old(job, err) || !manage_store_write(job->store, replace, refetch, err))
        return false;
    manage_bars_changed(job->bars);
    result->received += refetch->received;
    result->empty += refetch->empty;
    result->replaced += refetch->counts.replaced;
    result->added += refetch->counts.added;
    return true;
}

bool load_split_refetch(struct load_job *job, struct error *err)
{
    char label[96];
    struct refetch refetch = { .from = job->info.first };
    bool ok;

    load_job_note(job, "the prices show a split, %s: all bars were asked for anew",
                  job->result.split);
    snprintf(label, sizeof(label), "contract %lld %s %s, after a split",
             (long long)job->series.contract, job->series.what,
             series_hours_name(job->series.hours));
    refetch.write = bar_write_new(job->store->store, &job->series, &(struct bar_write_origin){
        "ib", label, date_now_ms() });
    ok = refetch_all(job, &refetch, err);
    bar_write_free(refetch.write);
    return ok;
}
