/*
 * gaps - the holes between bars, each with its reason by the calendar. A gap stays a gap: nothing
 * is filled. What is plainly closed (nights, weekends, the daily pause of FX) is only counted.
 */
#ifndef DOMAIN_GAPS_H
#define DOMAIN_GAPS_H

#include "base/words.h"
#include "domain/timeframe.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bars;
struct calendar;

enum gaps_kind {
    GAPS_CLOSED,            /* never in items */
    GAPS_HOLIDAY, GAPS_HALF_DAY,
    GAPS_NO_TRADES,         /* the market was open, and the source said there is nothing */
    GAPS_MISSING,
    GAPS_UNCLASSIFIED,      /* calendar "none" */
    GAPS_KINDS
};

struct gaps {
    size_t count, room;
    struct gap {
        enum gaps_kind kind;
        int64_t from, until;        /* UTC; dates for daily and longer */
        size_t bars;                /* how many were expected in it; 0 on a whole holiday */
        char note[40];              /* "Christmas Day"; "" */
    } *items;
    size_t by_kind[GAPS_KINDS];     /* holes, or parts of one */
    size_t missing_bars;
};

/* What a source answered with 'no data'; sorted, not overlapping. */
struct gaps_span {
    int64_t from, until;
};

const char *gaps_kind_name(enum gaps_kind kind);        /* "closed" "holiday" "half_day" … */

/* Between the first and the last bar. `empty` may be NULL. Release ret_gaps. */
void gaps_find(const struct bars *bars, enum timeframe timeframe, const struct calendar *calendar,
               const struct gaps_span *empty, size_t n_empty, struct gaps *ret_gaps);

/* The same from one time to another, where bars may lack at both ends; dates for daily and longer.
 * The bars lie inside; may be none. */
struct gaps_range {
    enum timeframe timeframe;
    const struct calendar *calendar;
    const struct gaps_span *empty;
    size_t n_empty;
    int64_t from, until;        /* INT64_MIN, INT64_MAX: the first bar, the last one */
};
void gaps_find_within(const struct bars *bars, const struct gaps_range *range,
                      struct gaps *ret_gaps);
void gaps_release(struct gaps *gaps);

#endif
