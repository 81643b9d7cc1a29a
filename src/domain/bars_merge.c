#include "domain/bars_merge.h"

#include "domain/bars.h"

#include <math.h>
#include <string.h>

enum { AGREEING_LEAST = 20, AGREEING_PERCENT = 95 };

static const double basis_point = 1e-4;

static bool is_same(const struct bars *a, size_t i, const struct bars *b, size_t k)
{
    for (int c = 0; c < BARS_COLUMNS; c++)
        if (a->column[c] && b->column[c]
            && memcmp(&a->column[c][i], &b->column[c][k], sizeof(double)))
            return false;
    return true;
}

static bool agrees(const struct bars *a, size_t i, const struct bars *b, size_t k)
{
    for (int c = BARS_OPEN; c <= BARS_CLOSE; c++) {
        const double x = a->column[c][i], y = b->column[c][k];

        if (!(fabs(x - y) <= basis_point * fmax(fabs(x), fabs(y))))
            return false;
    }
    return true;
}

static void add(struct bars *to, const struct bars *from, size_t i)
{
    double value[BARS_REQUIRED];

    for (int c = 0; c < BARS_REQUIRED; c++)
        value[c] = from->column[c][i];
    bars_append(to, from->time[i], value);
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (from->column[c])
            to->column[c][to->count - 1] = from->column[c][i];
}

static bool may_replace(const struct bars_merge_options *options, int64_t time)
{
    return options->source == BARS_MERGE_SAME_SOURCE && time >= options->replace_from;
}

/* Two bars of one time. True if the stored one stays. */
static bool choose_stored(const struct bars *stored, size_t i, const struct bars *fresh, size_t k,
                          const struct bars_merge_options *options,
                          struct bars_merge_report *report)
{
    const bool replaces = may_replace(options, fresh->time[k]);

    report->agreeing += agrees(stored, i, fresh, k);
    if (is_same(stored, i, fresh, k)) {
        report->same++;
        return true;
    }
    if (report->n_kept < BARS_MERGE_KEPT)
        report->kept[report->n_kept++] = (struct bars_merge_difference){
            .time = fresh->time[k], .stored_close = stored->column[BARS_CLOSE][i],
            .new_close = fresh->column[BARS_CLOSE][k], .is_replaced = replaces };
    report->replaced += replaces;
    report->conflicting += !replaces;
    return !replaces;
}

static bool check_agreement(const struct bars *stored, const struct bars_merge_report *report,
                            struct error *err)
{
    const size_t overlap = report->same + report->replaced + report->conflicting;

    if (!stored->count || !report->added)
        return true;
    if (report->agreeing < AGREEING_LEAST)
        error_set(err, ERROR_CONFLICT, "these bars are of another source, and of %zu overlapping "
                  "ones %zu agree: %d are needed", overlap, report->agreeing, AGREEING_LEAST);
    else if (report->agreeing * 100 < overlap * AGREEING_PERCENT)
        error_set(err, ERROR_CONFLICT, "these bars are of another source, and of %zu overlapping "
                  "ones only %zu agree", overlap, report->agreeing);
    else
        return true;
    return error_suggest(err, "import them under another symbol, or compare the sources");
}

bool bars_merge(const struct bars *stored, const struct bars *fresh,
                const struct bars_merge_options *options, struct bars *ret_merged,
                struct bars_merge_report *ret_report, struct error *err)
{
    OWNED(bars_release) struct bars merged = {0};
    struct bars_merge_report report = {0};
    size_t i = 0, k = 0;

    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (stored->column[c] || fresh->column[c])
            bars_add_column(&merged, (enum bars_column)c, 0);
    bars_reserve(&merged, stored->count + fresh->count);
    while (i < stored->count || k < fresh->count) {
        if (k == fresh->count || (i < stored->count && stored->time[i] < fresh->time[k])) {
            add(&merged, stored, i++);
        } else if (i == stored->count || fresh->time[k] < stored->time[i]) {
            report.added++;
            add(&merged, fresh, k++);
        } else {
            if (choose_stored(stored, i, fresh, k, options, &report))
                add(&merged, stored, i);
            else
                add(&merged, fresh, k);
            i++;
            k++;
        }
    }
    *ret_report = report;
    if (options->source == BARS_MERGE_OTHER_SOURCE && !check_agreement(stored, &report, err))
        return false;
    *ret_merged = merged;
    merged = (struct bars){0};
    return true;
}
