#include "domain/bars_resample.h"

#include "base/date.h"
#include "domain/bars.h"
#include "domain/calendar.h"

#include <math.h>

enum timeframe bars_resample_source(enum timeframe timeframe)
{
    switch (timeframe) {
    case TIMEFRAME_2_HOURS: case TIMEFRAME_4_HOURS:
        return TIMEFRAME_1_HOUR;
    case TIMEFRAME_1_WEEK: case TIMEFRAME_1_MONTH:
        return TIMEFRAME_1_DAY;
    default:
        return timeframe;
    }
}

/* The long bar that holds the instant just before `end`, by its start. */
static int64_t start_of(const struct calendar *calendar, enum timeframe to, int64_t start,
                        int64_t end)
{
    const int64_t step = timeframe_seconds(to);
    struct calendar_session session = {0};
    const bool has_session = calendar_session_of(calendar, end - 1, &session);
    int64_t anchor;

    if (to == TIMEFRAME_1_DAY)
        return has_session ? session.date : date_midnight(start);
    anchor = has_session ? session.open : date_midnight(end - 1);
    return anchor + (end - 1 - anchor) / step * step;
}

static void begin(struct bars *to, const struct bars *from, size_t i, int64_t start)
{
    double value[BARS_REQUIRED];

    for (int c = 0; c < BARS_REQUIRED; c++)
        value[c] = from->column[c][i];
    bars_append(to, start, value);
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (from->column[c])
            to->column[c][to->count - 1] = from->column[c][i];
}

/* The mean price of both, by their volumes; `volume` is that of the long bar so far. */
static double mean_price(double before, double volume, double price, double more)
{
    return volume + more > 0 ? (before * volume + price * more) / (volume + more) : price;
}

static void extend(struct bars *to, const struct bars *from, size_t i)
{
    const size_t k = to->count - 1;
    double *const *long_bar = to->column;

    if (from->column[BARS_WAP])
        long_bar[BARS_WAP][k] = mean_price(long_bar[BARS_WAP][k], long_bar[BARS_VOLUME][k],
                                           from->column[BARS_WAP][i],
                                           from->column[BARS_VOLUME][i]);
    if (from->column[BARS_TRADES])
        long_bar[BARS_TRADES][k] += from->column[BARS_TRADES][i];
    if (from->column[BARS_ADJUST])
        long_bar[BARS_ADJUST][k] = from->column[BARS_ADJUST][i];
    long_bar[BARS_HIGH][k] = fmax(long_bar[BARS_HIGH][k], from->column[BARS_HIGH][i]);
    long_bar[BARS_LOW][k] = fmin(long_bar[BARS_LOW][k], from->column[BARS_LOW][i]);
    long_bar[BARS_CLOSE][k] = from->column[BARS_CLOSE][i];
    long_bar[BARS_VOLUME][k] += from->column[BARS_VOLUME][i];
}

bool bars_resample(const struct bars *bars, enum timeframe from, enum timeframe to,
                   const struct calendar *calendar, struct bars *ret_bars, struct error *err)
{
    struct bars longer = {0};

    if (to <= from || (to > TIMEFRAME_1_DAY && from < TIMEFRAME_1_DAY))
        return error_set(err, ERROR_INVALID, "bars of %s do not make bars of %s",
                         timeframe_name(from), timeframe_name(to));
    for (int c = BARS_REQUIRED; c < BARS_COLUMNS; c++)
        if (bars->column[c])
            bars_add_column(&longer, (enum bars_column)c, 0);
    for (size_t i = 0; i < bars->count; i++) {
        const int64_t time = bars->time[i];
        const int64_t start = to > TIMEFRAME_1_DAY ? calendar_stamp(calendar, to, time)
            : start_of(calendar, to, time, calendar_bar_end(calendar, from, time));

        if (longer.count && start <= longer.time[longer.count - 1])
            extend(&longer, bars, i);
        else
            begin(&longer, bars, i, start);
    }
    *ret_bars = longer;
    return true;
}
