#include "managers/load_segment.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/bars_revision.h"
#include "domain/gaps.h"
#include "managers/load_job.h"
#include "managers/manage_bars.h"
#include "operations/manage_store.h"
#include "store/bar_empty.h"
#include "store/bar_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETTLED_DAYS = 7 };

/* What the lane is lent. */
struct storing {
    const struct load_job *job;
    const struct load_job_segment *segment;
    struct bar_store_info info;
    struct bars stored, fresh;      /* fresh: a copy, without what is not taken */
    struct bars_revision revision;
    struct bar_merge_counts counts;
    struct bar_empty_span *empty;
    size_t n_empty;
};

static void release(struct storing *storing)
{
    bars_release(&storing->stored);
    bars_release(&storing->fresh);
    free(storing->empty);
}

static void copy_bar(struct bars *bars, size_t from, size_t to)
{
    bars->time[to] = bars->time[from];
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            bars->column[c][to] = bars->column[c][from];
}

/* Stored bars from before the last two sessions stay, whatever comes. */
static void drop_known(struct storing *storing)
{
    struct bars *fresh = &storing->fresh;
    const struct bars *stored = &storing->stored;
    size_t kept = 0;

    for (size_t i = 0, at = 0; i < fresh->count; i++) {
        const int64_t time = fresh->time[i];

        while (at < stored->count && stored->time[at] < time)
            at++;
        if (at < stored->count && stored->time[at] == time && time < storing->job->replaces_from)
            continue;
        copy_bar(fresh, i, kept++);
    }
    fresh->count = kept;
}

/* What lacks at the end may come yet: sources are late at times. */
static void add_empty(struct storing *storing, int64_t from, int64_t until)
{
    const int64_t settled = date_midnight(storing->job->now) - SETTLED_DAYS * DATE_DAY;

    until = until < settled ? until : settled;
    if (from >= until)
        return;
    storing->empty = mem_resize(storing->empty,
                                (storing->n_empty + 1) * sizeof(*storing->empty));
    storing->empty[storing->n_empty++] = (struct bar_empty_span){ from, until };
}

/* Of an answer with bars, the holes: the market was open, and the source has nothing. */
static void find_empty(struct storing *storing)
{
    const struct load_job *job = storing->job;
    const struct load_job_segment *segment = storing->segment;
    const struct gaps_range range = { .timeframe = job->series.timeframe,
                                      .calendar = job->calendar, .from = segment->start,
                                      .until = segment->end };
    struct gaps gaps;

    if (!segment->bars.count) {
        add_empty(storing, segment->start, segment->end);
        return;
    }
    gaps_find_within(&segment->bars, &range, &gaps);
    for (size_t i = 0; i < gaps.count; i++)
        if (gaps.items[i].kind == GAPS_MISSING || gaps.items[i].kind == GAPS_UNCLASSIFIED)
            add_empty(storing, gaps.items[i].from, gaps.items[i].until);
    gaps_release(&gaps);
}

static bool write(struct store *store, struct storing *storing, struct error *err)
{
    const struct load_job *job = storing->job;
    struct bar_write *bars;
    char label[96];
    bool ok;

    if (!storing->fresh.count)
        return true;
    snprintf(label, sizeof(label), "contract %lld %s %s", (long long)job->series.contract,
             job->series.what, series_hours_name(job->series.hours));
    bars = bar_write_new(store, &job->series, &(struct bar_write_origin){ "ib", label,
                                                                          date_now_ms() });
    ok = bar_write_add(bars, &storing->fresh, err) &&
         bar_write_commit(bars, &storing->counts, err);
    bar_write_free(bars);
    return ok;
}

static bool read_stored(struct store *store, struct storing *storing, struct error *err)
{
    const struct load_job_segment *segment = storing->segment;

    if (!bar_store_find(store, &storing->job->series, &storing->info, err))
        return false;
    return !storing->info.id || bar_store_read(store, storing->info.id, segment->start,
                                               segment->end, &storing->stored, err);
}

static bool has_split(const struct load_job *job, const struct bars_revision *revision)
{
    return revision->verdict == BARS_REVISION_SPLIT && !strcmp(job->series.type, "STK");
}

static bool store_all(struct store *store, void *arg, struct error *err)
{
    struct storing *storing = arg;
    const struct load_job *job = storing->job;
    const struct bars *came = &storing->segment->bars;

    if (!bars_check(came, err) || !read_stored(store, storing, err))
        return false;
    storing->revision = bars_revision_find(&storing->stored, came, job->replaces_from);
    if (has_split(job, &storing->revision))
        return true;
    storing->fresh = bars_copy(came, 0, came->count);
    drop_known(storing);
    find_empty(storing);
    return write(store, storing, err) &&
           bar_empty_note_many(store, &job->series, storing->empty, storing->n_empty,
                               date_now_ms(), err);
}

static void count_revisions(struct load_job *job, const struct bars_revision *revision)
{
    struct wire_load_result *result = &job->result;

    result->revised += (int64_t)revision->revised;
    for (size_t i = 0; i < revision->n_kept && result->n_revisions < BARS_REVISION_KEPT; i++) {
        const struct bars_revision_difference *from = &revision->kept[i];

        if (from->is_correction)
            continue;
        result->revisions = mem_resize(result->revisions, (result->n_revisions + 1)
                                                              * sizeof(*result->revisions));
        result->revisions[result->n_revisions++] = (struct wire_load_revision){
            from->time, from->stored_close, from->new_close };
    }
}

bool load_segment_store(void *arg, struct load_job *job, struct load_job_segment *segment,
                        struct error *err)
{
    OWNED(release) struct storing storing = { .job = job, .segment = segment };
    struct wire_load_result *result = &job->result;

    (void)arg;
    if (!manage_store_write(job->store, store_all, &storing, err))
        return false;
    if (has_split(job, &storing.revision)) {
        job->has_split = true;
        snprintf(result->split, sizeof(result->split), "%d for %d", storing.revision.after,
                 storing.revision.before);
        return true;
    }
    count_revisions(job, &storing.revision);
    result->received += (int64_t)segment->bars.count;
    result->empty += !segment->bars.count;
    result->added += storing.counts.added;
    result->replaced += storing.counts.replaced;
    if (storing.counts.added || storing.counts.replaced)
        manage_bars_changed(job->bars);
    return true;
}
