/*
 * calendar_nyse - the days on which the New York Stock Exchange is closed or closes early, since
 * 1990. A date is its 00:00Z; times of day are seconds by New York's clock.
 */
#ifndef DOMAIN_CALENDAR_NYSE_H
#define DOMAIN_CALENDAR_NYSE_H

#include <stdint.h>

/* The holiday's name, on weekdays only; NULL on trading days and weekends. */
const char *calendar_nyse_holiday(int64_t date);

/* 9:30 and 16:00, or later and earlier on a half day; of a trading day. */
int calendar_nyse_open(int64_t date);
int calendar_nyse_close(int64_t date);

#endif
