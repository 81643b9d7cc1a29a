/*
 * bars_quality - what looks wrong in a series: counted, with examples. Nothing is changed by it.
 *
 * Stale opens are told by the year: where more than 10 % of a year's bars open within a basis
 * point of the close before, the opens are copies (as in early index data) and no fill may use
 * them. Asked only of daily and longer bars of a market that closes: elsewhere such an open is
 * what it should be.
 */
#ifndef DOMAIN_BARS_QUALITY_H
#define DOMAIN_BARS_QUALITY_H

#include "base/words.h"
#include "domain/gaps.h"
#include "domain/timeframe.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bars;
struct calendar;

enum bars_quality_kind {
    BARS_QUALITY_BROKEN,        /* not finite, out of order, or a price outside low and high */
    BARS_QUALITY_NOT_POSITIVE,  /* a price of 0 or less */
    BARS_QUALITY_SPIKE,         /* out and back, or a range, 20 times what is usual */
    BARS_QUALITY_FLAT,          /* runs of 5 and more bars without any movement */
    BARS_QUALITY_NO_VOLUME,     /* 0, in a series that has volumes */
    BARS_QUALITY_OUTSIDE,       /* at a time when the market is closed */
    BARS_QUALITY_KINDS
};

enum { BARS_QUALITY_EXAMPLES = 5 };

struct bars_quality {
    size_t n_bars;
    bool has_volume;
    struct {
        size_t count;           /* runs, for FLAT */
        struct {
            int64_t time;
            char text[80];
        } examples[BARS_QUALITY_EXAMPLES];
    } found[BARS_QUALITY_KINDS];

    bool has_stale_years;       /* whether it was asked at all */
    size_t n_years;
    struct bars_quality_year {
        int year;
        size_t bars, stale;     /* stale: opens within 1 bp of the close before */
        bool is_stale;
    } *years;

    size_t gaps[GAPS_KINDS];    /* as in struct gaps */
    size_t missing_bars;
};

const char *bars_quality_kind_name(enum bars_quality_kind kind);    /* "spike" */

/* Release ret_quality. May take long (it sorts): some ns a bar. */
void bars_quality_run(const struct bars *bars, enum timeframe timeframe,
                      const struct calendar *calendar, struct bars_quality *ret_quality);
void bars_quality_release(struct bars_quality *quality);

#endif
