#include "ib/tws_time.h"

#include "base/date.h"
#include "base/zone.h"

#include <stdio.h>
#include <string.h>

enum { ZONE_MOST = 64 };

/* Names that are no zone, or mean another than they say: Eastern time of a gateway has a summer. */
static const struct {
    const char *name, *zone;
} aliases[] = {
    { "EST", "America/New_York" },
    { "EST (Eastern Standard Time)", "America/New_York" },
    { "Eastern Standard Time", "America/New_York" },
    { "CST (Central Standard Time)", "America/Chicago" },
    { "Central Standard Time", "America/Chicago" },
    { "MET (Middle Europe Time)", "Europe/Berlin" },
    { "Central European Standard Time", "Europe/Berlin" },
    { "GMT (Greenwich Mean Time)", "Europe/London" },
    { "JST (Japan Standard Time)", "Asia/Tokyo" },
};

static bool fail(const char *text, struct error *err)
{
    char shown[41];
    size_t n = 0;

    for (; n < sizeof(shown) - 1 && text[n]; n++)
        shown[n] = text[n] < ' ' || text[n] > '~' ? '?' : text[n];
    shown[n] = '\0';
    return error_set(err, ERROR_BAD_DATA, "'%s' is no time as ib writes it", shown);
}

static size_t count_digits(const char *text)
{
    size_t n = 0;

    while (text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

static int64_t read_digits(const char *text, size_t n)
{
    int64_t value = 0;

    for (size_t i = 0; i < n; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static bool read_day(const char *text, int64_t *ret_seconds)
{
    const int64_t year = read_digits(text, 4);
    const int month = (int)read_digits(text + 4, 2), day = (int)read_digits(text + 6, 2);

    if (!date_is_valid(year, month, day))
        return false;
    *ret_seconds = date_of(year, month, day);
    return true;
}

/* 'hh:mm:ss'; NULL, or what stands behind. */
static const char *read_clock(const char *text, int64_t *seconds)
{
    static const int64_t most[] = { 23, 59, 59 }, length[] = { 3600, 60, 1 };

    for (int i = 0; i < 3; i++, text += 2) {
        if (i && *text++ != ':')
            return NULL;
        if (count_digits(text) < 2 || read_digits(text, 2) > most[i])
            return NULL;
        *seconds += read_digits(text, 2) * length[i];
    }
    return text;
}

static bool read_zoned(const char *rest, struct tws_time *ret_time)
{
    rest = read_clock(rest + (*rest == ' '), &ret_time->clock);
    if (!rest)
        return false;
    if (!*rest) {
        ret_time->form = TWS_TIME_NAIVE;
        return true;
    }
    ret_time->form = TWS_TIME_ZONED;
    ret_time->zone = rest + 1;
    return *rest == ' ' && rest[1] && strlen(rest + 1) < ZONE_MOST;
}

static bool read_face(const char *text, struct tws_time *ret_time)
{
    const size_t n = count_digits(text);
    const char *rest = text + n;

    *ret_time = (struct tws_time){ .zone = "" };
    if (n >= 9 && n <= 11 && !*rest && *text != '0') {
        ret_time->form = TWS_TIME_EPOCH;
        ret_time->clock = read_digits(text, n);
        return true;
    }
    if (n != 8 || !read_day(text, &ret_time->clock))
        return false;
    if (!*rest)
        return true;
    if (*rest == ' ')
        return read_zoned(rest + 1, ret_time);
    ret_time->form = TWS_TIME_UTC;
    rest = *rest == '-' ? read_clock(rest + 1, &ret_time->clock) : NULL;
    return rest && (!*rest || !strcmp(rest, "Z"));
}

bool tws_time_read(const char *text, struct tws_time *ret_time, struct error *err)
{
    return read_face(text, ret_time) || fail(text, err);
}

bool tws_time_zone(const char *name, const struct zone **ret_zone, struct error *err)
{
    for (size_t i = 0; i < COUNT(aliases); i++)
        if (!strcmp(aliases[i].name, name))
            return zone_open(aliases[i].zone, ret_zone, err);
    if (zone_open(name, ret_zone, err))
        return true;
    err->code = ERROR_BAD_DATA;
    return error_suggest(err, "let the gateway send dates in utc: api settings, 'send "
                              "instrument-specific attributes in'");
}

bool tws_time_after(int64_t clock, const struct zone *zone, int64_t after, int64_t *ret_seconds,
                    struct error *err)
{
    int64_t utc[2];
    char shown[DATE_TEXT];
    const enum zone_found found = zone_to_utc(zone, clock, utc);

    if (found == ZONE_NONEXISTENT) {
        date_print_iso(clock, shown);
        return error_set(err, ERROR_BAD_DATA, "there is no '%.19s' in '%s': clocks went forward",
                         shown, zone_name(zone));
    }
    *ret_seconds = found == ZONE_AMBIGUOUS && utc[0] <= after ? utc[1] : utc[0];
    return true;
}

static void free_zone(const struct zone **zone)
{
    zone_free(*zone);
}

bool tws_time_instant(const struct tws_time *time, const struct zone *zone, int64_t *ret_seconds,
                      struct error *err)
{
    OWNED(free_zone) const struct zone *opened = NULL;

    if (time->form != TWS_TIME_ZONED && time->form != TWS_TIME_NAIVE) {
        *ret_seconds = time->clock;
        return true;
    }
    if (time->form == TWS_TIME_ZONED) {
        if (!tws_time_zone(time->zone, &opened, err))
            return false;
        zone = opened;
    }
    if (!zone)
        return error_set(err, ERROR_BAD_DATA, "a time without a zone, and whose clock is not told");
    return tws_time_after(time->clock, zone, INT64_MIN, ret_seconds, err);
}

static size_t write_face(const struct tws_time *time, char ret_text[TWS_TIME_TEXT])
{
    const struct date date = date_civil(time->clock);
    const char *between[] = { [TWS_TIME_UTC] = "-", [TWS_TIME_ZONED] = " ",
                              [TWS_TIME_NAIVE] = "  " };
    int n = snprintf(ret_text, TWS_TIME_TEXT, "%04d%02d%02d", (int)date.year, date.month, date.day);

    if (time->form == TWS_TIME_DATE)
        return (size_t)n;
    n += snprintf(ret_text + n, TWS_TIME_TEXT - (size_t)n, "%s%02d:%02d:%02d",
                  between[time->form], date.hour, date.minute, date.second);
    if (time->form == TWS_TIME_ZONED)
        n += snprintf(ret_text + n, TWS_TIME_TEXT - (size_t)n, " %s", time->zone);
    return (size_t)n;
}

bool tws_time_write(const struct tws_time *time, char ret_text[TWS_TIME_TEXT], size_t *ret_length,
                    struct error *err)
{
    const int64_t clock = time->clock;
    const bool in_range = time->form == TWS_TIME_EPOCH
        ? clock >= 100000000 && clock <= 99999999999
        : clock >= date_of(0, 1, 1) && clock < date_of(10000, 1, 1);

    if (!in_range || (time->form == TWS_TIME_DATE && clock % DATE_DAY))
        return error_set(err, ERROR_INVALID, "ib has no way to write the time %lld so",
                         (long long)clock);
    if (time->form == TWS_TIME_ZONED && (!*time->zone || strlen(time->zone) >= ZONE_MOST))
        return error_set(err, ERROR_INVALID, "'%.64s' is no name of a zone", time->zone);
    *ret_length = time->form == TWS_TIME_EPOCH
        ? (size_t)snprintf(ret_text, TWS_TIME_TEXT, "%lld", (long long)clock)
        : write_face(time, ret_text);
    return true;
}
