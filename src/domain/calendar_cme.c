#include "domain/calendar_cme.h"

#include "base/date.h"
#include "base/zone.h"
#include "domain/calendar.h"
#include "domain/calendar_nyse.h"

#include <string.h>

/* By New York's clock, an hour ahead of Chicago's; both change on the same nights. */
enum { HOUR = 3600, OPEN = 18 * HOUR, CLOSE = 17 * HOUR, HALF_DAY = 13 * HOUR + HOUR / 4 };
enum { REPORT = 9 * HOUR + HOUR / 4 };     /* Good Friday with the employment report */
enum { HALT_FROM = 16 * HOUR + HOUR / 4, HALT_UNTIL = 16 * HOUR + HOUR / 2 };

/* Stopped early, once: for the storm of 2012 and the days of mourning. New York was closed on these
 * days; its other closings are ours. Not compared with the exchange's notices. */
static const struct {
    int year, month, day, close;
} early[] = {
    { 2012, 10, 29, REPORT }, { 2012, 10, 30, REPORT },
    { 2018, 12, 5, 9 * HOUR + HOUR / 2 }, { 2025, 1, 9, 9 * HOUR + HOUR / 2 },
};

static int64_t at(int64_t date, int seconds)
{
    int64_t utc[2] = { date + seconds };

    zone_to_utc(zone_builtin("America/New_York"), date + seconds, utc);
    return utc[0];
}

static int early_close(const struct date *d)
{
    for (size_t i = 0; i < COUNT(early); i++)
        if (early[i].year == d->year && early[i].month == d->month && early[i].day == d->day)
            return early[i].close;
    return 0;
}

static bool is_report_day(const struct date *d)
{
    return d->year >= 2010 && d->day <= 7;
}

/* Closed for the whole trade date. */
static bool is_closed(int64_t date, const char *holiday)
{
    const struct date d = date_civil(date);

    if (!strcmp(holiday, "Good Friday"))
        return !is_report_day(&d);
    return !strcmp(holiday, "Christmas Day") || !strcmp(holiday, "New Year's Day");
}

/* A holiday of New York that neither closes this market nor is a trade date of its own: it is
 * traded in the morning, for the next trade date. */
static const char *halted(int64_t date)
{
    static const char *const names[] = { "Martin Luther King Day", "Washington's Birthday",
                                         "Memorial Day", "Juneteenth", "Independence Day",
                                         "Labor Day", "Thanksgiving Day" };
    const char *holiday = calendar_nyse_holiday(date);

    for (size_t i = 0; holiday && i < COUNT(names); i++)
        if (!strcmp(names[i], holiday))
            return holiday;
    return NULL;
}

const char *calendar_cme_holiday(int64_t date)
{
    const struct date d = date_civil(date);
    const char *holiday = calendar_nyse_holiday(date);

    if (!holiday || early_close(&d))
        return NULL;
    if (!strcmp(holiday, "Good Friday") && !is_closed(date, holiday))
        return NULL;
    return holiday;
}

static int close_of(int64_t date)
{
    const struct date d = date_civil(date);
    const char *holiday = calendar_nyse_holiday(date);

    if (early_close(&d))
        return early_close(&d);
    if (holiday && !strcmp(holiday, "Good Friday"))
        return REPORT;
    return calendar_nyse_close(date) == 13 * HOUR ? HALF_DAY : CLOSE;
}

static int halt_on(int64_t date)
{
    const struct date d = date_civil(date);

    return d.year < 2014 || (d.year == 2014 && d.month <= 2) ? 11 * HOUR + HOUR / 2 : 13 * HOUR;
}

static int64_t weekday_before(int64_t date)
{
    return date - (date_weekday(date) == 1 ? 3 : 1) * (int64_t)DATE_DAY;
}

static void add_pause(struct calendar_session *session, int64_t from, int64_t until,
                      const char *holiday)
{
    session->pauses[session->n_pauses++] = (struct calendar_pause){ from, until, holiday };
}

void calendar_cme_fill(int64_t date, struct calendar_session *session)
{
    const int64_t before = weekday_before(date);
    const char *holiday = halted(before);

    session->close = at(date, close_of(date));
    if (holiday) {
        session->open = at(before - DATE_DAY, OPEN);
        add_pause(session, at(before, halt_on(before)), session->usual_open, holiday);
    }
    if (date <= date_of(2021, 6, 25) && session->close == session->usual_close)
        add_pause(session, at(date, HALT_FROM), at(date, HALT_UNTIL), NULL);
    session->first_trade = session->usual_open = session->open;
}
