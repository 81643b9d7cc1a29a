/*
 * date - civil dates and seconds since 1970 UTC (proleptic Gregorian, no leap seconds), and their
 * texts. Whole seconds in int64. No time zones here: see zone.h. Any thread; nothing to free.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum { DATE_DAY = 86400, DATE_TEXT = 32 };

struct date {
    int64_t year;
    int month, day;             /* from 1 */
    int hour, minute, second;
};

enum date_zone { DATE_NAIVE, DATE_UTC, DATE_OFFSET };   /* what the text said: nothing, Z, ±hh:mm */

bool date_is_valid(int64_t year, int month, int day);
int date_month_length(int64_t year, int month);

int64_t date_seconds(const struct date *date);          /* of a valid one */
struct date date_civil(int64_t seconds);
int64_t date_of(int64_t year, int month, int day);      /* seconds at 00:00 of that day */

/* The day that `seconds` lies in: seconds at its 00:00, and 0 for Sunday … 6 for Saturday. (The
 * very first day that int64 can tell has no 00:00.) */
int64_t date_midnight(int64_t seconds);
int date_weekday(int64_t seconds);

void date_print_iso(int64_t seconds, char ret_text[DATE_TEXT]);     /* 2024-01-31T14:30:00Z */
void date_print_day(int64_t seconds, char ret_text[DATE_TEXT]);     /* 2024-01-31 */

/* Reads '2024-01-31', or that, 'T' or a space, 'hh:mm' or 'hh:mm:ss', and then nothing, 'Z',
 * '±hh', '±hh:mm' or '±hhmm'. Years have four digits. A fraction of a second must be zero.
 * A naive time is read as if it were UTC; ret_zone says so. Fails with ERROR_INVALID. */
CHECKED bool date_parse_iso(const char *text, int64_t *ret_seconds, enum date_zone *ret_zone,
                            struct error *err);

/* Only '2024-01-31': its 00:00. */
CHECKED bool date_parse_day(const char *text, int64_t *ret_seconds, struct error *err);

/* date_parse_iso without words, for many: false where it is none. */
CHECKED bool date_read_iso(const char *bytes, size_t length, int64_t *ret_seconds,
                           enum date_zone *ret_zone);

int64_t date_now_ms(void);      /* the wall clock, milliseconds since 1970 UTC; not for domain/ */

#endif
