#include "domain/bars_csv.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/zone.h"
#include "domain/bars.h"
#include "domain/bars_csv_clock.h"
#include "domain/bars_csv_dialect.h"
#include "domain/bars_csv_row.h"
#include "domain/bars_csv_sort.h"
#include "domain/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAMPLE = 64 * 1024, PIECE = 256 * 1024, LINE_MOST = 1 << 20 };

struct bars_csv {
    struct bars_csv_options options;
    const struct zone *zone;
    struct bars_csv_report report;
    struct bars_csv_dialect dialect;
    struct bars_csv_clock clock;
    struct buf pending;             /* bytes not yet read as lines */
    size_t enough;                  /* bytes to wait for before the dialect is looked for (again) */
    bool has_dialect, has_taken, is_skipping;   /* the rest of a line that is too long */
    struct error refusal;           /* code NONE: not refused */
    struct bars rows;
    uint32_t *line;                 /* of each row */
    size_t line_room;
    double last[BARS_COLUMNS];      /* the values of the row before */
    size_t last_line;
};

struct bars_csv *bars_csv_new(const struct bars_csv_options *options)
{
    struct bars_csv *csv = MEM_NEW(struct bars_csv);

    csv->options = *options;
    csv->zone = options->zone ? options->zone : zone_builtin("UTC");
    csv->clock = (struct bars_csv_clock){
        .zone = csv->zone, .timeframe = options->timeframe,
        .calendar = options->calendar ? options->calendar : calendar_find("none"),
    };
    csv->enough = SAMPLE;
    snprintf(csv->report.zone, sizeof(csv->report.zone), "%s", zone_name(csv->zone));
    return csv;
}

void bars_csv_free(struct bars_csv *csv)
{
    if (!csv)
        return;
    buf_release(&csv->pending);
    bars_release(&csv->rows);
    free(csv->line);
    free(csv);
}

const struct bars_csv_report *bars_csv_report(const struct bars_csv *csv)
{
    return &csv->report;
}

void bars_csv_take(struct bars_csv *csv, struct bars *ret_bars)
{
    csv->has_taken = true;
    *ret_bars = csv->rows;
    csv->rows = (struct bars){0};
    if (csv->report.has_adjusted)
        bars_add_column(&csv->rows, BARS_ADJUST, 1);
}

/* --- one row --- */

static void reject(struct bars_csv *csv, const struct bars_csv_row *row,
                   enum bars_csv_reason reason)
{
    struct bars_csv_rejection rejection = { .line = csv->report.lines, .reason = reason };

    if (row && row->bad_column != BARS_CSV_COLUMNS) {
        snprintf(rejection.column, sizeof(rejection.column), "%s",
                 bars_csv_header_name(row->bad_column));
        bars_csv_report_quote(row->bad_field.at, row->bad_field.length, rejection.text,
                              sizeof(rejection.text));
    }
    if (reason == BARS_CSV_CONFLICT)
        rejection.other_line = csv->last_line;
    bars_csv_report_reject(&csv->report, &rejection);
}

static void note(struct bars_csv *csv, enum bars_csv_rule rule)
{
    bars_csv_report_note(&csv->report, csv->report.lines, rule);
}

static void append(struct bars_csv *csv, int64_t time, const double value[BARS_COLUMNS])
{
    struct bars *rows = &csv->rows;

    bars_append(rows, time, value);
    if (csv->report.has_adjusted)
        rows->column[BARS_ADJUST][rows->count - 1] = value[BARS_ADJUST];
    if (csv->has_taken)
        return;
    if (rows->count > csv->line_room) {
        csv->line_room = rows->count * 2 + 64;
        csv->line = mem_resize(csv->line, csv->line_room * sizeof(*csv->line));
    }
    csv->line[rows->count - 1] = (uint32_t)csv->report.lines;
}

static void accept(struct bars_csv *csv, int64_t time, const double value[BARS_COLUMNS])
{
    struct bars_csv_report *report = &csv->report;

    append(csv, time, value);
    if (!report->accepted || time < report->first_time)
        report->first_time = time;
    if (!report->accepted || time > report->last_time)
        report->last_time = time;
    report->accepted++;
    bars_csv_clock_step(&csv->clock, time);
    memcpy(csv->last, value, sizeof(csv->last));
    csv->last_line = report->lines;
}

/* The same header once more, as in files that were glued together. */
static bool is_header(const struct bars_csv *csv, const char *line, size_t length)
{
    struct bars_csv_field fields[BARS_CSV_PLACES];
    const size_t count = bars_csv_line_split(line, length, csv->dialect.delimiter, fields,
                                             BARS_CSV_PLACES);
    struct bars_csv_header header;
    struct error unused;

    return count != SIZE_MAX
        && bars_csv_header_match(fields, count, &header, &unused) == BARS_CSV_HEADER;
}

static enum bars_csv_reason read_row(struct bars_csv *csv, const char *line, size_t length,
                                     struct bars_csv_row *row, int64_t *ret_time)
{
    enum bars_csv_reason reason = bars_csv_row_read(line, length, &csv->dialect, csv->zone, row);

    if (!reason) {
        reason = bars_csv_clock_resolve(&csv->clock, &row->time, ret_time, &row->rules);
        if (!reason && csv->options.latest && *ret_time > csv->options.latest)
            reason = BARS_CSV_FUTURE;
    }
    return reason;
}

static void note_all(struct bars_csv *csv, unsigned rules)
{
    for (int rule = 0; rules; rule++, rules >>= 1)
        if (rules & 1)
            note(csv, (enum bars_csv_rule)rule);
}

static void take_row(struct bars_csv *csv, const char *line, size_t length)
{
    struct bars_csv_row row;
    double value[BARS_COLUMNS] = {0};
    int64_t time = 0;
    const enum bars_csv_reason reason = read_row(csv, line, length, &row, &time);

    if (reason) {
        if (csv->dialect.header_line && is_header(csv, line, length))
            note(csv, BARS_CSV_HEADER_AGAIN);
        else
            reject(csv, &row, reason);
        return;
    }
    memcpy(value, row.value, sizeof(row.value));
    if (csv->report.has_adjusted)
        value[BARS_ADJUST] = row.adjusted / row.value[BARS_CLOSE];
    if (csv->clock.n_rows && time == csv->clock.last) {
        if (!memcmp(value, csv->last, sizeof(value)))
            note(csv, BARS_CSV_REPEATED);
        else
            reject(csv, NULL, BARS_CSV_CONFLICT);
        return;
    }
    accept(csv, time, value);
    note_all(csv, row.rules);
}

static void take_line(struct bars_csv *csv, const char *line, size_t length)
{
    const size_t number = ++csv->report.lines;

    if (bars_csv_dialect_is_comment(line, length))
        note(csv, BARS_CSV_COMMENT);
    else if (!length || bars_csv_dialect_is_blank(line, length))
        note(csv, BARS_CSV_BLANK);
    else if (number < csv->dialect.header_line
             || (csv->options.columns && number == csv->dialect.header_line))
        note(csv, BARS_CSV_TITLE);
    else if (number != csv->dialect.header_line)
        take_row(csv, line, length);
}

/* --- pieces --- */

static bool refuse(struct bars_csv *csv, struct error *err)
{
    *err = csv->refusal;
    return false;
}

static bool check_text(struct bars_csv *csv)
{
    const unsigned char *at = (const unsigned char *)csv->pending.bytes;
    size_t n_control = 0;

    if (csv->pending.length >= 2 && ((at[0] == 0xff && at[1] == 0xfe)
                                     || (at[0] == 0xfe && at[1] == 0xff))) {
        error_set(&csv->refusal, ERROR_INVALID, "the file is UTF-16, not UTF-8");
        return error_suggest(&csv->refusal, "iconv -f UTF-16 -t UTF-8");
    }
    for (size_t i = 0; i < csv->pending.length; i++)
        n_control += at[i] < ' ' && at[i] != '\n' && at[i] != '\r' && at[i] != '\t';
    if (n_control >= 4 && n_control * 50 > csv->pending.length)
        return error_set(&csv->refusal, ERROR_INVALID, "the file is not text");
    return true;
}

static size_t mark_length(const struct buf *bytes)
{
    return bytes->length >= 3 && !memcmp(bytes->bytes, "\xef\xbb\xbf", 3) ? 3 : 0;
}

static void begin_rows(struct bars_csv *csv)
{
    struct bars_csv_report *report = &csv->report;
    const int *place = csv->dialect.header.place;

    csv->has_dialect = true;
    report->delimiter = csv->dialect.delimiter;
    report->decimal = csv->dialect.decimal;
    report->has_header = csv->dialect.header_line && !csv->options.columns;
    report->has_volume = place[BARS_CSV_VOLUME] != BARS_CSV_NOWHERE;
    report->has_adjusted = place[BARS_CSV_ADJUSTED] != BARS_CSV_NOWHERE;
    bars_csv_header_print(&csv->dialect.header, report->columns, sizeof(report->columns));
    if (report->has_adjusted)
        bars_add_column(&csv->rows, BARS_ADJUST, 1);
}

static void drop(struct buf *buf, size_t n)
{
    memmove(buf->bytes, buf->bytes + n, buf->length - n);
    buf->length -= n;
    buf->bytes[buf->length] = '\0';
}

/* True also where it has to wait for more; else refusal is set. */
static bool find_dialect(struct bars_csv *csv, bool is_whole)
{
    const size_t mark = mark_length(&csv->pending);
    const struct bars_csv_reader reader = { .bytes = csv->pending.bytes + mark,
        .length = csv->pending.length - mark, .is_whole = is_whole };

    if (!check_text(csv))
        return false;
    switch (bars_csv_dialect_find(&reader, &csv->options, &csv->dialect, &csv->refusal)) {
    case BARS_CSV_FOUND:
        drop(&csv->pending, mark);
        begin_rows(csv);
        return true;
    case BARS_CSV_MORE:
        csv->enough = csv->pending.length * 2;
        return true;
    default:
        return false;
    }
}

/* Reads all whole lines of the bytes; answers how many bytes these were. */
static size_t take_lines(struct bars_csv *csv, const char *bytes, size_t length, bool is_whole)
{
    struct bars_csv_reader reader = { .bytes = bytes, .length = length, .is_whole = is_whole };
    const char *line;
    size_t n;

    while (bars_csv_line_next(&reader, &line, &n)) {
        if (csv->is_skipping || n > LINE_MOST) {
            csv->report.lines++;
            reject(csv, NULL, BARS_CSV_LONG_LINE);
            csv->is_skipping = false;
        } else {
            take_line(csv, line, n);
        }
    }
    return reader.at;
}

static void take_pending(struct bars_csv *csv, bool is_whole)
{
    drop(&csv->pending, take_lines(csv, csv->pending.bytes, csv->pending.length, is_whole));
    if (csv->pending.length > LINE_MOST) {
        csv->is_skipping = true;
        drop(&csv->pending, csv->pending.length - 1);   /* its last byte may begin the line end */
    }
}

bool bars_csv_feed(struct bars_csv *csv, const char *bytes, size_t length, struct error *err)
{
    while (length && !csv->refusal.code) {
        const size_t n = length < PIECE ? length : PIECE;

        buf_add(&csv->pending, bytes, n);
        bytes += n;
        length -= n;
        if (!csv->has_dialect && csv->pending.length >= csv->enough)
            find_dialect(csv, false);
        if (csv->has_dialect)
            take_pending(csv, false);
    }
    return !csv->refusal.code || refuse(csv, err);
}

/* --- the end --- */

static bool check_rows(struct bars_csv *csv)
{
    const struct bars_csv_report *report = &csv->report;
    const double most = csv->options.most_rejected > 0 ? csv->options.most_rejected : 5;
    const size_t rows = report->accepted + report->rejected;
    struct error *err = &csv->refusal;

    if (!report->accepted && report->rejected)
        return error_set(err, ERROR_INVALID, "no good row of %zu; the first is line %zu, %s", rows,
                         report->kept[0].line,
                         bars_csv_report_reason(report->kept[0].reason));
    if (!report->accepted)
        return error_set(err, ERROR_INVALID, "the file has a header and no rows");
    if ((double)report->rejected * 100 > most * (double)rows) {
        error_set(err, ERROR_INVALID, "%zu of %zu rows rejected, more than %g %%; the first is "
                  "line %zu, %s", report->rejected, rows, most, report->kept[0].line,
                  bars_csv_report_reason(report->kept[0].reason));
        return error_suggest(err, "mend the file, or allow it: --max-rejected 0.5 is half");
    }
    return bars_csv_clock_check(&csv->clock, err);
}

static int by_line(const void *a, const void *b)
{
    const struct bars_csv_rejection *x = a, *y = b;

    return x->line < y->line ? -1 : x->line > y->line;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static bool finish(struct bars_csv *csv)
{
    struct bars_csv_report *report = &csv->report;
    const struct buf *pending = &csv->pending;

    if (!csv->has_dialect && !pending->length)
        return error_set(&csv->refusal, ERROR_INVALID, "the file is empty");
    report->has_no_last_line_end = pending->length
        && !is_line_end(pending->bytes[pending->length - 1]);
    if (!csv->has_dialect && !find_dialect(csv, true))
        return false;
    assert(csv->has_dialect);
    take_pending(csv, true);
    report->order = bars_csv_clock_order(&csv->clock);
    if (!csv->has_taken)
        bars_csv_sort(&csv->rows, csv->line, report);
    qsort(report->kept, report->n_kept, sizeof(report->kept[0]), by_line);
    return check_rows(csv);
}

bool bars_csv_finish(struct bars_csv *csv, struct error *err)
{
    return (!csv->refusal.code && finish(csv)) || refuse(csv, err);
}
