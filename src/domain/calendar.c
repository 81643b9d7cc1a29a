#include "domain/calendar.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/zone.h"
#include "domain/calendar_cme.h"
#include "domain/calendar_nyse.h"
#include "domain/calendar_schedule.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR = 3600, QUARTER = HOUR / 4, WEEK = 7 * DATE_DAY, WALK_MOST = 40 };

enum kind { NONE, NYSE, FX, CME };

struct calendar {
    enum kind kind;
    const char *name;
    int open, close;    /* seconds after New York's midnight of the date */
    int after_early;    /* how much later than the floor it closes on half days */
    int late;           /* how much later than the open some, and all, begin to trade */
    int sessions_per_year;
    const struct calendar_schedule *schedule;   /* NULL: by rule alone */
};

static const struct calendar calendars[] = {
    { NONE, "none",     0, 0, 0, 0, 0, NULL },
    { NYSE, "nyse",     9 * HOUR + HOUR / 2, 16 * HOUR, 0, 0, 252, NULL },
    { NYSE, "nyse_all", 4 * HOUR, 20 * HOUR, 4 * HOUR, 0, 252, NULL },  /* half days: till 17:00 */
    { FX,   "fx",       -7 * HOUR, 17 * HOUR, 0, QUARTER, 260, NULL },
    { FX,   "idealpro", -7 * HOUR + QUARTER, 17 * HOUR, 0, 0, 260, NULL },
    { CME,  "cme",      -6 * HOUR, 17 * HOUR, 0, 0, 252, NULL },
    { NONE, "crypto",   0, 0, 0, 0, 365, NULL },
};

const struct calendar *calendar_find(const char *name)
{
    for (size_t i = 0; i < COUNT(calendars); i++)
        if (!strcmp(calendars[i].name, name))
            return &calendars[i];
    return NULL;
}

const char *calendar_name(const struct calendar *calendar)
{
    return calendar->name;
}

const char *calendar_all_names(void)
{
    return "none nyse nyse_all fx idealpro cme crypto";     /* a test holds it to the table */
}

const char *calendar_name_at(size_t i)
{
    return i < COUNT(calendars) ? calendars[i].name : NULL;
}

bool calendar_has_sessions(const struct calendar *calendar)
{
    return calendar->sessions_per_year > 0;
}

bool calendar_has_nights(const struct calendar *calendar)
{
    return calendar->kind == NYSE || !calendar_has_sessions(calendar);
}

int calendar_sessions_per_year(const struct calendar *calendar)
{
    return calendar->sessions_per_year;
}

struct calendar *calendar_new(const struct calendar *base,
                              const struct calendar_schedule *schedule)
{
    struct calendar *calendar = MEM_NEW(struct calendar);

    *calendar = *base;
    calendar->schedule = schedule;
    return calendar;
}

void calendar_free(struct calendar *calendar)
{
    free(calendar);
}

/* New York's clock on a date; never in the hour of a change, which is at 2:00. */
static int64_t at(int64_t date, int seconds)
{
    int64_t utc[2];
    const struct zone *zone = zone_builtin("America/New_York");
    const enum zone_found found = zone_to_utc(zone, date + seconds, utc);

    assert(found == ZONE_UNIQUE);
    (void)found;
    return utc[0];
}

/* --- days --- */

static const char *fx_holiday(int64_t date)
{
    const struct date d = date_civil(date);

    if (d.month == 12 && d.day == 25)
        return "Christmas Day";
    return d.month == 1 && d.day == 1 ? "New Year's Day" : NULL;
}

static bool is_weekend(int64_t date)
{
    const int weekday = date_weekday(date);

    return weekday == 0 || weekday == 6;
}

static const char *holiday_by_rule(const struct calendar *calendar, int64_t date)
{
    switch (calendar->kind) {
    case NYSE: return calendar_nyse_holiday(date);
    case FX:   return fx_holiday(date);
    case CME:  return calendar_cme_holiday(date);
    default:   return NULL;
    }
}

const char *calendar_holiday(const struct calendar *calendar, int64_t date)
{
    struct calendar_session session;
    const char *name;

    if (calendar->kind == NONE || is_weekend(date))
        return NULL;
    name = holiday_by_rule(calendar, date);
    if (!calendar->schedule || !calendar_schedule_covers(calendar->schedule, date))
        return name;
    if (calendar_session_on(calendar, date, &session))
        return NULL;
    return name ? name : "closed by the exchange's schedule";
}

static void fill_nyse(const struct calendar *calendar, int64_t date,
                      struct calendar_session *session)
{
    const int late = calendar_nyse_open(date), early = calendar_nyse_close(date);

    if (calendar->open == 9 * HOUR + HOUR / 2 && late > calendar->open)
        session->open = session->first_trade = at(date, late);
    if (early < 16 * HOUR)
        session->close = at(date, early + calendar->after_early);
}

/* As it would be on any day, holiday or not. */
static struct calendar_session session_by_rule(const struct calendar *calendar, int64_t date)
{
    struct calendar_session session = { .date = date };
    const bool is_evening = calendar->open < 0;

    if (calendar->kind == NONE) {
        session.open = session.usual_open = session.first_trade = session.anchor = date;
        session.close = session.usual_close = date + DATE_DAY;
        return session;
    }
    session.open = session.usual_open = at(is_evening ? date - DATE_DAY : date,
                                           calendar->open + (is_evening ? DATE_DAY : 0));
    session.first_trade = session.open + calendar->late;
    session.close = session.usual_close = at(date, calendar->close);
    if (calendar->kind == NYSE)
        fill_nyse(calendar, date, &session);
    if (calendar->kind == CME)
        calendar_cme_fill(date, &session);
    session.anchor = calendar->kind == FX ? session.open - session.open % HOUR : session.open;
    return session;
}

bool calendar_session_on(const struct calendar *calendar, int64_t date,
                         struct calendar_session *ret_session)
{
    if (calendar->schedule && calendar_schedule_covers(calendar->schedule, date))
        return calendar_schedule_find(calendar->schedule, date, ret_session);
    if (calendar->kind != NONE && (is_weekend(date) || holiday_by_rule(calendar, date)))
        return false;
    *ret_session = session_by_rule(calendar, date);
    return true;
}

int64_t calendar_resume(const struct calendar_session *session, int64_t time)
{
    for (size_t i = 0; i < session->n_pauses; i++)
        if (session->pauses[i].from <= time && time < session->pauses[i].until)
            return session->pauses[i].until;
    return time;
}

bool calendar_is_within(const struct calendar_session *session, int64_t time)
{
    return session->open <= time && time < session->close
        && calendar_resume(session, time) == time;
}

/* New York is behind UTC by 4 or 5 hours, so the local day of the date lies in the next UTC day at
 * most; a session of FX begins on the day before its date, one of CME up to four days. */
bool calendar_session_of(const struct calendar *calendar, int64_t time,
                         struct calendar_session *ret_session)
{
    const int64_t day = date_midnight(time);
    const int ahead = calendar->kind == CME ? 4 : 1;

    for (int i = -1; i <= ahead; i++) {
        struct calendar_session session;

        if (calendar_session_on(calendar, day + i * DATE_DAY, &session) && session.open <= time
            && time < session.close) {
            if (!calendar_is_within(&session, time))
                return false;
            *ret_session = session;
            return true;
        }
    }
    return false;
}

struct calendar_session calendar_session_from(const struct calendar *calendar, int64_t date)
{
    struct calendar_session session = {0};

    for (int i = 0; i < WALK_MOST; i++)     /* no market has been closed for so long */
        if (calendar_session_on(calendar, date + i * DATE_DAY, &session))
            return session;
    return session_by_rule(calendar, date);
}

bool calendar_is_quiet(const struct calendar *calendar, int64_t time)
{
    const int64_t local = zone_from_utc(zone_builtin("America/New_York"), time);
    const struct date d = date_civil(local);

    if (calendar->kind != FX)
        return false;
    if (d.month == 12 && (d.day == 24 || d.day == 31))
        return d.hour >= 14;
    if ((d.month == 12 && d.day == 26) || (d.month == 1 && d.day == 2))
        return d.hour < 19;
    return (d.month == 12 && d.day == 25) || (d.month == 1 && d.day == 1);
}

/* --- weeks and months --- */

static int64_t period_start(enum timeframe timeframe, int64_t date)
{
    const struct date d = date_civil(date);

    if (timeframe == TIMEFRAME_1_MONTH)
        return date_of(d.year, d.month, 1);
    date = date_midnight(date);
    if (timeframe == TIMEFRAME_1_WEEK)
        return date - (date_weekday(date) + 6) % 7 * (int64_t)DATE_DAY;
    return date;
}

int64_t calendar_period_end(enum timeframe timeframe, int64_t date)
{
    const int64_t start = period_start(timeframe, date);
    const struct date d = date_civil(start);

    if (timeframe == TIMEFRAME_1_MONTH)
        return start + date_month_length(d.year, d.month) * (int64_t)DATE_DAY;
    return start + (timeframe == TIMEFRAME_1_WEEK ? WEEK : DATE_DAY);
}

int64_t calendar_stamp(const struct calendar *calendar, enum timeframe timeframe, int64_t date)
{
    const int64_t start = period_start(timeframe, date);
    const int64_t first = calendar_session_from(calendar, start).date;

    return first < calendar_period_end(timeframe, date) ? first : start;
}

static int64_t last_close(const struct calendar *calendar, enum timeframe timeframe, int64_t date)
{
    const int64_t from = period_start(timeframe, date);
    const int64_t end = calendar_period_end(timeframe, date);
    struct calendar_session session;

    for (int64_t day = end - DATE_DAY; day >= from; day -= DATE_DAY)
        if (calendar_session_on(calendar, day, &session))
            return session.close;
    return session_by_rule(calendar, end - DATE_DAY).close;     /* bars on a day without session */
}

/* --- the end of a bar --- */

static int64_t floor_to(int64_t time, int64_t step)
{
    return time - (time % step + step) % step;
}

static int64_t next_boundary(enum timeframe timeframe, int64_t start,
                             const struct calendar_session *session)
{
    const int64_t step = timeframe_seconds(timeframe);
    const int64_t anchor = step > HOUR && session ? session->anchor : 0;
    const int64_t floor = floor_to(start - anchor, step) + anchor;

    if (floor != start && !(session && start == session->open))
        return start + step;
    return floor + step;
}

static int64_t end_in_session(enum timeframe timeframe, int64_t start,
                              const struct calendar_session *session)
{
    const int64_t end = next_boundary(timeframe, start, session);

    if (session && session->close < end)
        return session->close;
    for (size_t i = 0; session && i < session->n_pauses; i++)
        if (start < session->pauses[i].from && session->pauses[i].from < end
            && end <= session->pauses[i].until)
            return session->pauses[i].from;
    return end;
}

void calendar_bar_ends(const struct calendar *calendar, enum timeframe timeframe,
                       const int64_t *start, size_t count, int64_t *ret_end)
{
    struct calendar_session session = {0};      /* of the bar before; open == close: none */

    for (size_t i = 0; i < count; i++) {
        if (timeframe_is_daily(timeframe)) {
            ret_end[i] = last_close(calendar, timeframe, start[i]);
            continue;
        }
        if (!calendar_is_within(&session, start[i])
            && !calendar_session_of(calendar, start[i], &session))
            session = (struct calendar_session){0};
        ret_end[i] = end_in_session(timeframe, start[i], session.close ? &session : NULL);
    }
}

int64_t calendar_bar_end(const struct calendar *calendar, enum timeframe timeframe, int64_t start)
{
    int64_t end;

    calendar_bar_ends(calendar, timeframe, &start, 1, &end);
    return end;
}
