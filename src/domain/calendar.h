/*
 * calendar - when a market is open, by rule: sessions, holidays, half days, and when a bar ends.
 *
 * Times are seconds since 1970 UTC; a date is its 00:00Z. Calendars are constant; nothing to free
 * but those of calendar_new; any thread. New York's clocks come by rule, without any file. Rules
 * hold from 1990 on.
 *
 *     none       a bar ends at the next boundary of its grid, a day at 24:00Z; no gap is explained
 *     nyse       New York and Nasdaq, 9:30 to 16:00
 *     nyse_all   the same, 4:00 to 20:00
 *     fx         17:00 to 17:00 New York, Sunday to Friday; the first quarter of an hour may lack,
 *                since sources differ
 *     idealpro   the same as IB has it: from 17:15
 *     cme        equity index futures: 17:00 to 16:00 Chicago (calendar_cme.h)
 *     crypto     always, in days of UTC
 */
#ifndef DOMAIN_CALENDAR_H
#define DOMAIN_CALENDAR_H

#include "base/error.h"
#include "base/words.h"
#include "domain/timeframe.h"

#include <stddef.h>
#include <stdint.h>

struct calendar;
struct calendar_schedule;

const struct calendar *calendar_find(const char *name);         /* NULL if there is none */
const char *calendar_name(const struct calendar *calendar);
const char *calendar_all_names(void);           /* "none nyse …", for messages */
const char *calendar_name_at(size_t i);         /* NULL behind the last */

/* One whose sessions are the schedule's on the schedule's dates, and by the rules of `base` on all
 * others; its name is that of `base`. Both are borrowed until it is freed. */
struct calendar *calendar_new(const struct calendar *base,
                              const struct calendar_schedule *schedule);
void calendar_free(struct calendar *calendar);

/* The end of the bar that starts at `start`: min(next boundary of the grid, close of its session).
 * From then on the bar is known. The grid is the clock's up to 1h, and counts from the open of the
 * session for 2h and 4h. A bar that starts off the grid, but not at the open, ends one timeframe
 * later. Weeks begin on Monday; 1w and 1M end at the close of their last session. */
int64_t calendar_bar_end(const struct calendar *calendar, enum timeframe timeframe, int64_t start);

/* The same for many, quicker; ret_end may be `start`. */
void calendar_bar_ends(const struct calendar *calendar, enum timeframe timeframe,
                       const int64_t *start, size_t count, int64_t *ret_end);

enum { CALENDAR_PAUSES = 4 };

struct calendar_session {
    int64_t date;
    int64_t open, close;        /* open <= t < close */
    int64_t first_trade;        /* fx: some begin a quarter of an hour after the open */
    int64_t usual_open, usual_close;    /* earlier, later on a half day */
    int64_t anchor;             /* 2h and 4h count from here: the open, but fx from 17:00 */
    size_t n_pauses;            /* within it, in order: closed for a while */
    struct calendar_pause {
        int64_t from, until;
        const char *holiday;    /* "Labor Day"; NULL: the daily halt */
    } pauses[CALENDAR_PAUSES];
};

/* False on a day without a session; then nothing is written. "none" has one every day. */
CHECKED bool calendar_session_on(const struct calendar *calendar, int64_t date,
                                 struct calendar_session *ret_session);

/* The session in which an instant lies; false where the market is closed, in a pause too. */
CHECKED bool calendar_session_of(const struct calendar *calendar, int64_t time,
                                 struct calendar_session *ret_session);

/* The first session with a date at or after `date`, to walk along: next with date + 86400. */
struct calendar_session calendar_session_from(const struct calendar *calendar, int64_t date);

/* Whether it is open then: not in a pause. Quicker than calendar_session_of, for neighbours. */
bool calendar_is_within(const struct calendar_session *session, int64_t time);

/* Where bars go on that would start at `time`: the end of a pause if that lies in one. */
int64_t calendar_resume(const struct calendar_session *session, int64_t time);

/* Why a weekday has no session: "Christmas Day". NULL where it has one, and on weekends. */
const char *calendar_holiday(const struct calendar *calendar, int64_t date);

/* Around Christmas and New Year FX sources differ in when they stop: between 14:00 New York of
 * December 24 (31) and 19:00 of December 26 (January 2) no bar is missed. */
bool calendar_is_quiet(const struct calendar *calendar, int64_t time);

/* The date that stamps the bar in which a date lies: itself for 1d, else the date of the first
 * session of its week or month; and the first day after that period. Daily and longer only. */
int64_t calendar_stamp(const struct calendar *calendar, enum timeframe timeframe, int64_t date);
int64_t calendar_period_end(enum timeframe timeframe, int64_t date);

bool calendar_has_sessions(const struct calendar *calendar);    /* all but "none" */
bool calendar_has_nights(const struct calendar *calendar);      /* stocks, and "none": who knows */
int calendar_sessions_per_year(const struct calendar *calendar);    /* 252, 260, 365; 0: "none" */

#endif
