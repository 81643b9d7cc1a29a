#include "ib/tws_bar_size.h"

#include <assert.h>
#include <string.h>

enum {
    S = 1 << TWS_SECONDS, D = 1 << TWS_DAYS, W = 1 << TWS_WEEKS, M = 1 << TWS_MONTHS,
    Y = 1 << TWS_YEARS,
    HOUR = 3600, DAY = 24 * HOUR,
    FINEST_MOST = 2000,     /* S of '1 secs' */
};

/* Units: the vendor's table; and beyond it what gateways serve, days and months of daily bars and
 * anything from a month on of longer ones. The last column is careful: a gateway that is asked for
 * more may take minutes, or not answer at all. */
static const struct tws_bar_size sizes[] = {
    { "1 secs",  NULL,      1,                  S,                 { 1800, TWS_SECONDS } },
    { "5 secs",  NULL,      5,                  S | D,             { 3600, TWS_SECONDS } },
    { "10 secs", NULL,      10,                 S | D | W,         { 14400, TWS_SECONDS } },
    { "15 secs", NULL,      15,                 S | D | W,         { 14400, TWS_SECONDS } },
    { "30 secs", NULL,      30,                 S | D | W | M,     { 28800, TWS_SECONDS } },
    { "1 min",   NULL,      60,                 S | D | W | M | Y, { 1, TWS_DAYS } },
    { "2 mins",  NULL,      120,                D | W | M | Y,     { 2, TWS_DAYS } },
    { "3 mins",  NULL,      180,                D | W | M | Y,     { 2, TWS_DAYS } },
    { "5 mins",  NULL,      300,                D | W | M | Y,     { 1, TWS_WEEKS } },
    { "10 mins", NULL,      600,                D | W | M | Y,     { 1, TWS_WEEKS } },
    { "15 mins", NULL,      900,                D | W | M | Y,     { 1, TWS_MONTHS } },
    { "20 mins", NULL,      1200,               D | W | M | Y,     { 1, TWS_MONTHS } },
    { "30 mins", NULL,      1800,               D | W | M | Y,     { 1, TWS_MONTHS } },
    { "1 hour",  NULL,      HOUR,               D | W | M | Y,     { 1, TWS_MONTHS } },
    { "2 hours", NULL,      (int64_t)2 * HOUR,  W | M | Y,         { 1, TWS_MONTHS } },
    { "3 hours", NULL,      (int64_t)3 * HOUR,  W | M | Y,         { 1, TWS_MONTHS } },
    { "4 hours", NULL,      (int64_t)4 * HOUR,  W | M | Y,         { 1, TWS_MONTHS } },
    { "8 hours", NULL,      (int64_t)8 * HOUR,  M | Y,             { 1, TWS_MONTHS } },
    { "1 day",   NULL,      DAY,                D | M | Y,         { 1, TWS_YEARS } },
    { "1W",      "1 week",  (int64_t)7 * DAY,   M | Y,             { 5, TWS_YEARS } },
    { "1M",      "1 month", (int64_t)30 * DAY,  M | Y,             { 5, TWS_YEARS } },
};

static const char *const names[] = {
    [TIMEFRAME_1_MINUTE] = "1 min",      [TIMEFRAME_5_MINUTES] = "5 mins",
    [TIMEFRAME_15_MINUTES] = "15 mins",  [TIMEFRAME_30_MINUTES] = "30 mins",
    [TIMEFRAME_1_HOUR] = "1 hour",       [TIMEFRAME_2_HOURS] = "2 hours",
    [TIMEFRAME_4_HOURS] = "4 hours",     [TIMEFRAME_1_DAY] = "1 day",
    [TIMEFRAME_1_WEEK] = "1W",           [TIMEFRAME_1_MONTH] = "1M",
};
static_assert(COUNT(names) == TIMEFRAME_COUNT, "one bar size per timeframe");

const struct tws_bar_size *tws_bar_size_at(size_t i)
{
    return i < COUNT(sizes) ? &sizes[i] : NULL;
}

const struct tws_bar_size *tws_bar_size_find(const char *name)
{
    for (size_t i = 0; i < COUNT(sizes); i++)
        if (!strcmp(sizes[i].name, name) || (sizes[i].alias && !strcmp(sizes[i].alias, name)))
            return &sizes[i];
    return NULL;
}

const struct tws_bar_size *tws_bar_size_of(enum timeframe timeframe)
{
    return tws_bar_size_find(names[timeframe]);
}

int64_t tws_bar_size_reach(const struct tws_bar_size *size)
{
    return tws_duration_seconds(&size->most);
}

static bool has_unit(const struct tws_bar_size *size, enum tws_duration_unit unit)
{
    return size->units & 1u << unit;
}

/* Whole bars. */
static int64_t round_up(int64_t seconds, int64_t step)
{
    return (seconds + step - 1) / step * step;
}

bool tws_bar_size_fit(const struct tws_bar_size *size, int64_t seconds,
                      char ret_duration[TWS_DURATION_TEXT], struct error *err)
{
    const int64_t reach = tws_bar_size_reach(size);

    if (seconds <= 0 || seconds > reach)
        return error_set(err, ERROR_INVALID, "'%lld' seconds of '%s' bars are not for one request: "
                         "1 to %lld are", (long long)seconds, size->name, (long long)reach);
    for (enum tws_duration_unit unit = TWS_SECONDS; unit <= size->most.unit; unit++) {
        const int64_t whole = unit == TWS_SECONDS ? round_up(seconds, size->seconds) : seconds;
        const struct tws_duration duration = tws_duration_cover(whole, unit);

        if (!has_unit(size, unit) || duration.count > tws_duration_most(unit))
            continue;
        tws_duration_print(&duration, ret_duration);
        return true;
    }
    return error_set(err, ERROR_INTERNAL, "no unit for '%s' bars", size->name);
}

bool tws_bar_size_check(const struct tws_bar_size *size, const struct tws_duration *duration,
                        struct error *err)
{
    char text[TWS_DURATION_TEXT];
    const bool is_too_much = size->seconds == 1 && duration->count > FINEST_MOST;

    if (has_unit(size, duration->unit) && !is_too_much && duration->count > 0 &&
        duration->count <= tws_duration_most(duration->unit))
        return true;
    tws_duration_print(duration, text);
    return error_set(err, ERROR_INVALID, "ib gives no '%s' bars for '%s'", size->name, text);
}
