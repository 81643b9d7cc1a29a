/*
 * bars_resample - longer bars from shorter ones, by the calendar: 2h and 4h from bars within the
 * day, anchored at the open of the session; 1d from those too; 1w and 1M from daily bars.
 *
 * First open, highest high, lowest low, last close, sum of volumes. Nothing is filled: a long bar
 * is made of the short ones that are there. A short bar that lies over a border (hours by the
 * clock, sessions that open at 9:30) goes where it ends: no bar is known before its parts are.
 */
#ifndef DOMAIN_BARS_RESAMPLE_H
#define DOMAIN_BARS_RESAMPLE_H

#include "base/error.h"
#include "base/words.h"
#include "domain/timeframe.h"

struct bars;
struct calendar;

/* The stored timeframe that `timeframe` is made of: 1h for 2h and 4h, 1d for 1w and 1M; itself for
 * all others, which are stored. */
enum timeframe bars_resample_source(enum timeframe timeframe);

/* ret_bars is owned by the caller. wap is weighted by volume, count summed, adjust the last.
 * Fails with ERROR_INVALID where `to` is not longer than `from`, or is 1w, 1M from hours. */
CHECKED bool bars_resample(const struct bars *bars, enum timeframe from, enum timeframe to,
                           const struct calendar *calendar, struct bars *ret_bars,
                           struct error *err);

#endif
