/* The size of the pieces changes nothing, what is accepted are sound bars, and every row is counted. */
#include "base/zone.h"
#include "domain/bars.h"
#include "domain/bars_csv.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void hold(bool what)
{
    if (!what)
        abort();
}

struct outcome {
    bool is_good;
    struct error err;
    struct bars_csv_report report;
    struct bars rows;
};

static void run(const char *bytes, size_t length, size_t piece,
                const struct bars_csv_options *options, struct outcome *ret)
{
    struct bars_csv *csv = bars_csv_new(options);

    memset(ret, 0, sizeof(*ret));
    ret->is_good = true;
    for (size_t at = 0; ret->is_good && at < length; at += piece)
        ret->is_good = bars_csv_feed(csv, bytes + at, length - at < piece ? length - at : piece,
                                     &ret->err);
    ret->is_good = ret->is_good && bars_csv_finish(csv, &ret->err);
    ret->report = *bars_csv_report(csv);
    bars_csv_take(csv, &ret->rows);
    bars_csv_free(csv);
}

static void hold_same(const struct outcome *a, const struct outcome *b)
{
    hold(a->is_good == b->is_good && a->rows.count == b->rows.count);
    hold(a->is_good || (!strcmp(a->err.text, b->err.text) && a->err.code == ERROR_INVALID));
    hold(a->report.lines == b->report.lines && a->report.rejected == b->report.rejected);
    hold(!memcmp(a->report.by_rule, b->report.by_rule, sizeof(a->report.by_rule)));
    hold(!a->rows.count || !memcmp(a->rows.time, b->rows.time, a->rows.count * 8));
    for (int c = 0; c < BARS_REQUIRED && a->rows.count; c++)
        hold(!memcmp(a->rows.column[c], b->rows.column[c], a->rows.count * 8));
}

static void hold_counts(const struct outcome *got)
{
    const struct bars_csv_report *report = &got->report;
    struct error err;
    size_t rejected = 0;

    for (int i = 0; i < BARS_CSV_REASONS; i++)
        rejected += report->by_reason[i];
    hold(rejected == report->rejected && !report->by_reason[BARS_CSV_GOOD]);
    hold(report->accepted == got->rows.count);
    hold(report->n_kept <= BARS_CSV_REPORT_KEPT && report->n_kept <= report->rejected);
    hold(report->accepted + rejected <= report->lines);
    hold(!got->rows.count || bars_check(&got->rows, &err));
    for (size_t i = 1; i < report->n_kept; i++)
        hold(report->kept[i].line >= report->kept[i - 1].line);
}

/* The first byte chooses the options. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static struct outcome whole, pieces;
    const unsigned choice = length ? bytes[0] : 0;
    const struct bars_csv_options options = {
        .timeframe = choice & 1 ? TIMEFRAME_1_DAY : TIMEFRAME_1_HOUR,
        .zone = choice & 2 ? zone_builtin("America/New_York") : NULL,
        .dates = (enum bars_csv_dates)(choice >> 2 & 1 ? 1 + (choice >> 3 & 1) : 0),
        .most_rejected = choice & 16 ? 100 : 0,
        .columns = choice & 32 ? "date,time,open,high,low,close,volume" : NULL,
        .decimal = choice & 64 ? BARS_CSV_DECIMAL_COMMA : BARS_CSV_DECIMAL_BY_FILE,
    };
    const char *text = (const char *)bytes + (length > 0);

    length -= length > 0;
    run(text, length, length + 1, &options, &whole);
    run(text, length, 1 + choice % 13, &options, &pieces);
    hold_same(&whole, &pieces);
    hold_counts(&whole);
    bars_release(&whole.rows);
    bars_release(&pieces.rows);
    return 0;
}
