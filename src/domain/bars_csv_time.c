#include "domain/bars_csv_time.h"

#include "base/date.h"
#include "base/zone.h"

#include <string.h>

struct rest {
    const char *at, *end;
};

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

static size_t count_digits(const struct rest *rest)
{
    size_t n = 0;

    while (rest->at + n < rest->end && is_digit(rest->at[n]))
        n++;
    return n;
}

static bool take(struct rest *rest, char c)
{
    if (rest->at == rest->end || *rest->at != c)
        return false;
    rest->at++;
    return true;
}

static int64_t number(const char *at, size_t digits)
{
    int64_t value = 0;

    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (at[i] - '0');
    return value;
}

/* One or two digits, or exactly `digits` if not 0. */
static bool take_number(struct rest *rest, size_t digits, int *ret)
{
    const size_t n = count_digits(rest);

    if (digits ? n != digits : n < 1 || n > 2)
        return false;
    *ret = (int)number(rest->at, n);
    rest->at += n;
    return true;
}

static bool day_of(int year, int month, int day, int64_t *ret)
{
    if (!date_is_valid(year, month, day))
        return false;
    *ret = date_of(year, month, day);
    return true;
}

/* 2024-01-31, with - / or . */
static bool take_year_first(struct rest *rest, int64_t *ret)
{
    int year, month, day;
    char between;

    if (!take_number(rest, 4, &year) || rest->at == rest->end)
        return false;
    between = *rest->at;
    return strchr("-/.", between) && between && take(rest, between)
        && take_number(rest, 0, &month) && take(rest, between) && take_number(rest, 0, &day)
        && day_of(year, month, day, ret);
}

/* 31.01.2024; 1/31/2024 by the given order. */
static bool take_year_last(struct rest *rest, enum bars_csv_dates dates, int64_t *ret)
{
    int first, second, year;
    char between;

    if (!take_number(rest, 0, &first) || rest->at == rest->end)
        return false;
    between = *rest->at++;
    if ((between != '/' && between != '.') || !take_number(rest, 0, &second)
        || !take(rest, between) || !take_number(rest, 4, &year))
        return false;
    if (between == '.' || dates == BARS_CSV_DAY_FIRST)
        return day_of(year, second, first, ret);
    return dates == BARS_CSV_MONTH_FIRST && day_of(year, first, second, ret);
}

static bool take_compact_day(struct rest *rest, int64_t *ret)
{
    const char *at = rest->at;

    rest->at += 8;
    return day_of((int)number(at, 4), (int)number(at + 4, 2), (int)number(at + 6, 2), ret);
}

static bool take_compact_clock(struct rest *rest, int64_t *seconds)
{
    const size_t digits = count_digits(rest);
    const int64_t hour = number(rest->at, 2), minute = number(rest->at + 2, 2);
    const int64_t second = digits == 6 ? number(rest->at + 4, 2) : 0;

    rest->at += digits;
    *seconds += hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second < 60;
}

static bool take_fraction_of_zeros(struct rest *rest)
{
    if (!take(rest, '.'))
        return true;
    if (!take(rest, '0'))
        return false;
    while (take(rest, '0'))
        ;
    return true;
}

/* 'AM' or 'PM', with a space or '-' before it: 12 AM is midnight. */
static bool take_half(struct rest *rest, int *hour)
{
    const char *at = rest->at;

    while (at < rest->end && (*at == ' ' || *at == '-'))
        at++;
    if (rest->end - at < 2 || (at[1] != 'M' && at[1] != 'm'))
        return true;
    if (!memchr("AaPp", *at, 4))
        return true;
    rest->at = at + 2;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (*at == 'P' || *at == 'p' ? 12 : 0);
    return true;
}

static bool take_clock(struct rest *rest, int64_t *seconds)
{
    const size_t digits = count_digits(rest);
    int hour, minute = 0, second = 0;
    const char *before;
    bool has_minutes;

    if (digits == 4 || digits == 6)
        return take_compact_clock(rest, seconds);
    if (!take_number(rest, 0, &hour))
        return false;
    has_minutes = take(rest, ':');
    if (has_minutes && !take_number(rest, 2, &minute))
        return false;
    if (has_minutes && take(rest, ':')
        && (!take_number(rest, 2, &second) || !take_fraction_of_zeros(rest)))
        return false;
    if (!has_minutes && rest->at == rest->end)
        return false;           /* a lone hour; '09-AM' goes on */
    before = rest->at;
    if (!take_half(rest, &hour) || (!has_minutes && rest->at == before))
        return false;
    *seconds += hour * 3600 + minute * 60 + second;
    return hour < 24 && minute < 60 && second < 60;
}

static bool take_offset(struct rest *rest, int32_t *ret)
{
    const int sign = take(rest, '-') ? -1 : 1;
    int hours, minutes = 0;

    if (sign > 0 && !take(rest, '+'))
        return false;
    if (count_digits(rest) == 4) {
        hours = (int)number(rest->at, 2);
        minutes = (int)number(rest->at + 2, 2);
        rest->at += 4;
    } else {
        if (!take_number(rest, 2, &hours))
            return false;
        if (take(rest, ':') && !take_number(rest, 2, &minutes))
            return false;
    }
    *ret = sign * (hours * 3600 + minutes * 60);
    return hours < 24 && minutes < 60;
}

static enum bars_csv_reason read_zone(struct rest *rest, const struct zone *known,
                                      struct bars_csv_time *time)
{
    const size_t length = (size_t)(rest->end - rest->at);
    char name[64];

    if (!length)
        return BARS_CSV_GOOD;
    if (*rest->at == '+' || *rest->at == '-') {
        time->is_fixed = true;
        return take_offset(rest, &time->offset) && rest->at == rest->end ? BARS_CSV_GOOD
                                                                          : BARS_CSV_NO_TIME;
    }
    if (length >= sizeof(name) || is_digit(*rest->at) || memchr(rest->at, '\0', length))
        return BARS_CSV_NO_TIME;
    memcpy(name, rest->at, length);
    name[length] = '\0';
    time->zone = known && !strcmp(name, zone_name(known)) ? known : zone_builtin(name);
    if (!time->zone)
        return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-")
                   == length ? BARS_CSV_NO_ZONE : BARS_CSV_NO_TIME;
    time->is_fixed = time->zone == zone_builtin("UTC");
    return BARS_CSV_GOOD;
}

/* Seconds, milliseconds … by the number of digits. Twelve could also be yyyymmddhhmm: neither. */
static bool read_epoch(const struct rest *rest, size_t digits, struct bars_csv_time *time)
{
    struct rest after = { rest->at + digits, rest->end };
    const int64_t value = digits < 20 ? number(rest->at, digits < 19 ? digits : 19) : 0;
    int64_t unit = 1;

    if (digits > 10)
        for (size_t i = 10; i < digits; i += 3)
            unit *= 1000;
    if ((digits > 10 && digits != 13 && digits != 16 && digits != 19) || value % unit
        || !take_fraction_of_zeros(&after) || after.at != after.end)
        return false;
    time->local = value / unit;
    time->is_fixed = time->has_clock = true;
    return true;
}

static bool read_day(struct rest *rest, enum bars_csv_dates dates, int64_t *ret)
{
    switch (count_digits(rest)) {
    case 8:
        return take_compact_day(rest, ret);
    case 4:
        return take_year_first(rest, ret);
    case 1: case 2:
        return take_year_last(rest, dates, ret);
    default:
        return false;
    }
}

/* The form that most files have, quickly. */
static bool read_iso(const char *text, size_t length, struct bars_csv_time *time)
{
    enum date_zone kind;

    if (length < 10 || text[4] != '-' || !date_read_iso(text, length, &time->local, &kind)
        || kind == DATE_OFFSET)
        return false;
    time->is_fixed = kind == DATE_UTC;
    time->has_clock = length > 10;
    return true;
}

static bool read_digits(struct rest *rest, size_t digits, struct bars_csv_time *time)
{
    const struct rest whole = *rest;

    rest->at = rest->end;
    if (digits != 14)
        return digits <= 19 && read_epoch(&whole, digits, time);
    *rest = whole;
    time->has_clock = true;
    return take_compact_day(rest, &time->local) && take_compact_clock(rest, &time->local)
        && rest->at == rest->end;
}

static bool read_day_and_clock(struct rest *rest, enum bars_csv_dates dates,
                               struct bars_csv_time *time)
{
    if (!read_day(rest, dates, &time->local))
        return false;
    if (rest->at == rest->end)
        return true;
    time->has_clock = true;
    if (!take(rest, 'T') && *rest->at != ' ')
        return false;
    while (take(rest, ' '))
        ;
    return take_clock(rest, &time->local);
}

enum bars_csv_reason bars_csv_time_read(const char *text, size_t length, enum bars_csv_dates dates,
                                        const struct zone *zone, struct bars_csv_time *ret_time)
{
    struct rest rest = { text, text + length };
    const size_t digits = count_digits(&rest);
    struct bars_csv_time time = {0};
    enum bars_csv_reason reason = BARS_CSV_GOOD;

    if (!read_iso(text, length, &time)) {
        time = (struct bars_csv_time){0};
        if (!(digits > 8 ? read_digits(&rest, digits, &time)
                         : read_day_and_clock(&rest, dates, &time)))
            return BARS_CSV_NO_TIME;
        while (take(&rest, ' '))
            ;
        reason = read_zone(&rest, zone, &time);
    }
    if (reason == BARS_CSV_GOOD)
        *ret_time = time;
    return reason;
}

bool bars_csv_time_is_slashed(const char *text, size_t length)
{
    const struct rest rest = { text, text + length };
    const size_t digits = count_digits(&rest);

    return (digits == 1 || digits == 2) && digits < length && text[digits] == '/';
}

enum bars_csv_dates bars_csv_time_order(const char *text, size_t length)
{
    struct rest rest = { text, text + length };
    int first, second;

    if (!bars_csv_time_is_slashed(text, length) || !take_number(&rest, 0, &first)
        || !take(&rest, '/') || !take_number(&rest, 0, &second))
        return BARS_CSV_DATES_BY_FILE;
    if (first > 12 && first <= 31 && second >= 1 && second <= 12)
        return BARS_CSV_DAY_FIRST;
    if (second > 12 && second <= 31 && first >= 1 && first <= 12)
        return BARS_CSV_MONTH_FIRST;
    return BARS_CSV_DATES_BY_FILE;
}
