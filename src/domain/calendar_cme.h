/*
 * calendar_cme - equity index futures at the Chicago Mercantile Exchange (ES, NQ, YM, RTY): 17:00
 * of the evening before to 16:00 Chicago, by trade dates.
 *
 * The rules hold from 2010 on; an earlier year is told by them too. Not told: from November 2012
 * to September 2015 trade went on till 16:15, and before 2012 stopped for the night at 15:15.
 *
 *   - Till June 25, 2021 there is a halt from 15:15 to 15:30.
 *   - New Year and Christmas are closed, and Good Friday, unless the employment report comes that
 *     day (the first Friday of a month): then trade stops at 8:15.
 *   - On the other holidays of New York trade stops at noon (10:30 before 2014, in January and
 *     February before 2015) and goes on at 17:00 of the next trading day's eve: what was traded
 *     belongs to that day.
 *   - On New York's half days it stops at 12:15.
 *
 * The hours agree with two published collections of holidays (of a program for market calendars,
 * and of a venue that follows the exchange in 2026), but not in Good Friday of 2024 and 2025, which
 * the first has as short days; the exchange's own notices were not at hand. Any thread.
 */
#ifndef DOMAIN_CALENDAR_CME_H
#define DOMAIN_CALENDAR_CME_H

#include <stdint.h>

struct calendar_session;

/* Why a weekday is no trade date; NULL on trade dates and weekends. */
const char *calendar_cme_holiday(int64_t date);

/* Of a trade date: `session` with the usual hours gets what is special to this date. */
void calendar_cme_fill(int64_t date, struct calendar_session *session);

#endif
