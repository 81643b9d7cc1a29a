#include "store/bar_empty.h"

#include "base/mem.h"
#include "domain/series.h"
#include "store/query.h"
#include "store/store.h"

#include <assert.h>
#include <stdlib.h>

struct stretch {
    char key[SERIES_KEY];
    int64_t from, until, at_ms;
    bool covers;
};

static struct stretch stretch_of(const struct series *series, int64_t from, int64_t until)
{
    struct stretch stretch = { .from = from, .until = until };

    series_key_text(series, stretch.key);
    return stretch;
}

/* The outer bounds of it and of those that overlap or touch it. */
static bool widen(struct db *db, struct stretch *stretch, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "SELECT min(?2, ifnull(min(from_s), ?2)),"
                     " max(?3, ifnull(max(until_s), ?3)) FROM bar_empty"
                     " WHERE key=?1 AND from_s<=?3 AND until_s>=?2", err))
        return false;
    query_bind_text(&query, stretch->key);
    query_bind_int(&query, stretch->from);
    query_bind_int(&query, stretch->until);
    if (query_next(&query, err)) {
        stretch->from = query_int(&query, 0);
        stretch->until = query_int(&query, 1);
    }
    return !query.has_failed;
}

static bool remove_inside(struct db *db, const struct stretch *stretch, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!query_start(&query, db, "DELETE FROM bar_empty WHERE key=?1 AND from_s>=?2"
                     " AND until_s<=?3", err))
        return false;
    query_bind_text(&query, stretch->key);
    query_bind_int(&query, stretch->from);
    query_bind_int(&query, stretch->until);
    return query_run(&query, err);
}

static bool note(struct db *db, struct stretch *stretch, struct error *err)
{
    OWNED(query_release) struct query query = {0};

    if (!widen(db, stretch, err) || !remove_inside(db, stretch, err) ||
        !query_start(&query, db, "INSERT INTO bar_empty(key, from_s, until_s, at_ms)"
                     " VALUES(?, ?, ?, ?)", err))
        return false;
    query_bind_text(&query, stretch->key);
    query_bind_int(&query, stretch->from);
    query_bind_int(&query, stretch->until);
    query_bind_int(&query, stretch->at_ms);
    return query_run(&query, err);
}

struct noting {
    const struct series *series;
    const struct bar_empty_span *spans;
    size_t count;
    int64_t at_ms;
};

static bool note_all(struct db *db, void *arg, struct error *err)
{
    const struct noting *noting = arg;

    for (size_t i = 0; i < noting->count; i++) {
        struct stretch stretch = stretch_of(noting->series, noting->spans[i].from,
                                            noting->spans[i].until);

        assert(stretch.from < stretch.until);
        stretch.at_ms = noting->at_ms;
        if (!note(db, &stretch, err))
            return false;
    }
    return true;
}

bool bar_empty_note_many(struct store *store, const struct series *series,
                         const struct bar_empty_span *spans, size_t count, int64_t at_ms,
                         struct error *err)
{
    struct noting noting = { series, spans, count, at_ms };

    return !count || store_write(store, note_all, &noting, err);
}

bool bar_empty_note(struct store *store, const struct series *series, int64_t from,
                    int64_t until, int64_t at_ms, struct error *err)
{
    const struct bar_empty_span span = { from, until };

    return bar_empty_note_many(store, series, &span, 1, at_ms, err);
}

/* Stretches never touch each other, so one of them must cover it alone. */
static bool covers(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct stretch *stretch = arg;

    if (!query_start(&query, db, "SELECT 1 FROM bar_empty WHERE key=?1 AND from_s<=?2"
                     " AND until_s>=?3", err))
        return false;
    query_bind_text(&query, stretch->key);
    query_bind_int(&query, stretch->from);
    query_bind_int(&query, stretch->until);
    stretch->covers = query_next(&query, err);
    return !query.has_failed;
}

bool bar_empty_covers(struct store *store, const struct series *series, int64_t from,
                      int64_t until, bool *ret_covers, struct error *err)
{
    struct stretch stretch = stretch_of(series, from, until);

    if (!store_read(store, covers, &stretch, err))
        return false;
    *ret_covers = stretch.covers;
    return true;
}

struct listing {
    char key[SERIES_KEY];
    struct bar_empty_span *spans;
    size_t count;
};

static bool list(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    struct listing *listing = arg;

    if (!query_start(&query, db, "SELECT from_s, until_s FROM bar_empty WHERE key=?"
                     " ORDER BY from_s", err))
        return false;
    query_bind_text(&query, listing->key);
    while (query_next(&query, err)) {
        listing->spans = mem_resize(listing->spans,
                                    (listing->count + 1) * sizeof(*listing->spans));
        listing->spans[listing->count++] = (struct bar_empty_span){ query_int(&query, 0),
                                                                    query_int(&query, 1) };
    }
    return !query.has_failed;
}

bool bar_empty_list(struct store *store, const struct series *series,
                    struct bar_empty_span **ret_spans, size_t *ret_count, struct error *err)
{
    struct listing listing = {0};

    series_key_text(series, listing.key);
    if (!store_read(store, list, &listing, err)) {
        free(listing.spans);
        return false;
    }
    *ret_spans = listing.spans;
    *ret_count = listing.count;
    return true;
}

static bool forget(struct db *db, void *arg, struct error *err)
{
    const struct stretch everything = *(struct stretch *)arg;

    return remove_inside(db, &everything, err);
}

bool bar_empty_forget(struct store *store, const struct series *series, struct error *err)
{
    struct stretch stretch = stretch_of(series, INT64_MIN, INT64_MAX);

    return store_write(store, forget, &stretch, err);
}
