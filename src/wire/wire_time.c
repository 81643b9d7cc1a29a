#include "wire/wire_time.h"

#include <string.h>

enum { DAY = 86400 };

static const int64_t least = -62167219200;      /* 0000-01-01T00:00:00Z */
static const int64_t most = 253402300799;       /* 9999-12-31T23:59:59Z */

static int64_t days_before_year(int64_t year)
{
    year--;
    return year * 365 + year / 4 - year / 100 + year / 400;
}

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_before_month(int month, bool leap)
{
    static const int days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

    return days[month] + (leap && month >= 2);
}

/* Year 0 was a leap year and has no year before it here: count from year 400, which looks alike. */
static int64_t day_of(int64_t year, int month, int day)
{
    const int64_t epoch = days_before_year(1970 + 400);

    return days_before_year(year + 400) + days_before_month(month, is_leap(year)) + day - epoch;
}

static void put(char *at, int64_t value, int digits)
{
    for (; digits--; value /= 10)
        at[digits] = (char)('0' + value % 10);
}

static void put_date(int64_t day, char *text)
{
    int64_t year = 1970 + day / 365;
    int month = 0;

    while (day_of(year, 0, 0) > day)
        year--;
    while (day_of(year + 1, 0, 0) <= day)
        year++;
    const int64_t in_year = day - day_of(year, 0, 0);
    while (days_before_month(month + 1, is_leap(year)) <= in_year)
        month++;
    put(text, year, 4);
    text[4] = text[7] = '-';
    put(text + 5, month + 1, 2);
    put(text + 8, in_year - days_before_month(month, is_leap(year)) + 1, 2);
}

void wire_time_print(int64_t time, char ret_text[WIRE_TIME_LENGTH + 1])
{
    time = time < least ? least : time > most ? most : time;
    const int64_t day = (time - least) / DAY, second = (time - least) % DAY;

    put_date(day + least / DAY, ret_text);
    memcpy(ret_text + WIRE_TIME_DATE_LENGTH, "T00:00:00Z", sizeof("T00:00:00Z"));
    put(ret_text + 11, second / 3600, 2);
    put(ret_text + 14, second / 60 % 60, 2);
    put(ret_text + 17, second % 60, 2);
}

static bool has_form(const char *text, size_t length)
{
    static const char form[] = "0000-00-00T00:00:00Z";

    if (length != WIRE_TIME_LENGTH)
        return false;
    for (size_t i = 0; i < length; i++)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    return true;
}

static int get(const char *at, int digits)
{
    int value = 0;

    while (digits--)
        value = value * 10 + (*at++ - '0');
    return value;
}

bool wire_time_parse(const char *text, size_t length, int64_t *ret_time)
{
    if (!has_form(text, length))
        return false;
    const int year = get(text, 4), month = get(text + 5, 2) - 1, day = get(text + 8, 2) - 1;
    const int hour = get(text + 11, 2), minute = get(text + 14, 2), second = get(text + 17, 2);

    if (month < 0 || month > 11 || day < 0 || hour > 23 || minute > 59 || second > 59)
        return false;
    if (days_before_month(month, is_leap(year)) + day >=
        days_before_month(month + 1, is_leap(year)))
        return false;
    *ret_time = day_of(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    return true;
}
