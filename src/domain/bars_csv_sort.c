#include "domain/bars_csv_sort.h"

#include "base/mem.h"
#include "domain/bars.h"

#include <stdlib.h>
#include <string.h>

struct key {
    int64_t time;
    uint32_t line, row;
};

static int compare(const void *a, const void *b)
{
    const struct key *x = a, *y = b;

    if (x->time != y->time)
        return x->time < y->time ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

bool bars_csv_sort_is_same(const struct bars *rows, size_t a, size_t b)
{
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (rows->column[c] && memcmp(&rows->column[c][a], &rows->column[c][b], sizeof(double)))
            return false;
    return true;
}

static bool is_rising(const struct bars *rows)
{
    for (size_t i = 1; i < rows->count; i++)
        if (rows->time[i] <= rows->time[i - 1])
            return false;
    return true;
}

static struct key *sorted_keys(const struct bars *rows, const uint32_t *line)
{
    struct key *keys = mem_alloc((rows->count + 1) * sizeof(*keys));

    for (size_t i = 0; i < rows->count; i++)
        keys[i] = (struct key){ rows->time[i], line[i], (uint32_t)i };
    qsort(keys, rows->count, sizeof(*keys), compare);
    return keys;
}

static void reject(struct bars_csv_report *report, size_t line, size_t other)
{
    bars_csv_report_reject(report, &(struct bars_csv_rejection){
        .line = line, .other_line = other, .reason = BARS_CSV_CONFLICT });
}

/* Drops what has the time of one before; answers how many stay. */
static size_t drop_doubled(const struct bars *rows, struct key *keys,
                           struct bars_csv_report *report)
{
    size_t n = 0;

    for (size_t i = 0; i < rows->count; i++) {
        if (!n || keys[n - 1].time != keys[i].time) {
            keys[n++] = keys[i];
            continue;
        }
        report->accepted--;
        if (bars_csv_sort_is_same(rows, keys[n - 1].row, keys[i].row))
            bars_csv_report_note(report, keys[i].line, BARS_CSV_REPEATED);
        else
            reject(report, keys[i].line, keys[n - 1].line);
    }
    return n;
}

static void move_column(double *column, const struct key *keys, size_t n)
{
    double *old = mem_alloc(n * sizeof(*old) + 1);

    for (size_t i = 0; i < n; i++)
        old[i] = column[keys[i].row];
    memcpy(column, old, n * sizeof(*old));
    free(old);
}

void bars_csv_sort(struct bars *rows, uint32_t *line, struct bars_csv_report *report)
{
    struct key *keys;
    size_t n;

    if (is_rising(rows))
        return;
    keys = sorted_keys(rows, line);
    n = drop_doubled(rows, keys, report);
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (rows->column[c] && n)
            move_column(rows->column[c], keys, n);
    for (size_t i = 0; i < n; i++) {
        rows->time[i] = keys[i].time;
        line[i] = keys[i].line;
    }
    rows->count = n;
    free(keys);
}
