#include "domain/backtest/spread.h"

#include "base/mem.h"
#include "domain/backtest/exchange_clock.h"
#include "domain/calendar.h"
#include "domain/statistics.h"

#include <math.h>
#include <stdlib.h>

enum { HOUR = 3600, NO_HOUR = SPREAD_HOURS };

/* NO_HOUR where a day has none. */
static int hour_of(int64_t time, enum timeframe timeframe, const struct calendar *calendar)
{
    struct calendar_session session;

    if (!timeframe_is_daily(timeframe))
        return exchange_clock_second(calendar, time) / HOUR;
    if (!calendar_has_sessions(calendar) || !calendar_session_on(calendar, time, &session))
        return NO_HOUR;
    return exchange_clock_second(calendar, session.open) / HOUR;
}

static double median(double *x, size_t n)
{
    statistics_sort(x, n);
    return n % 2 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
}

struct quotes {
    const struct bars *bars;
    enum timeframe timeframe;
    const struct calendar *calendar;
    double *half;                       /* room for all of them */
};

/* Of one hour, or of all for NO_HOUR; how many there were. */
static size_t measure(const struct quotes *quotes, int hour, double *ret_half)
{
    size_t n = 0;

    for (size_t t = 0; t < quotes->bars->count; t++) {
        const double bid = quotes->bars->column[BARS_OPEN][t];
        const double ask = quotes->bars->column[BARS_CLOSE][t];

        if (bid > 0 && ask >= bid &&
            (hour == NO_HOUR ||
             hour_of(quotes->bars->time[t], quotes->timeframe, quotes->calendar) == hour))
            quotes->half[n++] = (ask - bid) / (ask + bid);
    }
    *ret_half = n ? median(quotes->half, n) : (double)NAN;
    return n;
}

bool spread_measure(const struct bars *quotes, enum timeframe timeframe,
                    const struct calendar *calendar, struct spread *ret_spread, struct error *err)
{
    const struct quotes all = { quotes, timeframe, calendar,
                                mem_alloc((quotes->count + 1) * sizeof(double)) };
    struct spread spread;

    spread.n_bars = measure(&all, NO_HOUR, &spread.all);
    for (int hour = 0; hour < SPREAD_HOURS; hour++)
        if (timeframe_is_daily(timeframe) ||
            measure(&all, hour, &spread.half[hour]) < SPREAD_LEAST)
            spread.half[hour] = spread.all;
    free(all.half);
    if (!spread.n_bars)
        return error_set(err, ERROR_BAD_DATA, "no quote bar has an ask above its bid");
    *ret_spread = spread;
    return true;
}

void spread_of_bars(const struct spread *spread, const struct bars *bars, enum timeframe timeframe,
                    const struct calendar *calendar, double *ret_half)
{
    for (size_t t = 0; t < bars->count; t++) {
        const int hour = hour_of(bars->time[t], timeframe, calendar);
        ret_half[t] = hour == NO_HOUR ? spread->all : spread->half[hour];
    }
}
