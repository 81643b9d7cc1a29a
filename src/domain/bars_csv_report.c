#include "domain/bars_csv_report.h"

#include <assert.h>

static const char *const reasons[] = {
    [BARS_CSV_GOOD]            = "good",
    [BARS_CSV_FEW_FIELDS]      = "too few fields",
    [BARS_CSV_MANY_FIELDS]     = "too many fields",
    [BARS_CSV_OPEN_QUOTE]      = "a quote that is not closed",
    [BARS_CSV_LONG_LINE]       = "a line longer than 1 MB",
    [BARS_CSV_NO_TIME]         = "not a time",
    [BARS_CSV_NO_ZONE]         = "a time zone that only --tz can name",
    [BARS_CSV_SKIPPED_TIME]    = "a local time that the clocks skipped",
    [BARS_CSV_TIME_OF_DAY]     = "a daily bar with a time of day",
    [BARS_CSV_SUNDAY]          = "a week stamped by a Sunday: it could be either week",
    [BARS_CSV_FUTURE]          = "a time in the future",
    [BARS_CSV_NO_NUMBER]       = "not a number",
    [BARS_CSV_TOO_LARGE]       = "a number out of range",
    [BARS_CSV_HIGH_BELOW_LOW]  = "the high is below the low",
    [BARS_CSV_OUTSIDE]         = "a price outside low and high",
    [BARS_CSV_NEGATIVE_VOLUME] = "a negative volume",
    [BARS_CSV_CONFLICT]        = "the time of an earlier row, with other values",
};
static_assert(COUNT(reasons) == BARS_CSV_REASONS, "one text per reason");

static const char *const rules[] = {
    [BARS_CSV_REPEATED]     = "row repeated: dropped",
    [BARS_CSV_HEADER_AGAIN] = "header repeated: skipped",
    [BARS_CSV_COMMENT]      = "comment: skipped",
    [BARS_CSV_BLANK]        = "blank line: skipped",
    [BARS_CSV_TITLE]        = "title before the header: skipped",
    [BARS_CSV_GROUPED]      = "thousands separators: removed",
    [BARS_CSV_NO_VOLUME]    = "volume -1 (none): 0",
    [BARS_CSV_EMPTY_END]    = "empty field at the end: ignored",
    [BARS_CSV_TWICE]        = "local time that was twice: told apart by the order of rows",
    [BARS_CSV_NAIVE]        = "time without a zone: read in the zone of the report",
    [BARS_CSV_RESTAMPED]    = "week or month: stamped by the date of its first session",
    [BARS_CSV_NOT_POSITIVE] = "price of 0 or less: kept",
};
static_assert(COUNT(rules) == BARS_CSV_RULES, "one text per rule");

const char *bars_csv_report_reason(enum bars_csv_reason reason)
{
    return reasons[reason];
}

const char *bars_csv_report_rule(enum bars_csv_rule rule)
{
    return rules[rule];
}

void bars_csv_report_reject(struct bars_csv_report *report,
                            const struct bars_csv_rejection *rejection)
{
    report->rejected++;
    report->by_reason[rejection->reason]++;
    if (report->n_kept < BARS_CSV_REPORT_KEPT)
        report->kept[report->n_kept++] = *rejection;
}

void bars_csv_report_note(struct bars_csv_report *report, size_t line, enum bars_csv_rule rule)
{
    if (!report->by_rule[rule].count++)
        report->by_rule[rule].first_line = line;
}

void bars_csv_report_quote(const char *text, size_t length, char *ret_text, size_t room)
{
    size_t n = 0;

    for (size_t i = 0; i < length && n + 1 < room; i++)
        ret_text[n++] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
    ret_text[n] = '\0';
}
