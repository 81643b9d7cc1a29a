/*
 * exchange_clock - the time of day where a market is: New York (nyse, nyse_all, fx, idealpro),
 * Chicago (cme), else UTC. Values only; any thread.
 */
#ifndef DOMAIN_BACKTEST_EXCHANGE_CLOCK_H
#define DOMAIN_BACKTEST_EXCHANGE_CLOCK_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar;

/* Seconds since midnight there, 0 to 86399. */
int exchange_clock_second(const struct calendar *calendar, int64_t time);

struct exchange_clock_hours {       /* [from, until) in seconds; until < from goes over midnight */
    int from, until;
};

/* "09:30-16:00". Fails with ERROR_INVALID. */
CHECKED bool exchange_clock_parse(const char *text, struct exchange_clock_hours *ret_hours,
                                  struct error *err);

/* 1 for each bar that starts outside the hours, else 0. Writes bars->count. */
void exchange_clock_mark(const struct exchange_clock_hours *hours,
                         const struct calendar *calendar, const struct bars *bars,
                         uint8_t *ret_is_closed);

#endif
