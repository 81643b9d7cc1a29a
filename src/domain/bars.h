/*
 * bars - a series of bars as columns, sorted by time, no two at one time.
 *
 * time is the start of each bar, seconds since 1970 UTC; daily and longer bars carry the session
 * date at 00:00Z. Prices are in the instrument's currency, volume in its units. The last three
 * columns are NULL where nobody told them. Owns its columns, unless is_borrowed: then they lie in
 * memory that somebody else holds (a mapped KBAR file) and are not to be written.
 */
#ifndef DOMAIN_BARS_H
#define DOMAIN_BARS_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum bars_column {
    BARS_OPEN, BARS_HIGH, BARS_LOW, BARS_CLOSE, BARS_VOLUME,
    BARS_WAP,           /* volume-weighted average price, as IB gives it */
    BARS_TRADES,        /* number of trades */
    BARS_ADJUST,        /* factor from the stored price to the dividend-adjusted one */
    BARS_COLUMNS,
    BARS_REQUIRED = BARS_WAP    /* columns before this one are always there */
};

struct bars {
    size_t count;
    size_t room;
    bool is_borrowed;
    int64_t *time;
    double *column[BARS_COLUMNS];
};

/* Adds one bar; optional columns that exist get NaN (adjust: 1). */
void bars_append(struct bars *bars, int64_t time, const double value[BARS_REQUIRED]);
void bars_reserve(struct bars *bars, size_t count);             /* room for so many in all */
void bars_add_column(struct bars *bars, enum bars_column column, double value);

/* A window [from, from + count) of the same columns; borrowed until `bars` changes or goes. */
struct bars bars_slice(const struct bars *bars, size_t from, size_t count);

/* The same as bars of their own. */
struct bars bars_copy(const struct bars *bars, size_t from, size_t count);

/* The first bar at or after `time`; bars->count if all are earlier. */
size_t bars_lower_bound(const struct bars *bars, int64_t time);

const char *bars_column_name(enum bars_column column);          /* "open" … "adjust" */

/* Fails with ERROR_BAD_DATA unless times rise, prices are finite and low <= open, close <= high. */
CHECKED bool bars_check(const struct bars *bars, struct error *err);
void bars_release(struct bars *bars);

#endif
