#include "ibsim/sim_hours.h"

#include "base/date.h"
#include "base/zone.h"
#include "domain/calendar.h"

#include <stdio.h>

enum { WALK_MOST = 1000 };

static void print_time(const struct zone *zone, int64_t time, struct buf *out)
{
    const struct date d = date_civil(zone_from_utc(zone, time));

    buf_print(out, "%04d%02d%02d:%02d%02d", (int)d.year, d.month, d.day, d.hour, d.minute);
}

void sim_hours_print(const struct calendar *calendar, const struct zone *zone, int64_t now,
                     int days, struct buf *out)
{
    const int64_t today = date_midnight(zone_from_utc(zone, now));

    for (int i = 0; i < days; i++) {
        const int64_t date = today + i * (int64_t)DATE_DAY;
        const struct date d = date_civil(date);
        struct calendar_session session;

        buf_print(out, i ? ";" : "");
        if (!calendar_session_on(calendar, date, &session)) {
            buf_print(out, "%04d%02d%02d:CLOSED", (int)d.year, d.month, d.day);
            continue;
        }
        print_time(zone, session.open, out);
        buf_print(out, "-");
        print_time(zone, session.close, out);
    }
}

int64_t sim_hours_last(const struct calendar *calendar, int64_t time)
{
    int64_t date = date_midnight(time) + DATE_DAY;
    struct calendar_session session;

    for (int i = 0; i < WALK_MOST; i++, date -= DATE_DAY)
        if (calendar_session_on(calendar, date, &session) && session.open < time)
            return date;
    return date;
}

int64_t sim_hours_back(const struct calendar *calendar, int64_t date, int64_t sessions)
{
    struct calendar_session session;

    for (int i = 0; i < WALK_MOST && sessions > 0; i++) {
        date -= DATE_DAY;
        sessions -= calendar_session_on(calendar, date, &session);
    }
    return date;
}
