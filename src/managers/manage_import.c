#include "managers/manage_import.h"

#include "async/work.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/zone.h"
#include "domain/bars.h"
#include "domain/bars_csv.h"
#include "domain/bars_csv_report.h"
#include "domain/calendar.h"
#include "managers/manage_bars.h"
#include "managers/manage_store.h"
#include "store/bar_write.h"
#include "wire/wire_bars.h"
#include "wire/wire_import.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many rows are held and sorted here; larger files must come in the order of time. */
enum { HELD_ROWS = 250000 };

struct manage_import {
    const struct manage_store *store;
    struct manage_bars *bars;
    struct series series;
    const struct zone *zone;
    char label[256], columns[256];
    struct bars_csv *csv;
    struct bar_write *write;
    bool is_streaming;
    struct bar_merge_counts counts;
    const char *piece;              /* of the call that runs */
    size_t length;
};

static const char *const types[] = { "STK", "CASH", "FUT", "IND", "CRYPTO" };

static bool check_type(const char *type, struct error *err)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (!type[0] || !strcmp(types[i], type))
            return true;
    error_set(err, ERROR_INVALID, "'%s' is not a type of instrument", type);
    return error_suggest(err, "one of STK CASH FUT IND CRYPTO");
}

static bool fill_series(const struct wire_import_query *query, struct series *series,
                        struct error *err)
{
    char symbol[SERIES_SYMBOL];
    enum timeframe timeframe;

    if (!series_parse_symbol(query->symbol, symbol, err) ||
        !timeframe_parse(query->timeframe, &timeframe, err) ||
        !check_type(query->instrument_type, err))
        return false;
    *series = series_imported(symbol, timeframe);
    if (query->calendar[0])
        snprintf(series->calendar, sizeof(series->calendar), "%s", query->calendar);
    snprintf(series->type, sizeof(series->type), "%.7s", query->instrument_type);
    return calendar_find(series->calendar) ||
           error_set(err, ERROR_INVALID, "no calendar '%s'", series->calendar);
}

/* As percent. 0 is none at all here, and the default there. */
static bool read_most_rejected(double share, double *ret_percent, struct error *err)
{
    *ret_percent = isnan(share) ? 0 : fmax(100 * share, 1e-9);
    return isnan(share) || (share >= 0 && share <= 1) ||
           error_set(err, ERROR_INVALID, "max_rejected is %g, not a share from 0 to 1", share);
}

/* Which of `names` it is; 0, as the file tells, if it is "". */
static bool read_choice(const char *what, const char *text, const char *const names[3],
                        int *ret_choice, struct error *err)
{
    for (*ret_choice = 0; *ret_choice < 3; ++*ret_choice)
        if (!strcmp(text, names[*ret_choice]))
            return true;
    return error_set(err, ERROR_INVALID, "%s is '%.10s', not %s or %s", what, text, names[1],
                     names[2]);
}

static bool read_options(const struct wire_import_query *query, struct bars_csv_options *options,
                         struct error *err)
{
    static const char *const dates[] = { [BARS_CSV_DATES_BY_FILE] = "",
                                         [BARS_CSV_MONTH_FIRST] = "mdy",
                                         [BARS_CSV_DAY_FIRST] = "dmy" };
    static const char *const decimals[] = { [BARS_CSV_DECIMAL_BY_FILE] = "",
                                            [BARS_CSV_DECIMAL_POINT] = "point",
                                            [BARS_CSV_DECIMAL_COMMA] = "comma" };
    int date, decimal;

    if (!read_most_rejected(query->max_rejected, &options->most_rejected, err) ||
        !read_choice("dates", query->dates, dates, &date, err) ||
        !read_choice("decimal", query->decimal, decimals, &decimal, err))
        return false;
    options->dates = (enum bars_csv_dates)date;
    options->decimal = (enum bars_csv_decimal)decimal;
    return true;
}

bool manage_import_new(const struct manage_store *store, struct manage_bars *bars,
                       const struct wire_import_query *query, struct manage_import **ret_import,
                       struct error *err)
{
    struct manage_import *import = MEM_NEW(struct manage_import);
    struct bars_csv_options options = {0};

    import->store = store;
    import->bars = bars;
    snprintf(import->label, sizeof(import->label), "%s", query->label);
    snprintf(import->columns, sizeof(import->columns), "%s", query->columns);
    if (!fill_series(query, &import->series, err) || !read_options(query, &options, err) ||
        (query->tz[0] && !zone_open(query->tz, &import->zone, err))) {
        manage_import_free(import);
        return false;
    }
    options.timeframe = import->series.timeframe;
    options.zone = import->zone;
    options.calendar = calendar_find(import->series.calendar);
    options.columns = import->columns[0] ? import->columns : NULL;
    options.latest = date_now_ms() / 1000 + DATE_DAY;
    import->csv = bars_csv_new(&options);
    import->write = bar_write_new(store->store, &import->series, &(struct bar_write_origin){
        "csv", import->label, date_now_ms() });
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
    zone_free(import->zone);
    free(import);
}

/* ---- on the pool ---- */

static bool move_rows(struct manage_import *import, struct error *err)
{
    OWNED(bars_release) struct bars rows = {0};

    bars_csv_take(import->csv, &rows);
    if (!rows.count)
        return true;
    if (bars_csv_report(import->csv)->order != BARS_CSV_ASCENDING && import->is_streaming) {
        error_set(err, ERROR_TOO_LARGE, "over %d rows that are not in the order of time",
                  HELD_ROWS);
        return error_suggest(err, "sort the file by its time, oldest first, and import it again");
    }
    return bar_write_add(import->write, &rows, err);
}

static bool feed(void *arg, struct error *err)
{
    struct manage_import *import = arg;

    if (!bars_csv_feed(import->csv, import->piece, import->length, err))
        return false;
    if (bars_csv_report(import->csv)->accepted < HELD_ROWS)
        return true;
    import->is_streaming = true;
    return move_rows(import, err);
}

static bool finish(void *arg, struct error *err)
{
    struct manage_import *import = arg;

    return bars_csv_finish(import->csv, err) && move_rows(import, err);
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
    import->piece = bytes;
    import->length = length;
    return work_run(feed, import, err);
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
    repair->first_line = (int64_t)first_line;
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
    if (!import->counts.added && import->counts.same)
        add_note(report, "all of it was stored already");
}

static void fill_report(const struct manage_import *import, struct wire_import_report *report)
{
    const struct bars_csv_report *from = bars_csv_report(import->csv);

    wire_clear(wire_import_report_fields, report);
    snprintf(report->symbol, sizeof(report->symbol), "%s", import->series.symbol);
    snprintf(report->timeframe, sizeof(report->timeframe), "%s",
             timeframe_name(import->series.timeframe));
    snprintf(report->label, sizeof(report->label), "%s", import->label);
    snprintf(report->tz, sizeof(report->tz), "%.48s%s", from->zone,
             import->zone ? "" : " (by default)");
    fill_rows(from, report);
    fill_notes(import, from, report);
    report->added = import->counts.added;
    report->same = import->counts.same;
    report->replaced = import->counts.replaced;
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

bool manage_import_finish(struct manage_import *import, struct wire_import_report *ret_report,
                          struct error *err)
{
    if (!work_run(finish, import, err))
        return add_first_rejection(import, err);
    if (!manage_store_write(import->store, commit, import, err))
        return false;
    manage_bars_changed(import->bars);
    fill_report(import, ret_report);
    if (fill_hash(import, ret_report, err))
        return true;
    wire_import_report_release(ret_report);
    return false;
}
