#include "ibsim/sim_series.h"

#include "base/date.h"
#include "domain/bars_resample.h"
#include "domain/calendar.h"
#include "ibsim/sim_demo.h"
#include "ibsim/sim_hours.h"
#include "ibsim/sim_path.h"

#include <math.h>

enum { MINUTE = 60 };

static bool take(const struct sim_instrument *instrument, enum timeframe timeframe, int64_t from,
                 int64_t until, struct bars *ret_bars, struct error *err);

static bool is_there(const struct sim_instrument *instrument, enum timeframe timeframe)
{
    return instrument->stored[timeframe].count > 0 ||
           (instrument->is_demo && timeframe == TIMEFRAME_1_MINUTE);
}

/* TIMEFRAME_COUNT for the sizes that are none. */
static enum timeframe timeframe_of(const struct tws_bar_size *size)
{
    enum timeframe timeframe = TIMEFRAME_1_MINUTE;

    while (timeframe < TIMEFRAME_COUNT && tws_bar_size_of(timeframe) != size)
        timeframe++;
    return timeframe;
}

/* The longest stored one of which `seconds` can be made; TIMEFRAME_COUNT if there is none. */
static enum timeframe find_source(const struct sim_instrument *instrument, int64_t seconds)
{
    for (int t = TIMEFRAME_1_DAY; t >= TIMEFRAME_1_MINUTE; t--) {
        const int64_t length = timeframe_seconds((enum timeframe)t);

        if (length < seconds && seconds % length == 0 && is_there(instrument, (enum timeframe)t))
            return (enum timeframe)t;
    }
    return TIMEFRAME_COUNT;
}

/* ---- put together ---- */

static void copy_bar(const struct bars *bars, size_t i, int64_t time, struct bars *out)
{
    double values[BARS_REQUIRED];

    for (int c = 0; c < BARS_REQUIRED; c++)
        values[c] = bars->column[c][i];
    bars_append(out, time, values);
}

static void join_bar(const struct bars *bars, size_t i, struct bars *out)
{
    const size_t last = out->count - 1;

    out->column[BARS_HIGH][last] = fmax(out->column[BARS_HIGH][last], bars->column[BARS_HIGH][i]);
    out->column[BARS_LOW][last] = fmin(out->column[BARS_LOW][last], bars->column[BARS_LOW][i]);
    out->column[BARS_CLOSE][last] = bars->column[BARS_CLOSE][i];
    out->column[BARS_VOLUME][last] += bars->column[BARS_VOLUME][i];
}

/* Cut by the clock, but none starts before its session: 9:30, 10:00, 11:00. */
static int64_t start_of(const struct calendar *hours, int64_t time, int64_t seconds)
{
    const int64_t start = time - time % seconds;
    struct calendar_session session;

    return calendar_session_of(hours, time, &session) && session.open > start ? session.open
                                                                              : start;
}

static void group(const struct calendar *hours, const struct bars *bars, int64_t seconds,
                  struct bars *ret_bars)
{
    for (size_t i = 0; i < bars->count; i++) {
        const int64_t start = start_of(hours, bars->time[i], seconds);

        if (ret_bars->count && ret_bars->time[ret_bars->count - 1] == start)
            join_bar(bars, i, ret_bars);
        else
            copy_bar(bars, i, start, ret_bars);
    }
}

static void split_minute(const struct bars *bars, size_t i, int64_t seconds, double tick,
                         struct bars *ret_bars)
{
    for (int64_t at = 0; at < MINUTE; at += seconds) {
        double values[BARS_REQUIRED];

        sim_path_part(bars, i, (double)at / MINUTE, (double)(at + seconds) / MINUTE, tick, values);
        bars_append(ret_bars, bars->time[i] + at, values);
    }
}

/* Keeps what starts in [from, until). */
static void trim(struct bars *bars, int64_t from, int64_t until)
{
    const size_t first = bars_lower_bound(bars, from), behind = bars_lower_bound(bars, until);
    struct bars kept = first < behind ? bars_copy(bars, first, behind - first) : (struct bars){0};

    bars_release(bars);
    *bars = kept;
}

/* ---- the last bar ---- */

static int64_t opens_at(const struct sim_instrument *instrument, enum timeframe timeframe,
                        int64_t time)
{
    struct calendar_session session;

    if (!timeframe_is_daily(timeframe))
        return time;
    return calendar_session_on(instrument->regular, time, &session) ? session.open : time;
}

static void put_values(struct bars *bars, const double values[BARS_REQUIRED])
{
    for (int c = 0; c < BARS_REQUIRED; c++)
        bars->column[c][bars->count - 1] = values[c];
}

/* Of finer bars, where there are some: then all sizes agree on the last price. */
static bool cut_by_finer(const struct sim_instrument *instrument, enum timeframe finer,
                         int64_t open, int64_t until, struct bars *bars, struct error *err)
{
    OWNED(bars_release) struct bars parts = {0};
    OWNED(bars_release) struct bars sum = {0};
    double values[BARS_REQUIRED];

    if (!take(instrument, finer, open, until, &parts, err))
        return false;
    if (!parts.count)
        return true;
    copy_bar(&parts, 0, open, &sum);
    for (size_t i = 1; i < parts.count; i++)
        join_bar(&parts, i, &sum);
    for (int c = 0; c < BARS_REQUIRED; c++)
        values[c] = sum.column[c][0];
    put_values(bars, values);
    return true;
}

static bool cut_last(const struct sim_instrument *instrument, enum timeframe timeframe,
                     int64_t until, struct bars *bars, struct error *err)
{
    const int64_t time = bars->count ? bars->time[bars->count - 1] : 0;
    const int64_t open = opens_at(instrument, timeframe, time);
    const struct calendar *hours = timeframe_is_daily(timeframe) ? instrument->regular
                                                                 : instrument->hours;
    const int64_t end = calendar_bar_end(hours, timeframe, time);
    const enum timeframe finer = find_source(instrument, timeframe_seconds(timeframe));
    double values[BARS_REQUIRED];

    if (!bars->count || end <= until || open >= until)
        return true;
    if (finer != TIMEFRAME_COUNT && !timeframe_is_daily(finer))
        return cut_by_finer(instrument, finer, open, until, bars, err);
    sim_path_part(bars, bars->count - 1, 0, (double)(until - open) / (double)(end - open),
                  instrument->contract.tick, values);
    put_values(bars, values);
    return true;
}

/* ---- timeframes ---- */

static void keep_regular(const struct calendar *regular, struct bars *bars)
{
    struct bars kept = {0};

    for (size_t i = 0; i < bars->count; i++) {
        struct calendar_session session;

        if (calendar_session_of(regular, bars->time[i], &session))
            copy_bar(bars, i, bars->time[i], &kept);
    }
    bars_release(bars);
    *bars = kept;
}

struct sim_instrument sim_series_regular(const struct sim_instrument *instrument)
{
    struct sim_instrument view = *instrument;

    view.is_regular_only = view.hours != view.regular;
    view.hours = view.regular;
    return view;
}

/* A day belongs to it if its session has begun, which is on the evening before for currencies. */
static int64_t behind_of(const struct sim_instrument *instrument, enum timeframe timeframe,
                         int64_t until)
{
    return timeframe_is_daily(timeframe) ? sim_hours_last(instrument->regular, until) + DATE_DAY
                                         : until;
}

static struct bars slice(const struct bars *bars, int64_t from, int64_t until)
{
    const size_t first = bars_lower_bound(bars, from), behind = bars_lower_bound(bars, until);

    return first < behind ? bars_copy(bars, first, behind - first) : (struct bars){0};
}

static bool resample(const struct sim_instrument *instrument, enum timeframe source,
                     enum timeframe timeframe, const int64_t span[2], struct bars *ret_bars,
                     struct error *err)
{
    const int64_t margin = timeframe_seconds(timeframe) + 3 * (int64_t)DATE_DAY;
    OWNED(bars_release) struct bars finer = {0};

    if (!take(instrument, source, span[0] - margin, span[1], &finer, err) ||
        (finer.count && !bars_resample(&finer, source, timeframe, instrument->hours, ret_bars,
                                       err)))
        return false;
    trim(ret_bars, span[0], behind_of(instrument, timeframe, span[1]));
    return true;
}

/* Up to an hour, and for sizes that are no timeframe of ours. */
static bool take_grouped(const struct sim_instrument *instrument, int64_t seconds,
                         const int64_t span[2], struct bars *ret_bars, struct error *err)
{
    const enum timeframe source = find_source(instrument, seconds);
    OWNED(bars_release) struct bars finer = {0};

    if (source == TIMEFRAME_COUNT)
        return true;
    if (!take(instrument, source, span[0] - seconds, span[1], &finer, err))
        return false;
    group(instrument->hours, &finer, seconds, ret_bars);
    trim(ret_bars, span[0], span[1]);
    return true;
}

static bool take(const struct sim_instrument *instrument, enum timeframe timeframe, int64_t from,
                 int64_t until, struct bars *ret_bars, struct error *err)
{
    enum timeframe source = find_source(instrument, timeframe_seconds(timeframe));

    if (is_there(instrument, timeframe)) {
        if (instrument->is_demo && timeframe == TIMEFRAME_1_MINUTE)
            sim_demo_minutes(instrument, from, until, ret_bars);
        else
            *ret_bars = slice(&instrument->stored[timeframe], from,
                              behind_of(instrument, timeframe, until));
        if (instrument->is_regular_only && !timeframe_is_daily(timeframe))
            keep_regular(instrument->regular, ret_bars);
        return cut_last(instrument, timeframe, until, ret_bars, err);
    }
    if (timeframe <= TIMEFRAME_1_HOUR)
        return take_grouped(instrument, timeframe_seconds(timeframe),
                            (int64_t[2]){ from, until }, ret_bars, err);
    if (timeframe > TIMEFRAME_1_DAY)
        source = is_there(instrument, TIMEFRAME_1_DAY) ||
                 find_source(instrument, DATE_DAY) != TIMEFRAME_COUNT ? TIMEFRAME_1_DAY
                                                                      : TIMEFRAME_COUNT;
    return source == TIMEFRAME_COUNT ||
           resample(instrument, source, timeframe, (int64_t[2]){ from, until }, ret_bars, err);
}

/* Whole minutes, even when the last of them is not over: its path is known, and then cut. */
static bool take_split(const struct sim_instrument *instrument, const struct tws_bar_size *size,
                       int64_t from, int64_t until, struct bars *ret_bars, struct error *err)
{
    const int64_t first = from - from % MINUTE, behind = until - until % MINUTE + MINUTE;
    OWNED(bars_release) struct bars minutes = {0};

    if (!is_there(instrument, TIMEFRAME_1_MINUTE))
        return true;
    if (!take(instrument, TIMEFRAME_1_MINUTE, first, behind, &minutes, err))
        return false;
    for (size_t i = 0; i < minutes.count; i++)
        split_minute(&minutes, i, size->seconds, instrument->contract.tick, ret_bars);
    trim(ret_bars, from, until);
    return true;
}

bool sim_series_take(const struct sim_instrument *instrument, const struct tws_bar_size *size,
                     int64_t from, int64_t until, struct bars *ret_bars, struct error *err)
{
    const enum timeframe timeframe = timeframe_of(size);

    *ret_bars = (struct bars){0};
    if (size->seconds < MINUTE)
        return take_split(instrument, size, from, until, ret_bars, err);
    if (timeframe == TIMEFRAME_COUNT)
        return take_grouped(instrument, size->seconds, (int64_t[2]){ from, until }, ret_bars, err);
    return take(instrument, timeframe, from, until, ret_bars, err);
}

bool sim_series_first(const struct sim_instrument *instrument, int64_t *ret_time)
{
    int64_t first = INT64_MAX;

    for (int t = 0; t < TIMEFRAME_COUNT; t++) {
        const struct bars *bars = &instrument->stored[t];

        if (bars->count && opens_at(instrument, (enum timeframe)t, bars->time[0]) < first)
            first = opens_at(instrument, (enum timeframe)t, bars->time[0]);
    }
    if (first < INT64_MAX)
        *ret_time = first;
    return first < INT64_MAX;
}
