/*
 * calendar - when a market is open, by rule: sessions, holidays, half days, and when a bar ends.
 *
 * Times are seconds since 1970 UTC. Calendars are constant; nothing to free; any thread.
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include "base/error.h"
#include "base/words.h"
#include "domain/timeframe.h"

#include <stdint.h>

struct calendar;

/* "none" (a bar ends at the next boundary of its grid, a day at 24:00Z), "nyse", "nyse_all" (all
 * hours), "fx". NULL if there is none of that name. */
const struct calendar *calendar_find(const char *name);
const char *calendar_name(const struct calendar *calendar);

/* The end of the bar that starts at `start`: min(next boundary of the grid, close of its session).
 * From then on the bar is known. */
int64_t calendar_bar_end(const struct calendar *calendar, enum timeframe timeframe, int64_t start);

#endif
