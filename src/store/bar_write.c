#include "store/bar_write.h"

#include "base/mem.h"
#include "domain/bars.h"
#include "domain/bars_agreement.h"
#include "store/bar_store.h"
#include "store/query.h"
#include "store/spill.h"
#include "store/store.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bar_write {
    struct store *store;
    struct series series;
    struct bar_write_note note;
    enum bar_block_codec codec;
    struct spill *spill;        /* the full blocks; NULL: none yet */
    struct bars rest;           /* less than a block */
    bool is_rest_read, is_done;
    struct buf block;
};

struct bar_write *bar_write_new(struct store *store, const struct series *series,
                                const struct bar_write_origin *origin)
{
    struct bar_write *write = MEM_NEW(struct bar_write);

    write->store = store;
    write->series = *series;
    write->codec = BAR_BLOCK_PACKED;
    write->note.fetched_ms = origin->fetched_ms;
    snprintf(write->note.source, sizeof(write->note.source), "%s", origin->source);
    snprintf(write->note.label, sizeof(write->note.label), "%s", origin->label);
    return write;
}

void bar_write_use_codec(struct bar_write *write, enum bar_block_codec codec)
{
    write->codec = codec;
}

void bar_write_free(struct bar_write *write)
{
    if (!write)
        return;
    spill_free(write->spill);
    bars_release(&write->rest);
    buf_release(&write->block);
    free(write);
}

static bool open_spill(struct bar_write *write, struct error *err)
{
    char *path;
    bool ok;

    if (write->spill)
        return true;
    path = store_temporary(write->store);
    ok = spill_open(path, &write->spill, err);
    free(path);
    return ok;
}

/* Raw: packing is done once, when it is known which bars lie together. */
static bool put_away(struct bar_write *write, const struct bars *bars, struct error *err)
{
    bar_block_encode(bars, BAR_BLOCK_RAW, &write->block);
    return open_spill(write, err) &&
           spill_add(write->spill, write->block.bytes, write->block.length, err);
}

static void keep(struct bars *to, const struct bars *from)
{
    const size_t start = to->count;

    bars_reserve(to, BAR_BLOCK_USUAL);
    memcpy(to->time + start, from->time, from->count * sizeof(*to->time));
    for (int c = 0; c < BARS_COLUMNS; c++) {
        const double untold = c == BARS_ADJUST ? 1 : (double)NAN;

        if (from->column[c])
            bars_add_column(to, (enum bars_column)c, untold);
        for (size_t i = 0; to->column[c] && i < from->count; i++)
            to->column[c][start + i] = from->column[c] ? from->column[c][i] : untold;
    }
    to->count += from->count;
}

static bool add_all(struct bar_write *write, const struct bars *bars, struct error *err)
{
    for (size_t at = 0, now; at < bars->count; at += now) {
        const size_t left = bars->count - at, room = BAR_BLOCK_USUAL - write->rest.count;
        const struct bars piece = bars_slice(bars, at, left < room ? left : room);

        now = piece.count;
        if (now == BAR_BLOCK_USUAL) {
            if (!put_away(write, &piece, err))
                return false;
            continue;
        }
        keep(&write->rest, &piece);
        if (write->rest.count == BAR_BLOCK_USUAL) {
            if (!put_away(write, &write->rest, err))
                return false;
            bars_release(&write->rest);
        }
    }
    return true;
}

bool bar_write_add(struct bar_write *write, const struct bars *bars, struct error *err)
{
    struct bar_write_note *note = &write->note;

    assert(!write->is_done);
    if (!bars->count)
        return true;
    if (!bars_check(bars, err))
        return false;
    if (note->count && bars->time[0] <= note->last)
        return error_set(err, ERROR_INVALID, "the bar of %" PRId64 " is not later than the one "
                         "of %" PRId64 " before it", bars->time[0], note->last);
    if (!add_all(write, bars, err))
        return false;
    if (!note->count)
        note->first = bars->time[0];
    note->last = bars->time[bars->count - 1];
    note->count += (int64_t)bars->count;
    return true;
}

static bool next(void *arg, struct bars *bars, struct error *err)
{
    struct bar_write *write = arg;

    if (write->spill) {
        if (!spill_next(write->spill, &write->block, err))
            return false;
        if (write->block.length)
            return bar_block_decode(write->block.bytes, write->block.length, bars, err);
    }
    if (!write->is_rest_read && write->rest.count)
        keep(bars, &write->rest);
    write->is_rest_read = true;
    return true;
}

static bool add_note(struct bar_write *write, struct db *db, int64_t series, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct bar_write_note *note = &write->note;

    if (!query_start(&query, db, "INSERT INTO bar_write(series, first, last, count, source, label,"
                     " fetched_ms) VALUES(?, ?, ?, ?, ?, ?, ?)", err))
        return false;
    query_bind_int(&query, series);
    query_bind_int(&query, note->first);
    query_bind_int(&query, note->last);
    query_bind_int(&query, note->count);
    query_bind_text(&query, note->source);
    query_bind_text(&query, note->label);
    query_bind_int(&query, note->fetched_ms);
    return query_run(&query, err);
}

struct commit {
    struct bar_write *write;
    struct bar_merge merge;
    struct bar_merge_counts *counts;
    char owner[32];             /* the source of the stored bars; "": there are none */
};

/* Another source than the series' own only extends. */
static bool choose_mode(struct db *db, struct commit *job, struct error *err)
{
    const char *source = job->write->note.source;

    if (!bar_store_owner(db, job->merge.series, job->owner, err))
        return false;
    if (!job->owner[0] || !strcmp(job->owner, source))
        return true;
    if (job->merge.mode == BAR_MERGE_REPLACE)
        return error_set(err, ERROR_CONFLICT, "the bars of '%s' are of source '%s': source '%s' "
                         "replaces none of them", job->write->series.symbol, job->owner, source);
    job->merge.mode = BAR_MERGE_EXTEND;
    return true;
}

static bool check_extension(const struct commit *job, struct error *err)
{
    const struct bar_merge_counts *counts = job->counts;
    struct error why;

    return job->merge.mode != BAR_MERGE_EXTEND || !counts->added ||
           bars_agreement_check(counts->same + counts->kept, counts->agreeing, &why) ||
           error_set(err, why.code, "source '%s' may not extend '%s', which is of source '%s': %s",
                     job->write->note.source, job->write->series.symbol, job->owner, why.text);
}

/* Another source is the origin of what it added, and of no stored bar. */
static void cut_note(const struct commit *job)
{
    struct bar_write_note *note = &job->write->note;

    if (job->merge.mode != BAR_MERGE_EXTEND)
        return;
    note->first = job->counts->first_added;
    note->last = job->counts->last_added;
    note->count = job->counts->added;
}

static bool commit(struct db *db, void *arg, struct error *err)
{
    struct commit *job = arg;
    struct bar_write *write = job->write;

    if (!bar_store_make_series(db, &write->series, write->note.source, &job->merge.series, err) ||
        !choose_mode(db, job, err) || !bar_merge_run(&job->merge, db, job->counts, err) ||
        !check_extension(job, err))
        return false;
    cut_note(job);
    return !write->note.count || add_note(write, db, job->merge.series, err);
}

static bool run(struct bar_write *write, const struct bar_merge *merge,
                struct bar_merge_counts *ret_counts, struct error *err)
{
    struct bar_merge_counts counts = {0};
    struct commit job = { .write = write, .merge = *merge, .counts = &counts };

    assert(!write->is_done);
    write->is_done = true;
    job.merge.codec = write->codec;
    job.merge.next = next;
    job.merge.arg = write;
    if (!store_write(write->store, commit, &job, err))
        return false;
    *ret_counts = counts;
    return true;
}

bool bar_write_commit(struct bar_write *write, struct bar_merge_counts *ret_counts,
                      struct error *err)
{
    const struct bar_merge merge = { .from = write->note.first, .until = write->note.last + 1,
                                     .mode = BAR_MERGE_ADD };

    if (!write->note.count)
        return error_set(err, ERROR_INVALID, "no bars to store for '%s'", write->series.symbol);
    return run(write, &merge, ret_counts, err);
}

bool bar_write_replace(struct bar_write *write, int64_t from, int64_t until,
                       struct bar_merge_counts *ret_counts, struct error *err)
{
    const struct bar_merge merge = { .from = from, .until = until, .mode = BAR_MERGE_REPLACE };

    if (write->note.count && (write->note.first < from || write->note.last >= until))
        return error_set(err, ERROR_INVALID, "new bars lie outside of what they replace");
    return run(write, &merge, ret_counts, err);
}

struct listing {
    int64_t series;
    struct bar_write_notes notes;
};

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;
    struct bar_write_notes *notes = &listing->notes;

    if (!query_start(&query, db, "SELECT first, last, count, source, label, fetched_ms "
                     "FROM bar_write WHERE series=? ORDER BY id", err))
        return false;
    query_bind_int(&query, listing->series);
    while (query_next(&query, err)) {
        struct bar_write_note *note;

        notes->items = mem_resize(notes->items, (notes->count + 1) * sizeof(*notes->items));
        note = &notes->items[notes->count++];
        *note = (struct bar_write_note){ query_int(&query, 0), query_int(&query, 1),
                                         query_int(&query, 2), "", "", query_int(&query, 5) };
        snprintf(note->source, sizeof(note->source), "%s", query_text(&query, 3));
        snprintf(note->label, sizeof(note->label), "%s", query_text(&query, 4));
    }
    return !query.has_failed;
}

bool bar_write_list(struct store *store, int64_t series, struct bar_write_notes *ret_notes,
                    struct error *err)
{
    struct listing listing = { .series = series };

    if (store_read(store, list, &listing, err)) {
        *ret_notes = listing.notes;
        return true;
    }
    bar_write_notes_release(&listing.notes);
    return false;
}

void bar_write_notes_release(struct bar_write_notes *notes)
{
    free(notes->items);
    *notes = (struct bar_write_notes){0};
}
