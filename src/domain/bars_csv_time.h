/*
 * bars_csv_time - the ways in which files write times:
 *
 *   2024-01-31  2024/01/31  2024.01.31  20240131  31.01.2024  31/01/2024 or 01/31/2024
 *   then 'T' or spaces and 14:30  14:30:00  143000  2:30 PM  02-PM  (fractions of zeros only)
 *   then Z  +hh:mm  +hhmm  -hh  or the name of a zone, as IB writes it
 *   1706711400 (9 or 10 digits: seconds; 13: milliseconds; 16, 19: micro and nano), 20240131143000
 */
#ifndef DOMAIN_BARS_CSV_TIME_H
#define DOMAIN_BARS_CSV_TIME_H

#include "base/words.h"
#include "domain/bars_csv_report.h"

#include <stddef.h>
#include <stdint.h>

struct zone;

enum bars_csv_dates { BARS_CSV_DATES_BY_FILE, BARS_CSV_MONTH_FIRST, BARS_CSV_DAY_FIRST };

struct bars_csv_time {
    int64_t local;              /* what the clock shows, as seconds */
    int32_t offset;             /* local - UTC, if is_fixed */
    bool is_fixed;              /* Z, an offset, or seconds since 1970 */
    bool has_clock;             /* more than a date */
    const struct zone *zone;    /* named by the text itself, or NULL */
};

/* `zone`, which may be NULL, is known by its name besides the built-in ones. Dates with a slash
 * need an order other than BY_FILE. Answers GOOD, NO_TIME or NO_ZONE. */
enum bars_csv_reason bars_csv_time_read(const char *text, size_t length, enum bars_csv_dates dates,
                                        const struct zone *zone, struct bars_csv_time *ret_time);

/* Which order a date tells: by a day above 12. BY_FILE where it tells nothing. */
enum bars_csv_dates bars_csv_time_order(const char *text, size_t length);
bool bars_csv_time_is_slashed(const char *text, size_t length);         /* 1/31/2024 */

#endif
