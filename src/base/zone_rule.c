#include "base/zone_rule.h"

#include "base/date.h"

#include <string.h>

enum { HOUR = 3600 };

/* --- when --- */

static int64_t day_of_change(const struct zone_rule_change *change, int64_t year)
{
    int64_t first, day;
    int length;

    if (change->kind == ZONE_RULE_DAY)
        return date_of(year, 1, 1) + (int64_t)change->day * DATE_DAY;
    if (change->kind == ZONE_RULE_NO_LEAP) {
        const bool is_later = change->day >= 60 && date_month_length(year, 2) == 29;

        return date_of(year, 1, 1) + (int64_t)(change->day - 1 + is_later) * DATE_DAY;
    }
    first = date_of(year, change->month, 1);
    day = (change->day - date_weekday(first) + 7) % 7 + (change->week - 1) * 7;
    length = date_month_length(year, change->month);
    return first + (day < length ? day : day - 7) * DATE_DAY;
}

static bool is_summer(const struct zone_rule *rule, int64_t utc)
{
    const int64_t year = date_civil(utc + rule->standard).year;
    const int64_t begin = day_of_change(&rule->begin, year) + rule->begin.seconds - rule->standard;
    const int64_t end = day_of_change(&rule->end, year) + rule->end.seconds - rule->summer;

    return begin < end ? utc >= begin && utc < end : utc >= begin || utc < end;
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t utc)
{
    return rule->has_summer && is_summer(rule, utc) ? rule->summer : rule->standard;
}

/* --- POSIX texts --- */

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool take_name(const char **at)
{
    size_t n;

    if (take(at, '<')) {
        n = strcspn(*at, ">");
        *at += n;
        return n > 0 && take(at, '>');
    }
    n = strspn(*at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    *at += n;
    return n >= 3;
}

static bool take_number(const char **at, int most, int *ret)
{
    int value = 0;

    if (**at < '0' || **at > '9')
        return false;
    while (**at >= '0' && **at <= '9' && value <= most)
        value = value * 10 + *(*at)++ - '0';
    *ret = value;
    return value <= most;
}

/* [+-]hh[:mm[:ss]]; hours up to 167, as TZif of version 3 has them. */
static bool take_clock(const char **at, int32_t *ret)
{
    const bool is_negative = **at == '-';
    int part[3] = {0};

    if (is_negative || **at == '+')
        (*at)++;
    if (!take_number(at, 167, &part[0]))
        return false;
    for (int i = 1; i < 3 && take(at, ':'); i++)
        if (!take_number(at, 59, &part[i]))
            return false;
    *ret = (part[0] * HOUR + part[1] * 60 + part[2]) * (is_negative ? -1 : 1);
    return true;
}

static bool take_weekday(const char **at, struct zone_rule_change *change)
{
    change->kind = ZONE_RULE_WEEKDAY;
    return take_number(at, 12, &change->month) && change->month >= 1 && take(at, '.')
        && take_number(at, 5, &change->week) && change->week >= 1 && take(at, '.')
        && take_number(at, 6, &change->day);
}

static bool take_change(const char **at, struct zone_rule_change *change)
{
    if (!take(at, ','))
        return false;
    if (take(at, 'M')) {
        if (!take_weekday(at, change))
            return false;
    } else {
        change->kind = take(at, 'J') ? ZONE_RULE_NO_LEAP : ZONE_RULE_DAY;
        if (!take_number(at, 365, &change->day))
            return false;
        if (change->kind == ZONE_RULE_NO_LEAP && !change->day)
            return false;
    }
    change->seconds = 2 * HOUR;
    return !take(at, '/') || take_clock(at, &change->seconds);
}

bool zone_rule_parse(const char *text, struct zone_rule *ret_rule)
{
    struct zone_rule rule = {0};

    if (!take_name(&text) || !take_clock(&text, &rule.standard))
        return false;
    rule.standard = -rule.standard;             /* POSIX counts westwards */
    if (*text) {
        rule.has_summer = true;
        rule.summer = rule.standard + HOUR;
        if (!take_name(&text))
            return false;
        if (*text != ',') {
            if (!take_clock(&text, &rule.summer))
                return false;
            rule.summer = -rule.summer;
        }
        if (!take_change(&text, &rule.begin) || !take_change(&text, &rule.end) || *text)
            return false;
    }
    *ret_rule = rule;
    return true;
}

/* --- New York --- */

#define SUNDAY(month, week) { ZONE_RULE_WEEKDAY, month, week, 0, 2 * HOUR }
#define JANUARY_6 { ZONE_RULE_NO_LEAP, 0, 0, 6, 2 * HOUR }
#define FEBRUARY_23 { ZONE_RULE_NO_LEAP, 0, 0, 54, 2 * HOUR }

/* Uniform Time Act 1966; Emergency Daylight Saving Time Act 1973 (1974 and 1975); Public Law 99-359
 * (1987); Energy Policy Act 2005 (2007). */
static const struct {
    int64_t since;
    struct zone_rule rule;
} new_york[] = {
    { INT64_MIN, { -5 * HOUR, -4 * HOUR, true, SUNDAY(4, 5), SUNDAY(10, 5) } },
    { 1974, { -5 * HOUR, -4 * HOUR, true, JANUARY_6, SUNDAY(10, 5) } },
    { 1975, { -5 * HOUR, -4 * HOUR, true, FEBRUARY_23, SUNDAY(10, 5) } },
    { 1976, { -5 * HOUR, -4 * HOUR, true, SUNDAY(4, 5), SUNDAY(10, 5) } },
    { 1987, { -5 * HOUR, -4 * HOUR, true, SUNDAY(4, 1), SUNDAY(10, 5) } },
    { 2007, { -5 * HOUR, -4 * HOUR, true, SUNDAY(3, 2), SUNDAY(11, 1) } },
};

#undef SUNDAY
#undef JANUARY_6
#undef FEBRUARY_23

int32_t zone_rule_new_york(int64_t utc)
{
    const int64_t year = date_civil(utc - 5 * HOUR).year;
    size_t i = COUNT(new_york) - 1;

    while (new_york[i].since > year)
        i--;
    return zone_rule_offset(&new_york[i].rule, utc);
}
