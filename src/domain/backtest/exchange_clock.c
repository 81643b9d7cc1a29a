#include "domain/backtest/exchange_clock.h"

#include "base/zone.h"
#include "domain/calendar.h"

#include <ctype.h>
#include <string.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

/* Chicago's clocks change with New York's, an hour later by the sun, at the same hour by the clock:
 * in that one hour of the year the difference is 0 or 2, and no market is open. */
static const struct { const char *calendar; int behind_new_york; } markets[] = {
    { "nyse", 0 }, { "nyse_all", 0 }, { "fx", 0 }, { "idealpro", 0 }, { "cme", HOUR },
};

int exchange_clock_second(const struct calendar *calendar, int64_t time)
{
    const char *name = calendar_name(calendar);

    for (size_t i = 0; i < COUNT(markets); i++)
        if (!strcmp(markets[i].calendar, name))
            time += zone_offset(zone_builtin("America/New_York"), time) -
                    markets[i].behind_new_york;
    return (int)((time % DAY + DAY) % DAY);
}

/* "09:30"; what follows it. NULL if it is none. */
static const char *read_clock(const char *text, int *ret_second)
{
    int hour, minute;

    for (int i = 0; i < 5; i++)
        if (i == 2 ? text[i] != ':' : !isdigit((unsigned char)text[i]))
            return NULL;
    hour = (text[0] - '0') * 10 + text[1] - '0';
    minute = (text[3] - '0') * 10 + text[4] - '0';
    *ret_second = hour * HOUR + minute * MINUTE;
    return minute < 60 && *ret_second <= DAY ? text + 5 : NULL;
}

bool exchange_clock_parse(const char *text, struct exchange_clock_hours *ret_hours,
                          struct error *err)
{
    struct exchange_clock_hours hours;
    const char *end = read_clock(text, &hours.from);

    end = end && *end == '-' ? read_clock(end + 1, &hours.until) : NULL;
    if (!end || *end || hours.from == hours.until) {
        error_set(err, ERROR_INVALID, "'%.40s' are no hours of entries", text);
        return error_suggest(err, "write 09:30-16:00, by the clock of the exchange");
    }
    *ret_hours = hours;
    return true;
}

static bool is_within(const struct exchange_clock_hours *hours, int second)
{
    if (hours->from < hours->until)
        return second >= hours->from && second < hours->until;
    return second >= hours->from || second < hours->until;
}

void exchange_clock_mark(const struct exchange_clock_hours *hours,
                         const struct calendar *calendar, const struct bars *bars,
                         uint8_t *ret_is_closed)
{
    for (size_t t = 0; t < bars->count; t++)
        ret_is_closed[t] = !is_within(hours, exchange_clock_second(calendar, bars->time[t]));
}
