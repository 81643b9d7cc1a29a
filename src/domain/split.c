#include "domain/split.h"

#include "base/mem.h"

#include <math.h>
#include <stdlib.h>

#define EMBARGO 0.01            /* of all rows, before each border */

struct sorted {
    struct split_row row;
    size_t place;               /* in what was given */
};

static int compare(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_time(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;

    if (x->row.time != y->row.time)
        return compare(x->row.time, y->row.time);
    if (x->row.symbol != y->row.symbol)
        return x->row.symbol < y->row.symbol ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static struct sorted *sort_rows(const struct split_row *rows, size_t n)
{
    struct sorted *sorted = mem_alloc((n + 1) * sizeof(*sorted));

    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct sorted){ rows[i], i };
    qsort(sorted, n, sizeof(*sorted), by_time);
    return sorted;
}

/* Rows before the border that is nearest to the fraction: all rows of one time stay together. */
static size_t find_border(const struct sorted *sorted, size_t n, double fraction)
{
    size_t at = (size_t)floor(fraction * (double)n + 1e-9);

    while (at > 0 && at < n && sorted[at].row.time == sorted[at - 1].row.time)
        at--;
    return at < n ? at : n;
}

/* The first row of the embargo before `border`, whose part begins at `from`. */
static size_t find_embargo(const struct sorted *sorted, size_t n, size_t from, size_t border)
{
    const size_t embargo = (size_t)ceil(EMBARGO * (double)n);
    size_t at = border - from > embargo ? border - embargo : from;

    while (at > from && sorted[at].row.time == sorted[at - 1].row.time)
        at--;
    return at;
}

static void take(struct split *split, enum split_part part, const struct sorted *sorted, size_t n,
                 const size_t bounds[2])
{
    const bool has_next = bounds[1] < n;
    const size_t embargo = has_next ? find_embargo(sorted, n, bounds[0], bounds[1]) : n;

    split->rows[part] = mem_alloc((bounds[1] - bounds[0] + 1) * sizeof(size_t));
    split->border[part] = bounds[0] < n ? sorted[bounds[0]].row.time : INT64_MAX;
    for (size_t i = bounds[0]; i < bounds[1]; i++)
        if (has_next && sorted[i].row.settled >= sorted[bounds[1]].row.time)
            split->n_purged++;
        else if (i >= embargo)
            split->n_embargoed++;
        else
            split->rows[part][split->count[part]++] = sorted[i].place;
}

const char *split_part_name(enum split_part part)
{
    static const char *const names[SPLIT_PARTS] = { "training", "validation", "test" };

    return names[part];
}

static bool check_parts(const struct split *split, const struct strategy_split *fractions,
                        size_t n, struct error *err)
{
    const double wanted[SPLIT_PARTS] = { fractions->train, fractions->validation,
                                         fractions->test };

    for (int p = 0; p < SPLIT_PARTS; p++)
        if (wanted[p] > 0 && !split->count[p]) {
            error_set(err, ERROR_BAD_DATA, "no %s rows are left of %zu: %zu were purged because "
                      "their label is settled in a later part, %zu lie next to a border",
                      split_part_name((enum split_part)p), n, split->n_purged,
                      split->n_embargoed);
            return error_suggest(err, "more bars, or labels that are settled sooner");
        }
    return true;
}

bool split_make(const struct strategy_split *fractions, const struct split_row *rows,
                size_t n_rows, struct split *ret_split, struct error *err)
{
    OWNED(split_release) struct split split = {0};
    struct sorted *sorted = sort_rows(rows, n_rows);
    size_t bounds[SPLIT_PARTS + 1] = { 0, 0, 0, n_rows };

    bounds[1] = find_border(sorted, n_rows, fractions->train);
    bounds[2] = fractions->test > 0
        ? find_border(sorted, n_rows, fractions->train + fractions->validation) : n_rows;
    for (int p = 0; p < SPLIT_PARTS; p++)
        take(&split, (enum split_part)p, sorted, n_rows, &bounds[p]);
    free(sorted);
    if (!check_parts(&split, fractions, n_rows, err))
        return false;
    *ret_split = split;
    split = (struct split){0};
    return true;
}

void split_release(struct split *split)
{
    for (int p = 0; p < SPLIT_PARTS; p++)
        free(split->rows[p]);
    *split = (struct split){0};
}
