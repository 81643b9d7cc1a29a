/*
 * tws_time - the ways in which IB writes an instant, told by their shape. Any thread.
 */
#ifndef IB_TWS_TIME_H
#define IB_TWS_TIME_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct zone;

enum { TWS_TIME_TEXT = 96 };

enum tws_time_form {
    TWS_TIME_DATE,      /* 20251008: its 00:00Z */
    TWS_TIME_EPOCH,     /* 1759930200 */
    TWS_TIME_UTC,       /* 20251008-13:30:00, perhaps with a Z */
    TWS_TIME_ZONED,     /* 20251008 09:30:00 US/Eastern */
    TWS_TIME_NAIVE,     /* 20251008  09:30:00, before 174: whose clock, it does not say */
};

struct tws_time {
    enum tws_time_form form;
    int64_t clock;      /* seconds UTC; zoned and naive: the clock's face, as if it were UTC */
    const char *zone;   /* the rest of the text, borrowed from it; "" where there is none */
};

/* Reads the face of it and looks into no zone file. Fails with ERROR_BAD_DATA. */
CHECKED bool tws_time_read(const char *text, struct tws_time *ret_time, struct error *err);

/* Instant of a time, by the zone that it names or, naive, by `zone` (NULL: fails with
 * ERROR_BAD_DATA). An hour that came twice is the first; tws_time_after tells the second, when the
 * first is not later than `after`. */
CHECKED bool tws_time_instant(const struct tws_time *time, const struct zone *zone,
                              int64_t *ret_seconds, struct error *err);
CHECKED bool tws_time_after(int64_t clock, const struct zone *zone, int64_t after,
                            int64_t *ret_seconds, struct error *err);

/* Opens a zone by a name of IB's: 'US/Eastern', 'MET', 'EST (Eastern Standard Time)'. Fails with
 * ERROR_BAD_DATA. Free it. */
CHECKED bool tws_time_zone(const char *name, const struct zone **ret_zone, struct error *err);

/* Writes and returns the length. Fails with ERROR_INVALID for what the form cannot say: epochs of
 * less than 9 or more than 11 digits, years not of four, a date that is not at 00:00. */
CHECKED bool tws_time_write(const struct tws_time *time, char ret_text[TWS_TIME_TEXT],
                            size_t *ret_length, struct error *err);

#endif
