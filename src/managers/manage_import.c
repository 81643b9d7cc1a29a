#include "managers/manage_import.h"

#include "async/work.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/zone.h"
#include "domain/bars.h"
#include "domain/bars_csv.h"
#include "domain/bars_csv_report.h"
#include "managers/import_options.h"
#include "managers/manage_bars.h"
#include "operations/manage_store.h"
#include "store/bar_sort.h"
#include "store/bar_write.h"
#include "wire/wire_bars.h"
#include "wire/wire_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many rows are held and sorted in memory. Larger files that are in order of time go straight
 * to the store, others are sorted on the disk. */
enum { HELD_ROWS = 250000, SORTED_AT_ONCE = 50000 };

/* Pieces are gathered: going to the pool and back for each would cost more than parsing it. */
enum { GATHERED = 512 * 1024 };

struct manage_import {
    const struct manage_store *store;
    struct manage_bars *bars;
    struct series series;
    const struct zone *zone;
    char label[256], columns[256], source[32];
    struct bars_csv *csv;
    struct bar_write *write;
    bool is_streaming;              /* rows leave as they come */
    struct bar_sort *sort;          /* where they go then, if they are not in order */
    int64_t n_sorted, n_repeated, n_conflicting;
    struct bar_merge_counts counts;
    struct buf gathered;
};

bool manage_import_new(const struct manage_store *store, struct manage_bars *bars,
                       const struct wire_import_query *query, struct manage_import **ret_import,
                       struct error *err)
{
    struct manage_import *import = MEM_NEW(struct manage_import);
    struct import_options options;

    import->store = store;
    import->bars = bars;
    snprintf(import->label, sizeof(import->label), "%s", query->label);
    snprintf(import->columns, sizeof(import->columns), "%s", query->columns);
    if (!import_options_read(query, &options, err) ||
        (query->tz[0] && !zone_open(query->tz, &import->zone, err))) {
        manage_import_free(import);
        return false;
    }
    import->series = options.series;
    snprintf(import->source, sizeof(import->source), "%s", options.source);
    options.csv.zone = import->zone;
    options.csv.columns = import->columns[0] ? import->columns : NULL;
    options.csv.latest = date_now_ms() / 1000 + DATE_DAY;
    import->csv = bars_csv_new(&options.csv);
    import->write = bar_write_new(store->store, &import->series, &(struct bar_write_origin){
        import->source, import->label, date_now_ms() });
    *ret_import = import;
    return true;
}

void manage_import_free(struct manage_import *import)
{
    if (!import)
        return;
    if (import->csv)
        bars_csv_free(import->csv);
    if (import->write)
        bar_write_free(import->write);
    if (import->sort)
        bar_sort_free(import->sort);
    zone_free(import->zone);
    buf_release(&import->gathered);
    free(import);
}

/* ---- on the pool ---- */

static void note_duplicate(void *arg, const struct bar_sort_duplicate *duplicate)
{
    struct manage_import *import = arg;

    if (duplicate->is_same)
        import->n_repeated++;
    else
        import->n_conflicting++;
}

static bool sort_rows(struct manage_import *import, const struct bars *rows, struct error *err)
{
    int64_t *places = mem_alloc(rows->count * sizeof(*places));
    bool ok;

    for (size_t i = 0; i < rows->count; i++)
        places[i] = ++import->n_sorted;
    ok = bar_sort_add(import->sort, rows, places, err);
    free(places);
    return ok;
}

/* Once the first rows show whether the file is in order. */
static bool begin_streaming(struct manage_import *import, struct error *err)
{
    import->is_streaming = true;
    return bars_csv_report(import->csv)->order == BARS_CSV_ASCENDING ||
           bar_sort_open(import->store->store, note_duplicate, import, &import->sort, err);
}

static bool move_rows(struct manage_import *import, struct error *err)
{
    OWNED(bars_release) struct bars rows = {0};

    bars_csv_take(import->csv, &rows);
    if (!rows.count)
        return true;
    if (import->sort)
        return sort_rows(import, &rows, err);
    if (import->is_streaming && bars_csv_report(import->csv)->order != BARS_CSV_ASCENDING) {
        error_set(err, ERROR_TOO_LARGE, "the first %d rows are in the order of time, but not all",
                  HELD_ROWS);
        return error_suggest(err, "sort the file by its time and import it again");
    }
    return bar_write_add(import->write, &rows, err);
}

static bool move_sorted(struct manage_import *import, struct error *err)
{
    for (;;) {
        OWNED(bars_release) struct bars rows = {0};

        if (!bar_sort_read(import->sort, SORTED_AT_ONCE, &rows, err))
            return false;
        if (!rows.count)
            return true;
        if (!bar_write_add(import->write, &rows, err))
            return false;
    }
}

static bool feed(void *arg, struct error *err)
{
    struct manage_import *import = arg;

    if (!bars_csv_feed(import->csv, import->gathered.bytes, import->gathered.length, err))
        return false;
    import->gathered.length = 0;
    if (bars_csv_report(import->csv)->accepted < HELD_ROWS)
        return true;
    return (import->is_streaming || begin_streaming(import, err)) && move_rows(import, err);
}

static bool finish(void *arg, struct error *err)
{
    struct manage_import *import = arg;

    return (!import->gathered.length || feed(arg, err)) && bars_csv_finish(import->csv, err) &&
           move_rows(import, err) && (!import->sort || move_sorted(import, err));
}

static bool commit(struct store *store, void *arg, struct error *err)
{
    struct manage_import *import = arg;

    (void)store;
    return bar_write_commit(import->write, &import->counts, err);
}

bool manage_import_feed(struct manage_import *import, const char *bytes, size_t length,
                        struct error *err)
{
    buf_add(&import->gathered, bytes, length);
    return import->gathered.length < GATHERED || work_run(feed, import, err);
}

/* ---- the report ---- */

static void add_repair(struct wire_import_report *report, enum bars_csv_rule rule, size_t count,
                       size_t first_line)
{
    struct wire_import_repair *repair;

    report->repaired = mem_resize(report->repaired,
                                  (report->n_repaired + 1) * sizeof(*report->repaired));
    repair = &report->repaired[report->n_repaired++];
    wire_clear(wire_import_repair_fields, repair);
    snprintf(repair->rule, sizeof(repair->rule), "%s", bars_csv_report_rule(rule));
    repair->count = (int64_t)count;
    repair->first_line = first_line ? (int64_t)first_line : WIRE_UNKNOWN;
    report->repaired_count += (int64_t)count;
}

static void fill_rejection(const struct bars_csv_rejection *from, struct wire_import_rejection *to)
{
    char where[80] = "", other[48] = "";

    wire_clear(wire_import_rejection_fields, to);
    if (from->column[0])
        snprintf(where, sizeof(where), "%s '%s': ", from->column, from->text);
    if (from->other_line)
        snprintf(other, sizeof(other), " (line %zu)", from->other_line);
    to->line = (int64_t)from->line;
    snprintf(to->reason, sizeof(to->reason), "%s%s%s", where, bars_csv_report_reason(from->reason),
             other);
}

/* What sorting on the disk found beside what the parser did. */
static void fill_duplicates(const struct manage_import *import, struct wire_import_report *report)
{
    report->accepted -= import->n_repeated + import->n_conflicting;
    report->rejected_count += import->n_conflicting;
    if (import->n_repeated)
        add_repair(report, BARS_CSV_REPEATED, (size_t)import->n_repeated, 0);
}

static void fill_rows(const struct bars_csv_report *from, struct wire_import_report *report)
{
    report->rows = (int64_t)(from->accepted + from->rejected);
    report->accepted = (int64_t)from->accepted;
    report->rejected_count = (int64_t)from->rejected;
    report->repaired_count = 0;
    for (int rule = 0; rule < BARS_CSV_RULES; rule++)
        if (from->by_rule[rule].count)
            add_repair(report, (enum bars_csv_rule)rule, from->by_rule[rule].count,
                       from->by_rule[rule].first_line);
    report->n_rejected = from->n_kept;
    report->rejected = mem_alloc(from->n_kept * sizeof(*report->rejected));
    for (size_t i = 0; i < from->n_kept; i++)
        fill_rejection(&from->kept[i], &report->rejected[i]);
}

static void add_note(struct wire_import_report *report, const char *text)
{
    report->notes = mem_resize(report->notes, (report->n_notes + 1) * sizeof(*report->notes));
    report->notes[report->n_notes++] = mem_text(text);
}

static void fill_notes(const struct manage_import *import, const struct bars_csv_report *from,
                       struct wire_import_report *report)
{
    if (from->has_no_last_line_end)
        add_note(report, "the last line does not end: the file may be cut off in its last number");
    if (!from->has_volume)
        add_note(report, "no volume in the file: stored as 0");
    if (from->order == BARS_CSV_DESCENDING)
        add_note(report, "newest first in the file: stored oldest first");
    if (from->order == BARS_CSV_UNSORTED)
        add_note(report, "not in the order of time in the file: sorted");
    if (!strcmp(import->series.calendar, "none"))
        add_note(report, "no calendar was told: gaps stay unclassified");
    if (!import->counts.added && import->counts.same && !import->counts.kept)
        add_note(report, "all of it was stored already");
    if (import->counts.kept)
        add_note(report, "the stored bars are of another source: what differs from them was not "
                 "taken");
}

static void fill_report(const struct manage_import *import, struct wire_import_report *report)
{
    const struct bars_csv_report *from = bars_csv_report(import->csv);

    wire_clear(wire_import_report_fields, report);
    snprintf(report->symbol, sizeof(report->symbol), "%s", import->series.symbol);
    snprintf(report->timeframe, sizeof(report->timeframe), "%s",
             timeframe_name(import->series.timeframe));
    snprintf(report->label, sizeof(report->label), "%s", import->label);
    snprintf(report->source, sizeof(report->source), "%s", import->source);
    snprintf(report->tz, sizeof(report->tz), "%.48s%s", from->zone,
             import->zone ? "" : " (by default)");
    fill_rows(from, report);
    fill_duplicates(import, report);
    fill_notes(import, from, report);
    report->added = import->counts.added;
    report->same = import->counts.same;
    report->replaced = import->counts.replaced;
    report->kept = import->counts.kept;
    report->first = from->first_time;
    report->last = from->last_time;
}

static bool fill_hash(struct manage_import *import, struct wire_import_report *report,
                      struct error *err)
{
    struct manage_bars_want want = { .from = INT64_MIN, .until = INT64_MAX,
                                     .timeframe = import->series.timeframe };
    struct wire_bars_item item;

    snprintf(want.symbol, sizeof(want.symbol), "%s", import->series.symbol);
    if (!manage_bars_range(import->bars, &want, &item, err))
        return false;
    snprintf(report->data_hash, sizeof(report->data_hash), "%s", item.data_hash);
    wire_bars_item_release(&item);
    return true;
}

/* A file refused as a whole says with its first bad lines why. */
static bool add_first_rejection(const struct manage_import *import, struct error *err)
{
    const struct bars_csv_report *from = bars_csv_report(import->csv);
    struct wire_import_rejection first;

    if (from->n_kept && !err->suggestion[0]) {
        fill_rejection(&from->kept[0], &first);
        error_suggest(err, "first: line %lld: %.160s", (long long)first.line, first.reason);
    }
    return false;
}

static bool add_way_out(const struct manage_import *import, struct error *err)
{
    if (err->code == ERROR_CONFLICT && !err->suggestion[0])
        error_suggest(err, "import more of what overlaps, or keep them apart: ktrdr data import "
                      "FILE -s OTHER_SYMBOL -t %s --source %s",
                      timeframe_name(import->series.timeframe), import->source);
    return false;
}

bool manage_import_finish(struct manage_import *import, struct wire_import_report *ret_report,
                          struct error *err)
{
    if (!work_run(finish, import, err))
        return add_first_rejection(import, err);
    if (!manage_store_write(import->store, commit, import, err))
        return add_way_out(import, err);
    manage_bars_changed(import->bars);
    fill_report(import, ret_report);
    if (fill_hash(import, ret_report, err))
        return true;
    wire_import_report_release(ret_report);
    return false;
}
