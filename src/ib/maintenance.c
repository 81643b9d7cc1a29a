#include "ib/maintenance.h"

#include "base/date.h"
#include "base/zone.h"

#include <stdio.h>
#include <string.h>

enum { HOUR = 3600 };

static const struct {
    const char *name, *windows;
} regions[] = {
    { "america", "Sun-Fri 00:15-01:45 America/New_York, Fri 23:00-03:00 America/New_York" },
    { "europe", "Sun-Sat 06:25-07:45 Europe/Berlin, Fri 23:00-03:00 America/New_York" },
    { "asia", "Sun-Sat 04:45-06:05 Asia/Hong_Kong, Sun-Sat 20:15-21:15 Asia/Hong_Kong, "
              "Fri 23:00-03:00 America/New_York" },
};

static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };

static bool read_day(const char **text, int *ret_day)
{
    for (int i = 0; i < 7; i++)
        if (!strncmp(*text, days[i], 3)) {
            *text += 3;
            *ret_day = i;
            return true;
        }
    return false;
}

static bool read_days(const char **text, unsigned *ret_days)
{
    int from, until;

    if (!read_day(text, &from))
        return false;
    until = from;
    if (**text == '-') {
        ++*text;
        if (!read_day(text, &until))
            return false;
    }
    *ret_days = 0;
    for (int i = 0; i <= (until - from + 7) % 7; i++)
        *ret_days |= 1u << (from + i) % 7;
    return true;
}

static bool read_clock(const char **text, int *ret_seconds)
{
    const char *at = *text;
    int digits[5];

    for (int i = 0; i < 5; i++) {
        if (i == 2 ? at[i] != ':' : at[i] < '0' || at[i] > '9')
            return false;
        digits[i] = at[i] - '0';
    }
    *ret_seconds = (digits[0] * 10 + digits[1]) * HOUR + (digits[3] * 10 + digits[4]) * 60;
    *text += 5;
    return *ret_seconds <= DATE_DAY && digits[3] < 6;
}

static bool take_char(const char **text, char c)
{
    return **text == c && ++*text;
}

static bool parse_window(const char *text, struct maintenance *maintenance, struct error *err)
{
    struct maintenance_window window;
    const char *at = text;

    if (!read_days(&at, &window.days) || !take_char(&at, ' ') ||
        !read_clock(&at, &window.from) || !take_char(&at, '-') ||
        !read_clock(&at, &window.until) || !take_char(&at, ' ') || window.from == window.until)
        return error_set(err, ERROR_INVALID, "'%s' is neither a region (america, europe, asia) nor "
                         "a window such as 'Sun-Fri 00:15-01:45 America/New_York'", text);
    if (maintenance->n == MAINTENANCE_MOST)
        return error_set(err, ERROR_INVALID, "more than %d maintenance windows", MAINTENANCE_MOST);
    if (!zone_open(at, &window.zone, err))
        return false;
    maintenance->windows[maintenance->n++] = window;
    return true;
}

static bool parse_parts(const char *text, struct maintenance *maintenance, bool with_regions,
                        struct error *err);

static bool parse_part(const char *part, struct maintenance *maintenance, bool with_regions,
                       struct error *err)
{
    for (size_t i = 0; with_regions && i < COUNT(regions); i++)
        if (!strcmp(part, regions[i].name))
            return parse_parts(regions[i].windows, maintenance, false, err);
    return parse_window(part, maintenance, err);
}

/* One level of names only, so that a region cannot name itself. */
static bool parse_parts(const char *text, struct maintenance *maintenance, bool with_regions,
                        struct error *err)
{
    char part[128];

    while (*text) {
        const size_t length = strcspn(text, ",");

        if (length >= sizeof(part))
            return error_set(err, ERROR_INVALID, "'%.40s...' is no maintenance window", text);
        memcpy(part, text, length);
        part[length] = '\0';
        if (!parse_part(part, maintenance, with_regions, err))
            return false;
        text += length + (text[length] == ',');
        text += strspn(text, " ");
    }
    return true;
}

bool maintenance_parse(const char *text, struct maintenance *ret_maintenance, struct error *err)
{
    struct maintenance maintenance = {0};

    if (!parse_parts(text + strspn(text, " "), &maintenance, true, err)) {
        maintenance_release(&maintenance);
        return false;
    }
    *ret_maintenance = maintenance;
    return true;
}

void maintenance_release(struct maintenance *maintenance)
{
    for (size_t i = 0; i < maintenance->n; i++)
        zone_free(maintenance->windows[i].zone);
    *maintenance = (struct maintenance){0};
}

/* The instant of a clock's face; one that the clocks skip is an hour off, which harms nobody. */
static int64_t instant(const struct zone *zone, int64_t local)
{
    return local - zone_offset(zone, local - zone_offset(zone, local));
}

/* The end of the window that began on that local day, if `utc` lies in it; else 0. */
static int64_t until_on(const struct maintenance_window *window, int64_t day, int64_t utc)
{
    const int64_t next = window->until <= window->from ? DATE_DAY : 0;
    const int64_t from = instant(window->zone, day + window->from);
    const int64_t until = instant(window->zone, day + next + window->until);

    if (!(window->days & 1u << date_weekday(day)) || utc < from || utc >= until)
        return 0;
    return until;
}

static const struct maintenance_window *window_at(const struct maintenance *maintenance,
                                                  int64_t utc, int64_t *ret_until)
{
    const struct maintenance_window *found = NULL;

    *ret_until = 0;
    for (size_t i = 0; i < maintenance->n; i++) {
        const struct maintenance_window *window = &maintenance->windows[i];
        const int64_t today = date_midnight(zone_from_utc(window->zone, utc));

        for (int64_t day = today - DATE_DAY; day <= today; day += DATE_DAY) {
            const int64_t until = until_on(window, day, utc);

            if (until > *ret_until) {
                *ret_until = until;
                found = window;
            }
        }
    }
    return found;
}

int64_t maintenance_until(const struct maintenance *maintenance, int64_t utc)
{
    int64_t until;

    window_at(maintenance, utc, &until);
    return until;
}

void maintenance_print(const struct maintenance *maintenance, int64_t utc,
                       char ret_text[MAINTENANCE_TEXT])
{
    int64_t until;
    const struct maintenance_window *window = window_at(maintenance, utc, &until);
    struct date clock;

    ret_text[0] = '\0';
    if (!window)
        return;
    clock = date_civil(zone_from_utc(window->zone, until));
    snprintf(ret_text, MAINTENANCE_TEXT, "%02d:%02d %s", clock.hour, clock.minute,
             zone_name(window->zone));
}

bool maintenance_wants_login(int64_t utc)
{
    const int64_t local = zone_from_utc(zone_builtin("America/New_York"), utc);
    const int weekday = date_weekday(local);

    return weekday == 1 || (weekday == 0 && local - date_midnight(local) >= HOUR);
}
