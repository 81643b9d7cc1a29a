#include "store/bar_merge.h"

#include "base/mem.h"
#include "domain/bars.h"
#include "domain/bars_agreement.h"
#include "store/query.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct side {
    struct bars bars;
    size_t at;              /* the first not taken */
    bool has_ended;
};

struct run {
    const struct bar_merge *merge;
    struct db *db;
    int64_t *old_blocks;    /* ids, in order of time */
    size_t n_old, next_old;
    struct side old, new;
    struct bars out;
    struct buf bytes;
    struct bar_merge_counts counts;
};

static void release(struct run *run)
{
    free(run->old_blocks);
    bars_release(&run->old.bars);
    bars_release(&run->new.bars);
    bars_release(&run->out);
    buf_release(&run->bytes);
}

static size_t left(const struct side *side)
{
    return side->bars.count - side->at;
}

static int64_t time_of(const struct side *side)
{
    return side->bars.time[side->at];
}

static bool list_old(struct run *run, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct bar_merge *merge = run->merge;

    if (!query_start(&query, run->db,
                     "SELECT id, first FROM bar_block WHERE series=?1 AND first<?3 AND last>=?2 "
                     "UNION SELECT id, first FROM (SELECT id, first, count FROM bar_block"
                     " WHERE series=?1 AND first<?2 ORDER BY first DESC LIMIT 1) WHERE count<?4 "
                     "UNION SELECT id, first FROM (SELECT id, first, count FROM bar_block"
                     " WHERE series=?1 AND first>=?3 ORDER BY first LIMIT 1) WHERE count<?4 "
                     "ORDER BY first", err))
        return false;
    query_bind_int(&query, merge->series);
    query_bind_int(&query, merge->from);
    query_bind_int(&query, merge->until);
    query_bind_int(&query, BAR_BLOCK_USUAL);
    while (query_next(&query, err)) {
        if (run->n_old % 64 == 0)
            run->old_blocks = mem_resize(run->old_blocks, (run->n_old + 64) * sizeof(int64_t));
        run->old_blocks[run->n_old++] = query_int(&query, 0);
    }
    return !query.has_failed;
}

static bool read_block(struct run *run, int64_t id, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const void *bytes;
    size_t length;

    if (!query_start(&query, run->db, "SELECT bytes FROM bar_block WHERE id=?", err))
        return false;
    query_bind_int(&query, id);
    if (!query_next(&query, err))
        return query.has_failed ? false : error_set(err, ERROR_INTERNAL, "a block is gone");
    bytes = query_bytes(&query, 0, &length);
    return bar_block_decode(bytes, length, &run->old.bars, err);
}

static bool delete_block(struct run *run, int64_t id, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, run->db, "DELETE FROM bar_block WHERE id=?", err))
        return false;
    query_bind_int(&query, id);
    return query_run(&query, err);
}

static bool fill_old(struct run *run, struct error *err)
{
    if (left(&run->old) || run->old.has_ended)
        return true;
    bars_release(&run->old.bars);       /* the next block may have fewer columns */
    run->old.at = 0;
    if (run->next_old == run->n_old) {
        run->old.has_ended = true;
        return true;
    }
    const int64_t id = run->old_blocks[run->next_old++];
    return read_block(run, id, err) && delete_block(run, id, err);
}

static bool fill_new(struct run *run, struct error *err)
{
    if (left(&run->new) || run->new.has_ended)
        return true;
    bars_release(&run->new.bars);
    run->new.at = 0;
    if (!run->merge->next(run->merge->arg, &run->new.bars, err))
        return false;
    run->new.has_ended = !run->new.bars.count;
    return true;
}

static bool flush(struct run *run, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct bars *out = &run->out;

    if (!out->count)
        return true;
    bar_block_encode(out, run->merge->codec, &run->bytes);
    if (!query_start(&query, run->db,
                     "INSERT INTO bar_block(series, first, last, count, length, bytes) "
                     "VALUES(?, ?, ?, ?, ?, ?)", err))
        return false;
    query_bind_int(&query, run->merge->series);
    query_bind_int(&query, out->time[0]);
    query_bind_int(&query, out->time[out->count - 1]);
    query_bind_int(&query, (int64_t)out->count);
    query_bind_int(&query, (int64_t)run->bytes.length);
    query_bind_bytes(&query, run->bytes.bytes, run->bytes.length);
    if (!query_run(&query, err))
        return false;
    bars_release(&run->out);
    bars_reserve(&run->out, BAR_BLOCK_USUAL);
    return true;
}

static void copy(struct bars *to, const struct side *from, size_t n)
{
    memcpy(to->time + to->count, from->bars.time + from->at, n * sizeof(*to->time));
    for (int c = 0; c < BARS_COLUMNS; c++) {
        const double untold = c == BARS_ADJUST ? 1 : (double)NAN;

        if (from->bars.column[c]) {
            bars_add_column(to, (enum bars_column)c, untold);
            memcpy(to->column[c] + to->count, from->bars.column[c] + from->at, n * sizeof(double));
        } else if (to->column[c]) {
            for (size_t i = 0; i < n; i++)
                to->column[c][to->count + i] = untold;
        }
    }
    to->count += n;
}

static bool take(struct run *run, struct side *side, size_t n, struct error *err)
{
    while (n) {
        const size_t room = BAR_BLOCK_USUAL - run->out.count, now = n < room ? n : room;

        copy(&run->out, side, now);
        side->at += now;
        n -= now;
        if (run->out.count == BAR_BLOCK_USUAL && !flush(run, err))
            return false;
    }
    return true;
}

/* How many lie before the other side's next. */
static size_t before(const struct side *side, const struct side *other)
{
    const size_t until = left(other) ? bars_lower_bound(&side->bars, time_of(other))
                                     : side->bars.count;

    return until - side->at;
}

static bool take_old(struct run *run, size_t n, struct error *err)
{
    struct side *old = &run->old;
    size_t first, gone;

    if (run->merge->mode != BAR_MERGE_REPLACE)
        return take(run, old, n, err);
    first = bars_lower_bound(&old->bars, run->merge->from);
    gone = bars_lower_bound(&old->bars, run->merge->until);
    first = first < old->at ? old->at : first > old->at + n ? old->at + n : first;
    gone = gone < first ? first : gone > old->at + n ? old->at + n : gone;
    n -= gone - old->at;
    if (!take(run, old, first - old->at, err))
        return false;
    run->counts.removed += (int64_t)(gone - first);
    old->at = gone;
    return take(run, old, n, err);
}

static bool take_new(struct run *run, size_t n, struct error *err)
{
    const struct side *new = &run->new;

    if (!run->counts.added)
        run->counts.first_added = time_of(new);
    run->counts.added += (int64_t)n;
    run->counts.last_added = new->bars.time[new->at + n - 1];
    return take(run, &run->new, n, err);
}

static bool is_same(const struct side *old, const struct side *new)
{
    for (int c = 0; c < BARS_COLUMNS; c++) {
        const double *a = old->bars.column[c], *b = new->bars.column[c];

        if (b && (!a || memcmp(a + old->at, b + new->at, sizeof(*a))))
            return false;
    }
    return true;
}

/* Two at one time. What is the same stays as it was: it may have columns the new one has not. */
static bool take_one_of_two(struct run *run, struct error *err)
{
    const bool extends = run->merge->mode == BAR_MERGE_EXTEND;
    const bool is_known = is_same(&run->old, &run->new);

    if (extends)
        run->counts.agreeing += bars_agreement_is(&run->old.bars, run->old.at, &run->new.bars,
                                                  run->new.at);
    run->counts.same += is_known;
    run->counts.kept += !is_known && extends;
    if (is_known || extends) {
        run->new.at++;
        return take(run, &run->old, 1, err);
    }
    run->counts.replaced++;
    run->old.at++;
    return take(run, &run->new, 1, err);
}

static bool step(struct run *run, struct error *err)
{
    const bool has_old = left(&run->old), has_new = left(&run->new);

    if (has_old && (!has_new || time_of(&run->old) < time_of(&run->new)))
        return take_old(run, before(&run->old, &run->new), err);
    if (!has_old || time_of(&run->new) < time_of(&run->old))
        return take_new(run, before(&run->new, &run->old), err);
    return take_one_of_two(run, err);
}

bool bar_merge_run(const struct bar_merge *merge, struct db *db,
                   struct bar_merge_counts *ret_counts, struct error *err)
{
    OWNED(release) struct run run = { .merge = merge, .db = db };

    bars_reserve(&run.out, BAR_BLOCK_USUAL);
    if (!list_old(&run, err))
        return false;
    for (;;) {
        if (!fill_old(&run, err) || !fill_new(&run, err))
            return false;
        if (run.old.has_ended && run.new.has_ended)
            break;
        if (!step(&run, err))
            return false;
    }
    if (!flush(&run, err))
        return false;
    *ret_counts = run.counts;
    return true;
}
