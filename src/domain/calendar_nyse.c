#include "domain/calendar_nyse.h"

#include "base/date.h"
#include "base/words.h"

#include <stddef.h>

enum { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };
enum { OPEN = 9 * 3600 + 1800, CLOSE = 16 * 3600, EARLY = 13 * 3600 };

/* Closed once. Those from 2001 to 2018 are days without a bar in an index, which a test holds; 1994
 * and 2025 were not compared with the exchange's list. */
static const struct {
    int year, month, day;
    const char *name;
} closings[] = {
    { 1994, 4, 27, "Funeral of President Nixon" },
    { 2001, 9, 11, "Attacks of September 11" },
    { 2001, 9, 12, "Attacks of September 11" },
    { 2001, 9, 13, "Attacks of September 11" },
    { 2001, 9, 14, "Attacks of September 11" },
    { 2004, 6, 11, "Funeral of President Reagan" },
    { 2007, 1, 2, "Funeral of President Ford" },
    { 2012, 10, 29, "Hurricane Sandy" },
    { 2012, 10, 30, "Hurricane Sandy" },
    { 2018, 12, 5, "Funeral of President G. H. W. Bush" },
    { 2025, 1, 9, "Funeral of President Carter" },
};

/* Closed early, once. Not compared with the exchange's list. */
static const struct {
    int year, month, day, close;
} early[] = {
    { 1990, 12, 24, 14 * 3600 }, { 1991, 12, 24, 14 * 3600 }, { 1992, 12, 24, 14 * 3600 },
    { 1992, 11, 27, 14 * 3600 },                            /* after Thanksgiving, the first */
    { 1994, 2, 11, 14 * 3600 + 1800 },                      /* snow */
    { 1996, 1, 8, 14 * 3600 },                              /* snow */
    { 1997, 10, 27, 15 * 3600 + 1800 },                     /* circuit breaker */
    { 1997, 12, 26, EARLY }, { 1999, 12, 31, EARLY }, { 2003, 12, 26, EARLY },
};

/* Opened late, once. Not compared with the exchange's list. */
static const struct {
    int year, month, day, open;
} late[] = {
    { 1995, 12, 18, 10 * 3600 + 1800 },                     /* computers */
    { 1996, 1, 8, 11 * 3600 },                              /* snow */
    { 2002, 9, 11, 12 * 3600 },                             /* a year after the attacks */
};

/* The n-th weekday of a month; 5: the last. */
static int64_t nth(int64_t year, int month, int n, int weekday)
{
    const int64_t first = date_of(year, month, 1);
    const int day = (weekday - date_weekday(first) + 7) % 7 + 7 * (n - 1);

    return first + (day < date_month_length(year, month) ? day : day - 7) * (int64_t)DATE_DAY;
}

/* Sunday of Easter (Meeus, Jones and Butcher). */
static int64_t easter(int64_t year)
{
    const int64_t a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
    const int64_t f = (b + 8) / 25, g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30;
    const int64_t i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int64_t m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;

    return date_of(year, (int)(n / 31), (int)(n % 31) + 1);
}

/* A holiday on Sunday is kept on Monday, one on Saturday on Friday. */
static int64_t kept_on(int64_t date)
{
    switch (date_weekday(date)) {
    case SUNDAY:   return date + DATE_DAY;
    case SATURDAY: return date - DATE_DAY;
    default:       return date;
    }
}

/* January 1 on a Saturday is not kept: the Friday before ends the year's accounts (Rule 7.2). */
static int64_t new_year(int64_t year)
{
    const int64_t date = date_of(year, 1, 1);

    return date_weekday(date) == SATURDAY ? date : kept_on(date);
}

static const char *find_closing(const struct date *d)
{
    for (size_t i = 0; i < COUNT(closings); i++)
        if (closings[i].year == d->year && closings[i].month == d->month
            && closings[i].day == d->day)
            return closings[i].name;
    return NULL;
}

static const char *find_holiday(int64_t date, int64_t year)
{
    const struct {
        int64_t date;
        int since;
        const char *name;
    } holidays[] = {
        { new_year(year), 0, "New Year's Day" },
        { nth(year, 1, 3, MONDAY), 1998, "Martin Luther King Day" },
        { nth(year, 2, 3, MONDAY), 0, "Washington's Birthday" },
        { easter(year) - 2 * DATE_DAY, 0, "Good Friday" },
        { nth(year, 5, 5, MONDAY), 0, "Memorial Day" },
        { kept_on(date_of(year, 6, 19)), 2022, "Juneteenth" },
        { kept_on(date_of(year, 7, 4)), 0, "Independence Day" },
        { nth(year, 9, 1, MONDAY), 0, "Labor Day" },
        { nth(year, 11, 4, THURSDAY), 0, "Thanksgiving Day" },
        { kept_on(date_of(year, 12, 25)), 0, "Christmas Day" },
    };

    for (size_t i = 0; i < COUNT(holidays); i++)
        if (holidays[i].date == date && year >= holidays[i].since)
            return holidays[i].name;
    return NULL;
}

const char *calendar_nyse_holiday(int64_t date)
{
    const int weekday = date_weekday(date);
    const struct date d = date_civil(date);
    const char *name;

    if (weekday == SUNDAY || weekday == SATURDAY)
        return NULL;
    name = find_holiday(date, d.year);
    return name ? name : find_closing(&d);
}

/* Half days around July 4: the day before it from Monday to Thursday since 1995, on a Wednesday
 * only since 2013; till then the Friday after a Thursday. */
static bool is_short_in_july(const struct date *d, int weekday)
{
    if (d->month != 7 || d->year < 1995)
        return false;
    if (d->day == 3)
        return weekday == MONDAY || weekday == TUESDAY || weekday == THURSDAY
            || (weekday == WEDNESDAY && d->year >= 2013);
    return d->day == 5 && weekday == FRIDAY && d->year < 2013;
}

int calendar_nyse_open(int64_t date)
{
    const struct date d = date_civil(date);

    for (size_t i = 0; i < COUNT(late); i++)
        if (late[i].year == d.year && late[i].month == d.month && late[i].day == d.day)
            return late[i].open;
    return OPEN;
}

int calendar_nyse_close(int64_t date)
{
    const struct date d = date_civil(date);
    const int weekday = date_weekday(date);

    for (size_t i = 0; i < COUNT(early); i++)
        if (early[i].year == d.year && early[i].month == d.month && early[i].day == d.day)
            return early[i].close;
    if (is_short_in_july(&d, weekday))
        return EARLY;
    if (d.year >= 1993 && d.month == 12 && d.day == 24 && weekday <= THURSDAY)
        return EARLY;
    if (d.year >= 1993 && d.month == 11 && date == nth(d.year, 11, 4, THURSDAY) + DATE_DAY)
        return EARLY;
    return CLOSE;
}
