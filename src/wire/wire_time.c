#include "wire/wire_time.h"

#include "base/date.h"

#include <string.h>

static const int64_t least = -62167219200;      /* 0000-01-01T00:00:00Z */
static const int64_t most = 253402300799;       /* 9999-12-31T23:59:59Z */

static void put_two(char *at, int64_t value)
{
    at[0] = (char)('0' + value / 10);
    at[1] = (char)('0' + value % 10);
}

static int64_t limited(int64_t time)
{
    return time < least ? least : time > most ? most : time;
}

void wire_time_print(int64_t time, char ret_text[WIRE_TIME_LENGTH + 1])
{
    const struct date date = date_civil(limited(time));

    memcpy(ret_text, "0000-00-00T00:00:00Z", WIRE_TIME_LENGTH + 1);
    put_two(ret_text, date.year / 100);
    put_two(ret_text + 2, date.year % 100);
    put_two(ret_text + 5, date.month);
    put_two(ret_text + 8, date.day);
    put_two(ret_text + 11, date.hour);
    put_two(ret_text + 14, date.minute);
    put_two(ret_text + 17, date.second);
}

/* Days that follow each other mostly differ in the day of the month alone. */
static bool is_later_in_month(struct wire_time_day *day, int64_t time)
{
    enum { IN_EVERY_MONTH = 28 };
    const int of_month = (day->text[8] - '0') * 10 + day->text[9] - '0';
    const int64_t days = (time - day->midnight) / DATE_DAY;

    if (time < day->midnight || (days && days > IN_EVERY_MONTH - of_month))
        return false;
    if (!days)
        return true;
    day->midnight += days * DATE_DAY;
    put_two(day->text + 8, of_month + days);
    return true;
}

void wire_time_print_next(struct wire_time_day *day, int64_t time,
                          char ret_text[WIRE_TIME_LENGTH + 1])
{
    int second;

    time = limited(time);
    if (!day->text[0] || !is_later_in_month(day, time)) {
        day->midnight = date_midnight(time);
        wire_time_print(time, day->text);
    }
    second = (int)(time - day->midnight);
    memcpy(ret_text, day->text, WIRE_TIME_LENGTH + 1);
    put_two(ret_text + 11, second / 3600);
    put_two(ret_text + 14, second / 60 % 60);
    put_two(ret_text + 17, second % 60);
}

bool wire_time_parse(const char *text, size_t length, int64_t *ret_time)
{
    enum date_zone zone;
    int64_t time;

    if (!date_read_iso(text, length, &time, &zone) || zone == DATE_NAIVE)
        return false;
    *ret_time = time;
    return true;
}
