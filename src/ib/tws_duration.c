#include "ib/tws_duration.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>

enum { DAY = 86400 };

static const struct {
    char letter;
    int64_t seconds;        /* at the least */
    int64_t most;
} units[] = {
    [TWS_SECONDS] = { 'S', 1,                 86400 },
    [TWS_DAYS]    = { 'D', DAY,               365 },
    [TWS_WEEKS]   = { 'W', (int64_t)7 * DAY,  52 },
    [TWS_MONTHS]  = { 'M', (int64_t)28 * DAY, 12 },
    [TWS_YEARS]   = { 'Y', (int64_t)365 * DAY, 68 },
};

int64_t tws_duration_most(enum tws_duration_unit unit)
{
    return units[unit].most;
}

int64_t tws_duration_seconds(const struct tws_duration *duration)
{
    return duration->count * units[duration->unit].seconds;
}

struct tws_duration tws_duration_cover(int64_t seconds, enum tws_duration_unit unit)
{
    const int64_t length = units[unit].seconds;
    const int64_t count = seconds / length + (seconds % length > 0);

    return (struct tws_duration){ count > 1 ? count : 1, unit };
}

void tws_duration_print(const struct tws_duration *duration, char ret_text[TWS_DURATION_TEXT])
{
    snprintf(ret_text, TWS_DURATION_TEXT, "%lld %c", (long long)duration->count,
             units[duration->unit].letter);
}

bool tws_duration_parse(const char *text, struct tws_duration *ret_duration, struct error *err)
{
    const char *space = strchr(text, ' ');
    struct tws_duration duration = {0};

    if (!space || *text < '0' || *text > '9' || !space[1] || space[2] ||
        !number_parse_int64(text, (size_t)(space - text), &duration.count))
        return error_set(err, ERROR_INVALID, "'%s' is no duration such as '3 D'", text);
    while (duration.unit < TWS_UNITS && units[duration.unit].letter != space[1])
        duration.unit++;
    if (duration.unit == TWS_UNITS)
        return error_set(err, ERROR_INVALID, "'%s': the unit is one of S D W M Y", text);
    if (duration.count < 1 || duration.count > units[duration.unit].most)
        return error_set(err, ERROR_INVALID, "'%s': ib takes 1 to %lld %c", text,
                         (long long)units[duration.unit].most, units[duration.unit].letter);
    *ret_duration = duration;
    return true;
}
