#include "cli/figure.h"

#include "base/number.h"
#include "wire/wire.h"
#include "wire/wire_time.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROOM = 64 };

static char *next_room(void)
{
    static char rooms[16][ROOM];
    static unsigned next;

    return rooms[next++ % 16];
}

/* "-1234567.50" to "-1,234,567.50" */
static const char *grouped(const char *digits)
{
    char *text = next_room(), *to = text;
    const size_t sign = digits[0] == '-';
    const size_t whole = strspn(digits + sign, "0123456789");

    if (strlen(digits) > ROOM / 2 || digits[sign + whole] == 'e')
        return strcpy(text, digits);
    if (sign)
        *to++ = '-';
    for (size_t i = 0; i < whole; i++) {
        if (i && (whole - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[sign + i];
    }
    strcpy(to, digits + sign + whole);
    return text;
}

const char *figure_count(int64_t count)
{
    char digits[NUMBER_TEXT];

    if (count == WIRE_UNKNOWN)
        return "-";
    number_print_int64(count, digits);
    return grouped(digits);
}

const char *figure_number(double value, int decimals)
{
    char digits[NUMBER_TEXT];

    if (!isfinite(value))
        return "-";
    number_print_fixed(value, decimals, digits);
    return grouped(digits);
}

const char *figure_shortest(double value)
{
    char *text = next_room();

    if (!isfinite(value))
        return "-";
    number_print(value, text);
    return text;
}

const char *figure_percent(double share, int decimals)
{
    char *text = next_room();

    if (!isfinite(share))
        return "-";
    snprintf(text, ROOM, "%s %%", figure_number(share * 100, decimals));
    return text;
}

const char *figure_signed_percent(double share, int decimals)
{
    char *text = next_room();

    if (!isfinite(share))
        return "-";
    snprintf(text, ROOM, "%s%s %%", share > 0 ? "+" : "", figure_number(share * 100, decimals));
    return text;
}

const char *figure_time(int64_t time)
{
    char *text = next_room();

    if (!time || time == WIRE_UNKNOWN)
        return "-";
    wire_time_print(time, text);
    text[10] = ' ';
    text[16] = '\0';
    return text;
}

const char *figure_date(int64_t time)
{
    char *text = next_room();

    if (!time || time == WIRE_UNKNOWN)
        return "-";
    wire_time_print(time, text);
    text[10] = '\0';
    return text;
}

const char *figure_duration(double seconds)
{
    char *text = next_room();
    const long long whole = isfinite(seconds) ? (long long)(seconds + 0.5) : 0;

    if (!isfinite(seconds) || seconds < 0 || seconds > 1e12)
        return "-";
    if (seconds < 9.95)
        snprintf(text, ROOM, "%.1f s", seconds);
    else if (whole < 60)
        snprintf(text, ROOM, "%lld s", whole);
    else if (whole < 3600)
        snprintf(text, ROOM, "%lld min %02lld s", whole / 60, whole % 60);
    else if (whole < 86400)
        snprintf(text, ROOM, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
    else
        snprintf(text, ROOM, "%lld d %lld h", whole / 86400, whole / 3600 % 24);
    return text;
}

const char *figure_milliseconds(int64_t ms)
{
    char *text;

    if (ms >= 60000)
        return figure_duration((double)ms / 1000);
    text = next_room();
    if (ms < 1000)
        snprintf(text, ROOM, "%lld ms", (long long)ms);
    else
        snprintf(text, ROOM, "%.1f s", (double)ms / 1000);
    return text;
}

const char *figure_text(const char *text)
{
    return text && *text ? text : "-";
}
