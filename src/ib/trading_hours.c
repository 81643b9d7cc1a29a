#include "ib/trading_hours.h"

#include "base/date.h"
#include "base/mem.h"
#include "base/zone.h"
#include "ib/tws_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 64, HOUR = 3600 };

static bool read_digits(const char **text, int n, int64_t *ret_value)
{
    int64_t value = 0;

    for (int i = 0; i < n; i++) {
        if ((*text)[i] < '0' || (*text)[i] > '9')
            return false;
        value = value * 10 + ((*text)[i] - '0');
    }
    *text += n;
    *ret_value = value;
    return true;
}

/* '20251009:' at the start; without it the day stays the one before. */
static bool read_day(const char **text, int64_t *day)
{
    const char *at = *text;
    int64_t year, month, number;

    if (strlen(at) < 9 || at[8] != ':')
        return *day != INT64_MIN;
    if (!read_digits(&at, 4, &year) || !read_digits(&at, 2, &month) ||
        !read_digits(&at, 2, &number) || !date_is_valid(year, (int)month, (int)number))
        return false;
    *day = date_of(year, (int)month, (int)number);
    *text = at + 1;
    return true;
}

/* '0930'; '2400' is the end of the day. */
static bool read_clock(const char **text, int64_t *ret_seconds)
{
    int64_t hour, minute;

    if (!read_digits(text, 2, &hour) || !read_digits(text, 2, &minute) || minute > 59 ||
        hour * 60 + minute > 24 * 60)
        return false;
    *ret_seconds = hour * HOUR + minute * 60;
    return true;
}

struct reader {
    const struct zone *zone;
    struct trading_hours hours;
    int64_t day;                    /* of the part before; INT64_MIN: none yet */
    int64_t last_close;
};

static bool refuse(const char *part, const char *why, struct error *err)
{
    char shown[PART];
    size_t n = 0;

    for (; part[n] && n < sizeof(shown) - 1; n++)
        shown[n] = part[n] < ' ' || part[n] > '~' ? '?' : part[n];
    shown[n] = '\0';
    return error_set(err, ERROR_BAD_DATA, "trading hours: '%s' %s", shown, why);
}

static void add(struct reader *reader, struct trading_session session)
{
    struct trading_hours *hours = &reader->hours;

    hours->rows = mem_resize(hours->rows, (hours->n + 1) * sizeof(*hours->rows));
    hours->rows[hours->n++] = session;
}

/* Faces of clocks; the old form leaves the day of the end out, also where it is the next one. */
static bool read_faces(struct reader *reader, const char *part, int64_t *ret_open,
                       int64_t *ret_close)
{
    int64_t open, close, close_day;

    if (!read_day(&part, &reader->day) || !read_clock(&part, &open) || *part++ != '-')
        return false;
    close_day = reader->day;
    if (!read_day(&part, &close_day) || !read_clock(&part, &close) || *part)
        return false;
    *ret_open = reader->day + open;
    *ret_close = close_day + close;
    if (close_day == reader->day && close <= open)
        *ret_close += DATE_DAY;
    return true;
}

static bool is_closed(struct reader *reader, const char *part)
{
    if (!read_day(&part, &reader->day) || strcmp(part, "CLOSED") != 0)
        return false;
    add(reader, (struct trading_session){ .date = reader->day });
    return true;
}

static bool read_part(struct reader *reader, const char *part, struct error *err)
{
    int64_t open, close;
    struct trading_session session;

    if (reader->hours.n == TRADING_HOURS_MOST)
        return refuse(part, "is a session too many", err);
    if (is_closed(reader, part))
        return true;
    if (!read_faces(reader, part, &open, &close))
        return refuse(part, "is no session", err);
    if (!tws_time_after(open, reader->zone, reader->last_close, &session.open, err) ||
        !tws_time_after(close, reader->zone, session.open, &session.close, err))
        return false;
    session.date = date_midnight(close - 1);
    if (session.close <= session.open || session.open < reader->last_close)
        return refuse(part, "goes back in time", err);
    reader->last_close = session.close;
    add(reader, session);
    return true;
}

static bool read_parts(struct reader *reader, const char *text, struct error *err)
{
    char part[PART];

    while (*text) {
        const size_t length = strcspn(text, ";,");

        if (length >= sizeof(part))
            return refuse(text, "is no session", err);
        memcpy(part, text, length);
        part[length] = '\0';
        if (length && !read_part(reader, part, err))
            return false;
        text += length + (text[length] != '\0');
    }
    return true;
}

bool trading_hours_parse(const char *text, const struct zone *zone,
                         struct trading_hours *ret_hours, struct error *err)
{
    struct reader reader = { .zone = zone, .day = INT64_MIN, .last_close = INT64_MIN };

    if (!read_parts(&reader, text, err)) {
        trading_hours_release(&reader.hours);
        return false;
    }
    *ret_hours = reader.hours;
    return true;
}

static void free_zone(const struct zone **zone)
{
    zone_free(*zone);
}

bool trading_hours_read(const char *text, const char *zone_name, struct trading_hours *ret_hours,
                        struct error *err)
{
    OWNED(free_zone) const struct zone *zone = NULL;

    return tws_time_zone(zone_name, &zone, err) && trading_hours_parse(text, zone, ret_hours, err);
}

void trading_hours_release(struct trading_hours *hours)
{
    free(hours->rows);
    *hours = (struct trading_hours){0};
}
