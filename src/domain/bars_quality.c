#include "domain/bars_quality.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/bars.h"
#include "domain/calendar.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SPIKE_TIMES = 20, FLAT_LEAST = 5, STALE_PERCENT = 10, YEAR_LEAST = 20 };

static const char *const kinds[] = {
    [BARS_QUALITY_BROKEN] = "broken",       [BARS_QUALITY_NOT_POSITIVE] = "not_positive",
    [BARS_QUALITY_SPIKE] = "spike",         [BARS_QUALITY_FLAT] = "flat",
    [BARS_QUALITY_NO_VOLUME] = "no_volume", [BARS_QUALITY_OUTSIDE] = "outside",
};
static_assert(COUNT(kinds) == BARS_QUALITY_KINDS, "one name per kind");

const char *bars_quality_kind_name(enum bars_quality_kind kind)
{
    return kinds[kind];
}

static void PRINTS(4, 5) find(struct bars_quality *quality, enum bars_quality_kind kind,
                              int64_t time, const char *format, ...)
{
    const size_t n = quality->found[kind].count++;
    va_list args;

    if (n >= BARS_QUALITY_EXAMPLES)
        return;
    quality->found[kind].examples[n].time = time;
    va_start(args, format);
    vsnprintf(quality->found[kind].examples[n].text,
              sizeof(quality->found[kind].examples[n].text), format, args);
    va_end(args);
}

/* --- one bar --- */

static void look_at_prices(const struct bars *bars, size_t i, struct bars_quality *quality)
{
    const struct bars one = bars_slice(bars, i, 1);
    const int64_t time = bars->time[i];
    struct error err;

    if (i && time <= bars->time[i - 1])
        find(quality, BARS_QUALITY_BROKEN, time, "not later than the bar before");
    else if (!bars_check(&one, &err))
        find(quality, BARS_QUALITY_BROKEN, time, "open %g high %g low %g close %g",
             bars->column[BARS_OPEN][i], bars->column[BARS_HIGH][i], bars->column[BARS_LOW][i],
             bars->column[BARS_CLOSE][i]);
    else if (bars->column[BARS_LOW][i] <= 0)
        find(quality, BARS_QUALITY_NOT_POSITIVE, time, "low %g", bars->column[BARS_LOW][i]);
}

static void look_at_volume(const struct bars *bars, size_t i, struct bars_quality *quality)
{
    if (quality->has_volume && !(bars->column[BARS_VOLUME][i] > 0))
        find(quality, BARS_QUALITY_NO_VOLUME, bars->time[i], "volume %g",
             bars->column[BARS_VOLUME][i]);
}

/* `last`: the session of a bar before, which most often is this one's. */
static void look_at_time(int64_t time, enum timeframe timeframe, const struct calendar *calendar,
                         struct calendar_session *last, struct bars_quality *quality)
{
    static const char *const weekdays[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
                                            "Friday", "Saturday" };
    const char *holiday;

    if (timeframe_is_daily(timeframe) ? calendar_session_on(calendar, time, last)
                                      : calendar_is_within(last, time)
                                        || calendar_session_of(calendar, time, last))
        return;
    holiday = calendar_holiday(calendar, date_midnight(time));
    find(quality, BARS_QUALITY_OUTSIDE, time, "%s", holiday ? holiday
                                                            : weekdays[date_weekday(time)]);
}

/* --- runs --- */

static bool is_still(const struct bars *bars, size_t i)
{
    return !(bars->column[BARS_HIGH][i] > bars->column[BARS_LOW][i])
        && (!i || !(fabs(bars->column[BARS_CLOSE][i] - bars->column[BARS_CLOSE][i - 1]) > 0));
}

static void look_for_flat_runs(const struct bars *bars, struct bars_quality *quality)
{
    size_t n = 0;

    for (size_t i = 0; i <= bars->count; i++) {
        if (i < bars->count && is_still(bars, i)) {
            n++;
            continue;
        }
        if (n >= FLAT_LEAST)
            find(quality, BARS_QUALITY_FLAT, bars->time[i - n], "%zu bars at %g", n,
                 bars->column[BARS_CLOSE][i - 1]);
        n = 0;
    }
}

/* --- spikes --- */

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), compare);
    return n ? values[n / 2] : 0;
}

/* Of a price relative to another; 0 where there is none. */
static double move(double from, double to)
{
    return from > 0 && isfinite(to) ? to / from - 1 : 0;
}

static double usual_range(const struct bars *bars, double *scratch)
{
    for (size_t i = 0; i < bars->count; i++)
        scratch[i] = move(bars->column[BARS_LOW][i], bars->column[BARS_HIGH][i]);
    return median(scratch, bars->count);
}

static double usual_change(const struct bars *bars, double *scratch)
{
    for (size_t i = 1; i < bars->count; i++)
        scratch[i - 1] = fabs(move(bars->column[BARS_CLOSE][i - 1], bars->column[BARS_CLOSE][i]));
    return median(scratch, bars->count ? bars->count - 1 : 0);
}

/* The close goes far away and comes back at once by half or more. */
static bool is_out_and_back(const struct bars *bars, size_t i, double usual)
{
    const double *close = bars->column[BARS_CLOSE];
    double out, left;

    if (!i || i + 1 == bars->count)
        return false;
    out = move(close[i - 1], close[i]);
    left = move(close[i - 1], close[i + 1]);
    return fabs(out) > SPIKE_TIMES * usual && fabs(left) < fabs(out) / 2;
}

static void look_for_spikes(const struct bars *bars, struct bars_quality *quality)
{
    double *scratch = mem_alloc((bars->count + 1) * sizeof(*scratch));
    const double change = usual_change(bars, scratch), range = usual_range(bars, scratch);

    free(scratch);
    if (!(change > 0) || !(range > 0))
        return;                 /* nothing is unusual where most bars do not move */
    for (size_t i = 0; i < bars->count; i++) {
        const double high = bars->column[BARS_HIGH][i], low = bars->column[BARS_LOW][i];

        if (is_out_and_back(bars, i, change))
            find(quality, BARS_QUALITY_SPIKE, bars->time[i], "close %g after %g and before %g",
                 bars->column[BARS_CLOSE][i], bars->column[BARS_CLOSE][i - 1],
                 bars->column[BARS_CLOSE][i + 1]);
        else if (move(low, high) > SPIKE_TIMES * range)
            find(quality, BARS_QUALITY_SPIKE, bars->time[i], "from %g to %g in one bar", low, high);
    }
}

/* --- stale opens --- */

static struct bars_quality_year *year_of(struct bars_quality *quality, int64_t time)
{
    const int year = (int)date_civil(time).year;

    if (!quality->n_years || quality->years[quality->n_years - 1].year != year) {
        quality->years = mem_resize(quality->years,
                                    (quality->n_years + 1) * sizeof(*quality->years));
        quality->years[quality->n_years++] = (struct bars_quality_year){ .year = year };
    }
    return &quality->years[quality->n_years - 1];
}

static void look_for_stale_opens(const struct bars *bars, struct bars_quality *quality)
{
    for (size_t i = 0; i < bars->count; i++) {
        struct bars_quality_year *year = year_of(quality, bars->time[i]);
        const double before = i ? bars->column[BARS_CLOSE][i - 1] : NAN;

        year->bars++;
        year->stale += fabs(bars->column[BARS_OPEN][i] - before) <= 1e-4 * fabs(before);
    }
    for (size_t i = 0; i < quality->n_years; i++) {
        struct bars_quality_year *year = &quality->years[i];

        year->is_stale = year->bars >= YEAR_LEAST && year->stale * 100 > year->bars * STALE_PERCENT;
    }
}

static bool has_volume(const struct bars *bars)
{
    for (size_t i = 0; i < bars->count; i++)
        if (bars->column[BARS_VOLUME][i] > 0)
            return true;
    return false;
}

static void count_gaps(const struct bars *bars, enum timeframe timeframe,
                       const struct calendar *calendar, struct bars_quality *quality)
{
    OWNED(gaps_release) struct gaps gaps = {0};

    gaps_find(bars, timeframe, calendar, NULL, 0, &gaps);
    memcpy(quality->gaps, gaps.by_kind, sizeof(quality->gaps));
    quality->missing_bars = gaps.missing_bars;
}

void bars_quality_run(const struct bars *bars, enum timeframe timeframe,
                      const struct calendar *calendar, struct bars_quality *ret_quality)
{
    struct bars_quality quality = { .n_bars = bars->count, .has_volume = has_volume(bars),
        .has_stale_years = timeframe_is_daily(timeframe) && calendar_has_nights(calendar) };
    struct calendar_session last = {0};

    for (size_t i = 0; i < bars->count; i++) {
        look_at_prices(bars, i, &quality);
        look_at_volume(bars, i, &quality);
        look_at_time(bars->time[i], timeframe, calendar, &last, &quality);
    }
    look_for_flat_runs(bars, &quality);
    look_for_spikes(bars, &quality);
    if (quality.has_stale_years)
        look_for_stale_opens(bars, &quality);
    count_gaps(bars, timeframe, calendar, &quality);
    *ret_quality = quality;
}

void bars_quality_release(struct bars_quality *quality)
{
    free(quality->years);
    *quality = (struct bars_quality){0};
}
