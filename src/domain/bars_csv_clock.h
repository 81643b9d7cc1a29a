/*
 * bars_csv_clock - from what a row's clock shows to the time of its bar: UTC, or the date of a
 * daily bar. Needs the rows in their order, to tell the hour apart that was twice.
 */
#ifndef DOMAIN_BARS_CSV_CLOCK_H
#define DOMAIN_BARS_CSV_CLOCK_H

#include "base/words.h"
#include "domain/bars_csv_report.h"
#include "domain/bars_csv_time.h"
#include "domain/timeframe.h"

#include <stddef.h>
#include <stdint.h>

struct bars_csv_clock {
    const struct zone *zone;        /* of naive times; never NULL */
    const struct calendar *calendar; /* never NULL */
    enum timeframe timeframe;
    int64_t last;                   /* of the last row that was good */
    size_t n_rows, n_up, n_down;    /* steps to a later and to an earlier row */
    size_t n_short;                 /* steps shorter than the timeframe */
    int64_t shortest;
};

/* GOOD, or SKIPPED_TIME, TIME_OF_DAY, SUNDAY; rules gets the bits of those that were used. */
enum bars_csv_reason bars_csv_clock_resolve(const struct bars_csv_clock *clock,
                                            const struct bars_csv_time *time, int64_t *ret_utc,
                                            unsigned *rules);
void bars_csv_clock_step(struct bars_csv_clock *clock, int64_t utc);    /* a good row */
enum bars_csv_order bars_csv_clock_order(const struct bars_csv_clock *clock);

/* Fails with ERROR_INVALID where the rows lie too close or too far apart for the timeframe. */
CHECKED bool bars_csv_clock_check(const struct bars_csv_clock *clock, struct error *err);

#endif
