/*
 * bars_csv - bars from text of any sane shape, in pieces of any size. No I/O: the caller reads.
 *
 *     struct bars_csv *csv = bars_csv_new(&options);
 *     while (…)  ok = bars_csv_feed(csv, bytes, n, err) [and bars_csv_take(csv, &rows)];
 *     ok = bars_csv_finish(csv, err);
 *     bars_csv_take(csv, &rows);
 *     bars_csv_free(csv);
 *
 * Rows taken before the end come in the order of the file, and memory stays flat; report->order
 * then says whether they need sorting, and rows of one time that are not neighbours are for the
 * caller to compare. If nothing is taken before bars_csv_finish, it sorts and compares them all.
 *
 * Fails with ERROR_INVALID where the file is refused as a whole: not text, no header, no good row,
 * too many rejected. Any thread, one at a time. docs/import.md has the rules.
 */
#ifndef DOMAIN_BARS_CSV_H
#define DOMAIN_BARS_CSV_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars_csv_report.h"
#include "domain/bars_csv_time.h"
#include "domain/timeframe.h"

#include <stddef.h>
#include <stdint.h>

struct bars;
struct bars_csv;
struct calendar;
struct zone;

enum bars_csv_decimal { BARS_CSV_DECIMAL_BY_FILE, BARS_CSV_DECIMAL_POINT, BARS_CSV_DECIMAL_COMMA };

struct bars_csv_options {
    enum timeframe timeframe;       /* daily and longer: times become dates at 00:00Z */
    const struct zone *zone;        /* of naive times; NULL: UTC. Borrowed while csv lives */
    const struct calendar *calendar; /* stamps 1w and 1M by their first session; NULL: "none" */
    const char *columns;            /* "timestamp,open,…", '-' skips one; NULL: by the header */
    enum bars_csv_dates dates;      /* of 01/02/2024; by default as other rows tell, else refused */
    enum bars_csv_decimal decimal;
    int64_t latest;                 /* rows after this are rejected; 0: no limit */
    double most_rejected;           /* percent; 0: the default, 5. Give 100 to keep any good row */
};

struct bars_csv *bars_csv_new(const struct bars_csv_options *options);
void bars_csv_free(struct bars_csv *csv);

CHECKED bool bars_csv_feed(struct bars_csv *csv, const char *bytes, size_t length,
                           struct error *err);
CHECKED bool bars_csv_finish(struct bars_csv *csv, struct error *err);

/* Moves the rows so far to ret_bars, which is owned by the caller. */
void bars_csv_take(struct bars_csv *csv, struct bars *ret_bars);

/* Complete after bars_csv_finish, also where that failed; before, accepted and order are of what
 * came so far. Borrowed until csv is freed. */
const struct bars_csv_report *bars_csv_report(const struct bars_csv *csv);

#endif
