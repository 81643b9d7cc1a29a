#include "ibsim/sim_schedule.h"

#include "base/date.h"
#include "base/zone.h"
#include "domain/calendar.h"
#include "ib/tws_time.h"
#include "ibsim/sim_parts.h"
#include "ibsim/sim_range.h"

#include <stdio.h>

enum { DASHED = 20, SHORT = 12 };

struct day {
    char start[DASHED], end[DASHED], date[SHORT];
};

static void free_zone(const struct zone **zone)
{
    zone_free(*zone);
}

/* '20251006-09:30:00' by the schedule's own clock: this dash does not mean UTC. */
static void print_local(const struct zone *zone, int64_t time, char ret_text[DASHED])
{
    const struct tws_time local = { TWS_TIME_UTC, zone_from_utc(zone, time), "" };
    char text[TWS_TIME_TEXT] = "";
    struct error ignored;
    size_t n;

    if (tws_time_write(&local, text, &n, &ignored))
        snprintf(ret_text, DASHED, "%s", text);
}

static void fill(const struct zone *zone, const struct calendar_session *session, struct day *day)
{
    const struct date d = date_civil(session->date);

    print_local(zone, session->open, day->start);
    print_local(zone, session->close, day->end);
    snprintf(day->date, SHORT, "%04d%02d%02d", (int)d.year % 10000, d.month, d.day);
}

static size_t collect(const struct calendar *calendar, const struct zone *zone, int64_t span[2],
                      struct day *days, struct tws_session_day *rows)
{
    struct calendar_session session;
    size_t n = 0;

    for (int64_t date = span[0]; date <= span[1]; date += DATE_DAY) {
        if (!calendar_session_on(calendar, date, &session))
            continue;
        fill(zone, &session, &days[n]);
        rows[n] = (struct tws_session_day){ days[n].start, days[n].end, days[n].date };
        n++;
    }
    return n;
}

bool sim_schedule_put(struct sim_request *request, const struct sim_range *range,
                      struct error *err)
{
    const struct sim_instrument *instrument = request->instrument;
    const size_t room = (size_t)((range->last - range->first) / DATE_DAY + 2);
    const bool is_regular = request->message.history_request.use_rth;
    OWNED(free_zone) const struct zone *zone = NULL;
    struct tws_message message = { .type = TWS_HISTORICAL_SCHEDULE, .id = request->message.id };
    struct tws_session_day *rows = tws_message_alloc(&request->message, room * sizeof(*rows));
    struct day *days = tws_message_alloc(&request->message, room * sizeof(*days));
    size_t n;

    if (!tws_time_zone(instrument->contract.zone, &zone, err))
        return false;
    n = collect(is_regular ? instrument->regular : instrument->hours, zone,
                (int64_t[2]){ range->first, range->last }, days, rows);
    message.schedule = (struct tws_schedule){
        n ? rows[0].start : "", n ? rows[n - 1].end : "", instrument->contract.zone, n, rows };
    return sim_request_put(request, &message, err);
}
