#include "store/bar_store.h"

#include "base/mem.h"
#include "domain/bars.h"
#include "store/bar_block.h"
#include "store/query.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define TAKE_TEXT(to, query, column) snprintf(to, sizeof(to), "%s", query_text(query, column))

/* The sums come from the index alone; the blocks are not touched. */
#define SELECT_INFO                                                                       \
    "SELECT s.id, s.symbol, s.timeframe, s.contract, s.what, s.hours, s.calendar, s.type,"  \
    " s.currency, s.source, min(b.first), max(b.last), total(b.count), total(b.length)"      \
    " FROM series s LEFT JOIN bar_block b ON b.series = s.id "

static bool take_info(const struct query *query, struct bar_store_info *info, struct error *err)
{
    struct series *series = &info->series;

    *info = (struct bar_store_info){ .id = query_int(query, 0) };
    TAKE_TEXT(series->symbol, query, 1);
    series->contract = query_int(query, 3);
    TAKE_TEXT(series->what, query, 4);
    TAKE_TEXT(series->calendar, query, 6);
    TAKE_TEXT(series->type, query, 7);
    TAKE_TEXT(series->currency, query, 8);
    TAKE_TEXT(info->source, query, 9);
    info->first = query_int(query, 10);
    info->last = query_int(query, 11);
    info->count = query_int(query, 12);
    info->bytes = query_int(query, 13);
    return timeframe_parse(query_text(query, 2), &series->timeframe, err) &&
           series_parse_hours(query_text(query, 5), &series->hours, err);
}

struct find {
    char key[SERIES_KEY];
    struct bar_store_info info;
};

static bool find(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct find *find = arg;

    if (!query_start(&query, db, SELECT_INFO "WHERE s.key=? GROUP BY s.id", err))
        return false;
    query_bind_text(&query, find->key);
    if (query_next(&query, err))
        return take_info(&query, &find->info, err);
    return !query.has_failed;
}

bool bar_store_find(struct store *store, const struct series *series,
                    struct bar_store_info *ret_info, struct error *err)
{
    struct find want = {0};

    series_key_text(series, want.key);
    if (!store_read(store, find, &want, err))
        return false;
    *ret_info = want.info;
    return true;
}

struct listing {
    const char *symbol;
    struct bar_store_list list;
};

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;
    struct bar_store_list *items = &listing->list;

    if (!query_start(&query, db, SELECT_INFO "WHERE ?1 IS NULL OR s.symbol=?1 GROUP BY s.id "
                     "ORDER BY s.symbol, s.timeframe, s.key", err))
        return false;
    query_bind_text(&query, listing->symbol);
    while (query_next(&query, err)) {
        items->items = mem_resize(items->items, (items->count + 1) * sizeof(*items->items));
        if (!take_info(&query, &items->items[items->count++], err))
            return false;
    }
    return !query.has_failed;
}

bool bar_store_list(struct store *store, const char *symbol, struct bar_store_list *ret_list,
                    struct error *err)
{
    struct listing listing = { .symbol = symbol };

    if (store_read(store, list, &listing, err)) {
        *ret_list = listing.list;
        return true;
    }
    bar_store_list_release(&listing.list);
    return false;
}

void bar_store_list_release(struct bar_store_list *list_of)
{
    free(list_of->items);
    *list_of = (struct bar_store_list){0};
}

struct reading {
    int64_t series, from, until;
    struct bars *bars;
    bar_store_fn *fn;           /* NULL: all are gathered in bars */
    void *arg;
    size_t least;               /* of the last ones; 0: all */
};

static bool check_series(struct db *db, int64_t series, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT 1 FROM series WHERE id=?", err))
        return false;
    query_bind_int(&query, series);
    if (query_next(&query, err))
        return true;
    return query.has_failed ? false
                            : error_set(err, ERROR_NOT_FOUND, "no series %" PRId64, series);
}

static void bind_range(struct query *query, const struct reading *reading)
{
    query_bind_int(query, reading->series);
    query_bind_int(query, reading->until);
    query_bind_int(query, reading->from);
}

/* Room for all, at once: growing would copy a long series many times. */
static bool make_room(struct db *db, const struct reading *reading, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT total(count) FROM bar_block "
                     "WHERE series=? AND first<? AND last>=?", err))
        return false;
    bind_range(&query, reading);
    if (query_next(&query, err))
        bars_reserve(reading->bars, reading->bars->count + (size_t)query_int(&query, 0));
    return !query.has_failed;
}

/* Only the first and the last block reach out of the range. */
static void cut(struct bars *bars, size_t start, const struct reading *reading)
{
    const struct bars block = bars_slice(bars, start, bars->count - start);
    const size_t early = bars_lower_bound(&block, reading->from);
    const size_t n = bars_lower_bound(&block, reading->until) - early;

    for (size_t i = 0; early && i < n; i++) {
        block.time[i] = block.time[i + early];
        for (int c = 0; c < BARS_COLUMNS; c++)
            if (block.column[c])
                block.column[c][i] = block.column[c][i + early];
    }
    bars->count = start + n;
}

static bool hand_on(const struct reading *reading, struct error *err)
{
    const bool ok = !reading->bars->count || reading->fn(reading->arg, reading->bars, err);

    reading->bars->count = 0;
    return ok;
}

/* Moves `from` to where enough bars are left. The block that reaches over the end counts nothing:
 * who knows how many of its bars lie before. */
static bool skip_to_tail(struct db *db, struct reading *reading, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    int64_t count = 0, from = reading->from;

    if (!query_start(&query, db, "SELECT first, last, count FROM bar_block WHERE series=? AND"
                     " first<? AND last>=? ORDER BY first DESC", err))
        return false;
    bind_range(&query, reading);
    while (count < (int64_t)reading->least && query_next(&query, err)) {
        from = query_int(&query, 0);
        count += query_int(&query, 1) < reading->until ? query_int(&query, 2) : 0;
    }
    reading->from = from > reading->from ? from : reading->from;
    return !query.has_failed;
}

static bool read_blocks(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct reading *reading = arg;

    if (!check_series(db, reading->series, err) ||
        (reading->least && !skip_to_tail(db, reading, err)) ||
        (!reading->fn && !make_room(db, reading, err)) ||
        !query_start(&query, db, "SELECT bytes FROM bar_block "
                     "WHERE series=? AND first<? AND last>=? ORDER BY first", err))
        return false;
    bind_range(&query, reading);
    while (query_next(&query, err)) {
        const size_t start = reading->bars->count;
        size_t length;
        const void *bytes = query_bytes(&query, 0, &length);

        if (!bar_block_decode(bytes, length, reading->bars, err))
            return false;
        cut(reading->bars, start, reading);
        if (reading->fn && !hand_on(reading, err))
            return false;
    }
    return !query.has_failed;
}

static bool gather(struct store *store, struct reading *reading, struct error *err)
{
    const size_t before = reading->bars->count;

    if (store_read(store, read_blocks, reading, err))
        return true;
    reading->bars->count = before;
    return false;
}

bool bar_store_read(struct store *store, int64_t series, int64_t from, int64_t until,
                    struct bars *bars, struct error *err)
{
    struct reading reading = { .series = series, .from = from, .until = until, .bars = bars };

    return gather(store, &reading, err);
}

bool bar_store_read_tail(struct store *store, const struct bar_store_range *range, size_t least,
                         struct bars *bars, struct error *err)
{
    struct reading reading = { .series = range->series, .from = range->from,
                               .until = range->until, .bars = bars, .least = least };

    return gather(store, &reading, err);
}

bool bar_store_each(struct store *store, const struct bar_store_range *range, bar_store_fn *fn,
                    void *arg, struct error *err)
{
    OWNED(bars_release) struct bars block = {0};
    struct reading reading = { .series = range->series, .from = range->from,
                               .until = range->until, .bars = &block, .fn = fn, .arg = arg };

    return store_read(store, read_blocks, &reading, err);
}

static bool find_id(struct db *db, const char *key, int64_t *ret_id, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT id FROM series WHERE key=?", err))
        return false;
    query_bind_text(&query, key);
    if (query_next(&query, err))
        *ret_id = query_int(&query, 0);
    return !query.has_failed;
}

bool bar_store_make_series(struct db *db, const struct series *series, const char *source,
                           int64_t *ret_id, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    char key[SERIES_KEY];
    int64_t id = 0;

    series_key_text(series, key);
    if (!find_id(db, key, &id, err))
        return false;
    if (id) {
        *ret_id = id;
        return true;
    }
    if (!query_start(&query, db, "INSERT INTO series(key, symbol, timeframe, contract, what, hours,"
                     " calendar, type, currency, source) VALUES(?,?,?,?,?,?,?,?,?,?)", err))
        return false;
    query_bind_text(&query, key);
    query_bind_text(&query, series->symbol);
    query_bind_text(&query, timeframe_name(series->timeframe));
    query_bind_int(&query, series->contract);
    query_bind_text(&query, series->what);
    query_bind_text(&query, series_hours_name(series->hours));
    query_bind_text(&query, series->calendar);
    query_bind_text(&query, series->type);
    query_bind_text(&query, series->currency);
    query_bind_text(&query, source);
    if (!query_run(&query, err))
        return false;
    *ret_id = db_last_row(db);
    return true;
}

bool bar_store_owner(struct db *db, int64_t series, char ret_source[32], struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT source FROM series WHERE id=?1 AND "
                     "EXISTS(SELECT 1 FROM bar_block WHERE series=?1)", err))
        return false;
    query_bind_int(&query, series);
    snprintf(ret_source, 32, "%s", query_next(&query, err) ? query_text(&query, 0) : "");
    return !query.has_failed;
}

static bool delete_series(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const int64_t *series = arg;

    if (!check_series(db, *series, err) ||
        !query_start(&query, db, "DELETE FROM series WHERE id=?", err))
        return false;
    query_bind_int(&query, *series);
    return query_run(&query, err);      /* blocks and writes go with it */
}

bool bar_store_delete(struct store *store, int64_t series, struct error *err)
{
    return store_write(store, delete_series, &series, err);
}
