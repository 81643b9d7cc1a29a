#include "domain/timeframe.h"

#include <assert.h>
#include <string.h>

static const struct {
    const char *name;
    int64_t seconds;
} table[] = {
    [TIMEFRAME_1_MINUTE]   = { "1m", 60 },
    [TIMEFRAME_5_MINUTES]  = { "5m", 300 },
    [TIMEFRAME_15_MINUTES] = { "15m", 900 },
    [TIMEFRAME_30_MINUTES] = { "30m", 1800 },
    [TIMEFRAME_1_HOUR]     = { "1h", 3600 },
    [TIMEFRAME_2_HOURS]    = { "2h", 7200 },
    [TIMEFRAME_4_HOURS]    = { "4h", 14400 },
    [TIMEFRAME_1_DAY]      = { "1d", 86400 },
    [TIMEFRAME_1_WEEK]     = { "1w", 604800 },
    [TIMEFRAME_1_MONTH]    = { "1M", 2592000 },
};
static_assert(COUNT(table) == TIMEFRAME_COUNT, "one row per timeframe");

const char *timeframe_name(enum timeframe timeframe)
{
    return table[timeframe].name;
}

const char *timeframe_all_names(void)
{
    return "1m 5m 15m 30m 1h 2h 4h 1d 1w 1M";       /* a test holds it to the table */
}

int64_t timeframe_seconds(enum timeframe timeframe)
{
    return table[timeframe].seconds;
}

bool timeframe_parse(const char *text, enum timeframe *ret_timeframe, struct error *err)
{
    for (int i = 0; i < TIMEFRAME_COUNT; i++)
        if (!strcmp(table[i].name, text)) {
            *ret_timeframe = (enum timeframe)i;
            return true;
        }
    error_set(err, ERROR_INVALID, "'%.40s' is not a timeframe", text);
    return error_suggest(err, "one of %s", timeframe_all_names());
}
