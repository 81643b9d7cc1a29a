#include "store/bar_sort.h"

#include "base/file.h"
#include "base/mem.h"
#include "domain/bars.h"
#include "store/db.h"
#include "store/query.h"
#include "store/store.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A value that nobody told is NaN in the row, as in bars. */
enum { ROW = BARS_COLUMNS * sizeof(double) };

struct bar_sort {
    struct db *db;
    char *path;
    bar_sort_duplicate_fn *told;
    void *arg;
    unsigned columns;               /* optional ones that some bar had, one bit each */
    bool is_reading, has_ended, has_last;
    struct query query;             /* over all of them, while it is read */
    int64_t last_time, last_line;
    double last[BARS_COLUMNS];
};

bool bar_sort_open(struct store *store, bar_sort_duplicate_fn *told, void *arg,
                   struct bar_sort **ret_sort, struct error *err)
{
    struct bar_sort *sort = MEM_NEW(struct bar_sort);

    sort->path = store_temporary(store);
    sort->told = told;
    sort->arg = arg;
    if (db_open(sort->path, DB_SCRATCH, &sort->db, err) &&
        db_run(sort->db, "CREATE TABLE bar(time INTEGER, line INTEGER, value BLOB) STRICT", err)) {
        *ret_sort = sort;
        return true;
    }
    bar_sort_free(sort);
    return false;
}

void bar_sort_free(struct bar_sort *sort)
{
    struct error ignored;       /* what is left is swept when the store opens again */

    if (!sort)
        return;
    query_release(&sort->query);
    db_close(sort->db);
    if (!file_remove_tree(sort->path, &ignored))
        assert(ignored.code);
    free(sort->path);
    free(sort);
}

struct adding {
    struct bar_sort *sort;
    const struct bars *bars;
    const int64_t *lines;
};

static bool add(struct db *db, void *arg, struct error *err)
{
    OWNED(query_release) struct query query = {0};
    const struct adding *adding = arg;
    const struct bars *bars = adding->bars;

    if (!query_start(&query, db, "INSERT INTO bar VALUES(?, ?, ?)", err))
        return false;
    for (size_t i = 0; i < bars->count; i++) {
        double row[BARS_COLUMNS];

        for (int c = 0; c < BARS_COLUMNS; c++)
            row[c] = bars->column[c] ? bars->column[c][i] : c == BARS_ADJUST ? 1 : (double)NAN;
        query_bind_int(&query, bars->time[i]);
        query_bind_int(&query, adding->lines[i]);
        query_bind_bytes(&query, row, ROW);
        if (!query_run(&query, err))
            return false;
    }
    return true;
}

bool bar_sort_add(struct bar_sort *sort, const struct bars *bars, const int64_t *lines,
                  struct error *err)
{
    struct adding adding = { sort, bars, lines };

    assert(!sort->is_reading);
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            sort->columns |= 1u << c;
    return db_transact(sort->db, add, &adding, err);
}

/* SQLite sorts in memory as far as its cache goes, and then in files. */
static bool start(struct bar_sort *sort, struct error *err)
{
    if (sort->is_reading)
        return true;
    sort->is_reading = true;
    return query_start(&sort->query, sort->db,
                       "SELECT time, line, value FROM bar ORDER BY time, line", err);
}

static void keep(struct bar_sort *sort, int64_t time, int64_t line, const double *row,
                 struct bars *bars)
{
    bars_append(bars, time, row);
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            bars->column[c][bars->count - 1] = row[c];
    sort->has_last = true;
    sort->last_time = time;
    sort->last_line = line;
    memcpy(sort->last, row, ROW);
}

static bool take(struct bar_sort *sort, struct bars *bars, struct error *err)
{
    const int64_t time = query_int(&sort->query, 0), line = query_int(&sort->query, 1);
    struct bar_sort_duplicate duplicate = { time, line, sort->last_line, false };
    double row[BARS_COLUMNS];
    size_t length;
    const void *bytes = query_bytes(&sort->query, 2, &length);

    if (length != ROW)
        return error_set(err, ERROR_INTERNAL, "a row of '%s' is cut short", sort->path);
    memcpy(row, bytes, ROW);
    if (!sort->has_last || time != sort->last_time) {
        keep(sort, time, line, row, bars);
        return true;
    }
    duplicate.is_same = !memcmp(row, sort->last, ROW);
    sort->told(sort->arg, &duplicate);
    return true;
}

bool bar_sort_read(struct bar_sort *sort, size_t most, struct bars *bars, struct error *err)
{
    const size_t until = bars->count + most;

    if (!start(sort, err))
        return false;
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (sort->columns >> c & 1)
            bars_add_column(bars, (enum bars_column)c, c == BARS_ADJUST ? 1 : (double)NAN);
    while (!sort->has_ended && bars->count < until) {
        sort->has_ended = !query_next(&sort->query, err);
        if (sort->query.has_failed)
            return false;
        if (!sort->has_ended && !take(sort, bars, err))
            return false;
    }
    return true;
}
