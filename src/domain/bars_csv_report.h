/*
 * bars_csv_report - what became of every line of an imported file. Nothing is dropped unsaid: each
 * row is accepted, accepted after a repair that has a name, or rejected for a reason.
 */
#ifndef DOMAIN_BARS_CSV_REPORT_H
#define DOMAIN_BARS_CSV_REPORT_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BARS_CSV_REPORT_KEPT = 100 };

enum bars_csv_reason {
    BARS_CSV_GOOD,
    BARS_CSV_FEW_FIELDS, BARS_CSV_MANY_FIELDS, BARS_CSV_OPEN_QUOTE, BARS_CSV_LONG_LINE,
    BARS_CSV_NO_TIME,           /* not understood, or no day of the calendar */
    BARS_CSV_NO_ZONE,           /* a zone by a name we cannot look up here */
    BARS_CSV_SKIPPED_TIME,      /* the clocks went forward over it */
    BARS_CSV_TIME_OF_DAY,       /* a daily bar that is not stamped by its date */
    BARS_CSV_SUNDAY,            /* a weekly bar stamped by one: of the week before, or after? */
    BARS_CSV_FUTURE,
    BARS_CSV_NO_NUMBER, BARS_CSV_TOO_LARGE,
    BARS_CSV_HIGH_BELOW_LOW, BARS_CSV_OUTSIDE,      /* open or close outside low and high */
    BARS_CSV_NEGATIVE_VOLUME,
    BARS_CSV_CONFLICT,          /* the time of an earlier row, with other values */
    BARS_CSV_REASONS
};

/* What was repaired, or only noticed (the last ones). */
enum bars_csv_rule {
    BARS_CSV_REPEATED,          /* a row was there before, word for word: dropped */
    BARS_CSV_HEADER_AGAIN, BARS_CSV_COMMENT, BARS_CSV_BLANK, BARS_CSV_TITLE,
    BARS_CSV_GROUPED,           /* thousands separators taken out */
    BARS_CSV_NO_VOLUME,         /* -1, which IB sends for 'no volume': 0 */
    BARS_CSV_EMPTY_END,         /* an empty field too much at the end of a row */
    BARS_CSV_TWICE,             /* a local time that was twice: told apart by the order of rows */
    BARS_CSV_NAIVE,             /* a time without a zone: by --tz, or UTC */
    BARS_CSV_RESTAMPED,         /* a week or month, by the date of its first session */
    BARS_CSV_NOT_POSITIVE,      /* a price of 0 or less: kept */
    BARS_CSV_RULES
};

enum bars_csv_order { BARS_CSV_ASCENDING, BARS_CSV_DESCENDING, BARS_CSV_UNSORTED };

struct bars_csv_report {
    size_t lines, accepted, rejected;
    size_t by_reason[BARS_CSV_REASONS];
    struct {
        size_t count, first_line;
    } by_rule[BARS_CSV_RULES];
    size_t n_kept;
    struct bars_csv_rejection {
        size_t line, other_line;        /* other_line: which it conflicts with; or 0 */
        enum bars_csv_reason reason;
        char column[16], text[32];      /* where, and its beginning; "" if it is the whole row */
    } kept[BARS_CSV_REPORT_KEPT];

    enum bars_csv_order order;          /* of the file; what was not drained is sorted at the end */
    char delimiter, decimal;
    char columns[160];                  /* "timestamp open high low close -" as used */
    bool has_header, has_volume, has_adjusted;
    bool has_no_last_line_end;          /* the file may be cut off inside its last number */
    char zone[64];                      /* in which naive times were read */
    int64_t first_time, last_time;      /* of what was accepted, earliest and latest */
};

/* "the high is below the low", "row repeated: dropped". */
const char *bars_csv_report_reason(enum bars_csv_reason reason);
const char *bars_csv_report_rule(enum bars_csv_rule rule);

/* Counts it; keeps the first hundred. */
void bars_csv_report_reject(struct bars_csv_report *report,
                            const struct bars_csv_rejection *rejection);
void bars_csv_report_note(struct bars_csv_report *report, size_t line, enum bars_csv_rule rule);

/* Writes what is printable of a field, cut to the room. */
void bars_csv_report_quote(const char *text, size_t length, char *ret_text, size_t room);

#endif
