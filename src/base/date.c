#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_length(int64_t year, int month)
{
    static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return length[month - 1] + (month == 2 && is_leap(year));
}

bool date_is_valid(int64_t year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= date_month_length(year, month);
}

/* Days since 1970 of a date, by years that begin in March, so that the leap day comes last. */
static int64_t days(int64_t year, int month, int day)
{
    const int64_t y = year - (month <= 2);
    const int64_t era = floor_div(y, 400);
    const int64_t year_of_era = y - era * 400;
    const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
         - 719468;
}

int64_t date_of(int64_t year, int month, int day)
{
    return days(year, month, day) * DATE_DAY;
}

int64_t date_seconds(const struct date *date)
{
    return date_of(date->year, date->month, date->day)
         + date->hour * 3600 + date->minute * 60 + date->second;
}

struct date date_civil(int64_t seconds)
{
    const int64_t since = floor_div(seconds, DATE_DAY) + 719468;
    const int64_t era = floor_div(since, 146097);
    const int64_t d = since - era * 146097;             /* day of the era of 400 years */
    const int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
    const int64_t day_of_year = d - (365 * y + y / 4 - y / 100);
    const int64_t m = (5 * day_of_year + 2) / 153;      /* 0 is March */
    const int rest = (int)((seconds % DATE_DAY + DATE_DAY) % DATE_DAY);

    return (struct date){
        .year = y + era * 400 + (m >= 10), .month = (int)(m < 10 ? m + 3 : m - 9),
        .day = (int)(day_of_year - (153 * m + 2) / 5 + 1),
        .hour = rest / 3600, .minute = rest / 60 % 60, .second = rest % 60,
    };
}

int64_t date_midnight(int64_t seconds)
{
    return floor_div(seconds, DATE_DAY) * DATE_DAY;
}

int date_weekday(int64_t seconds)
{
    const int64_t day = floor_div(seconds, DATE_DAY) + 4;       /* 1970-01-01 was a Thursday */

    return (int)(day - floor_div(day, 7) * 7);
}

void date_print_iso(int64_t seconds, char ret_text[DATE_TEXT])
{
    const struct date d = date_civil(seconds);

    snprintf(ret_text, DATE_TEXT, "%04lld-%02d-%02dT%02d:%02d:%02dZ", (long long)d.year, d.month,
             d.day, d.hour, d.minute, d.second);
}

void date_print_day(int64_t seconds, char ret_text[DATE_TEXT])
{
    const struct date d = date_civil(seconds);

    snprintf(ret_text, DATE_TEXT, "%04lld-%02d-%02d", (long long)d.year, d.month, d.day);
}

/* What is left to read. */
struct rest {
    const char *at;
    size_t length;
};

static void skip(struct rest *rest, size_t n)
{
    rest->at += n;
    rest->length -= n;
}

static bool take(struct rest *rest, char c)
{
    if (!rest->length || *rest->at != c)
        return false;
    skip(rest, 1);
    return true;
}

/* Exactly n digits. */
static bool take_digits(struct rest *rest, size_t n, int *ret)
{
    int value = 0;

    if (rest->length < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        const unsigned digit = (unsigned char)rest->at[i] - (unsigned)'0';

        if (digit > 9)
            return false;
        value = value * 10 + (int)digit;
    }
    skip(rest, n);
    *ret = value;
    return true;
}

static bool take_day(struct rest *rest, int64_t *ret_seconds)
{
    int year, month, day;

    if (!take_digits(rest, 4, &year) || !take(rest, '-') || !take_digits(rest, 2, &month)
        || !take(rest, '-') || !take_digits(rest, 2, &day) || !date_is_valid(year, month, day))
        return false;
    *ret_seconds = date_of(year, month, day);
    return true;
}

static bool take_zero_fraction(struct rest *rest)
{
    if (!take(rest, '.'))
        return true;
    if (!take(rest, '0'))
        return false;
    while (take(rest, '0'))
        ;
    return true;
}

static bool take_clock(struct rest *rest, int64_t *seconds)
{
    int hour, minute, second = 0;

    if (!take_digits(rest, 2, &hour) || !take(rest, ':') || !take_digits(rest, 2, &minute))
        return false;
    if (take(rest, ':') && (!take_digits(rest, 2, &second) || !take_zero_fraction(rest)))
        return false;
    *seconds += hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second < 60;
}

static bool take_offset(struct rest *rest, int64_t *seconds)
{
    const int sign = take(rest, '-') ? 1 : -1;  /* west is behind, so UTC is later */
    int hours, minutes = 0;

    if (sign < 0 && !take(rest, '+'))
        return false;
    if (!take_digits(rest, 2, &hours))
        return false;
    if ((take(rest, ':') || rest->length) && !take_digits(rest, 2, &minutes))
        return false;
    *seconds += sign * (hours * 3600 + minutes * 60);
    return hours < 24 && minutes < 60;
}

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

/* '2024-01-31T14:30:00Z' and no other form: the one of files with many million lines. */
static bool read_quickly(const char *at, int64_t *ret_seconds)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    int year, month, day, hour, minute, second;

    for (int i = 0; i < 20; i++)
        if (form[i] == '0' ? (unsigned char)(at[i] - '0') > 9 : at[i] != form[i])
            return false;
    year = two_digits(at) * 100 + two_digits(at + 2);
    month = two_digits(at + 5);
    day = two_digits(at + 8);
    hour = two_digits(at + 11);
    minute = two_digits(at + 14);
    second = two_digits(at + 17);
    if (!date_is_valid(year, month, day) || hour > 23 || minute > 59 || second > 59)
        return false;
    *ret_seconds = date_of(year, month, day) + hour * 3600 + minute * 60 + second;
    return true;
}

bool date_read_iso(const char *bytes, size_t length, int64_t *ret_seconds, enum date_zone *ret_zone)
{
    struct rest rest = { bytes, length };
    enum date_zone zone = DATE_NAIVE;
    int64_t seconds;

    if (length == 20 && read_quickly(bytes, ret_seconds)) {
        *ret_zone = DATE_UTC;
        return true;
    }
    if (!take_day(&rest, &seconds))
        return false;
    if (rest.length) {
        if (!take(&rest, 'T') && !take(&rest, ' '))
            return false;
        if (!take_clock(&rest, &seconds))
            return false;
    }
    if (rest.length) {
        zone = take(&rest, 'Z') ? DATE_UTC : DATE_OFFSET;
        if (zone == DATE_OFFSET && !take_offset(&rest, &seconds))
            return false;
    }
    if (rest.length)
        return false;
    *ret_seconds = seconds;
    *ret_zone = zone;
    return true;
}

bool date_parse_iso(const char *text, int64_t *ret_seconds, enum date_zone *ret_zone,
                    struct error *err)
{
    if (date_read_iso(text, strlen(text), ret_seconds, ret_zone))
        return true;
    error_set(err, ERROR_INVALID, "'%.60s' is not a date or time", text);
    return error_suggest(err, "write 2024-01-31 or 2024-01-31T14:30:00Z");
}

bool date_parse_day(const char *text, int64_t *ret_seconds, struct error *err)
{
    enum date_zone zone;

    if (strlen(text) == 10 && date_read_iso(text, 10, ret_seconds, &zone))
        return true;
    error_set(err, ERROR_INVALID, "'%.60s' is not a date", text);
    return error_suggest(err, "write 2024-01-31");
}

int64_t date_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
