#include "domain/calendar.h"

#include "base/date.h"
#include "base/zone.h"
#include "domain/calendar_nyse.h"

#include <assert.h>
#include <string.h>

enum { HOUR = 3600, WEEK = 7 * DATE_DAY, WALK_MOST = 40 };

enum kind { NONE, NYSE, NYSE_ALL, FX };

struct calendar {
    enum kind kind;
    const char *name;
    int open, close;    /* seconds after New York's midnight of the date */
    int after_early;    /* how much later than the floor it closes on half days */
};

static const struct calendar calendars[] = {
    { NONE,     "none",     0, 0, 0 },
    { NYSE,     "nyse",     9 * HOUR + HOUR / 2, 16 * HOUR, 0 },
    { NYSE_ALL, "nyse_all", 4 * HOUR, 20 * HOUR, 4 * HOUR },     /* trade after hours till 17:00 */
    { FX,       "fx",       -7 * HOUR, 17 * HOUR, 0 },
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
    return "none nyse nyse_all fx";
}

bool calendar_has_sessions(const struct calendar *calendar)
{
    return calendar->kind != NONE;
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

const char *calendar_holiday(const struct calendar *calendar, int64_t date)
{
    if (calendar->kind == NONE || is_weekend(date))
        return NULL;
    return calendar->kind == FX ? fx_holiday(date) : calendar_nyse_holiday(date);
}

/* As it would be on any day, holiday or not. */
static struct calendar_session session_by_rule(const struct calendar *calendar, int64_t date)
{
    struct calendar_session session = { .date = date };
    int close = calendar->close;

    if (calendar->kind == NONE) {
        session.open = session.first_trade = date;
        session.close = session.usual_close = date + DATE_DAY;
        return session;
    }
    if (calendar->kind != FX && calendar_nyse_close(date) < 16 * HOUR)
        close = calendar_nyse_close(date) + calendar->after_early;
    session.open = at(date + (calendar->open < 0 ? -DATE_DAY : 0),
                      calendar->open + (calendar->open < 0 ? DATE_DAY : 0));
    session.first_trade = session.open + (calendar->kind == FX ? HOUR / 4 : 0);
    session.close = at(date, close);
    session.usual_close = at(date, calendar->close);
    return session;
}

bool calendar_session_on(const struct calendar *calendar, int64_t date,
                         struct calendar_session *ret_session)
{
    if (calendar->kind != NONE && (is_weekend(date) || calendar_holiday(calendar, date)))
        return false;
    *ret_session = session_by_rule(calendar, date);
    return true;
}

/* New York is behind UTC by 4 or 5 hours, so the local day of the date lies in the next UTC day at
 * most; an FX session begins on the day before its date. */
bool calendar_session_of(const struct calendar *calendar, int64_t time,
                         struct calendar_session *ret_session)
{
    const int64_t day = date_midnight(time);

    for (int i = -1; i <= 1; i++) {
        struct calendar_session session;

        if (calendar_session_on(calendar, day + i * DATE_DAY, &session) && session.open <= time
            && time < session.close) {
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
    const int64_t anchor = step > HOUR && session ? session->open : 0;
    const int64_t floor = floor_to(start - anchor, step) + anchor;

    if (floor != start && !(session && start == session->open))
        return start + step;
    return floor + step;
}

static int64_t end_in_session(enum timeframe timeframe, int64_t start,
                              const struct calendar_session *session)
{
    const int64_t end = next_boundary(timeframe, start, session);

    return session && session->close < end ? session->close : end;
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
        if ((start[i] < session.open || start[i] >= session.close)
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
