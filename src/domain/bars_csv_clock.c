#include "domain/bars_csv_clock.h"

#include "base/date.h"
#include "base/zone.h"
#include "domain/calendar.h"

#include <string.h>

enum { JUDGED_ROWS = 20 };      /* fewer tell nothing about the timeframe */

/* Of the two times, the one that goes on in the direction of the file. */
static int64_t pick(const struct bars_csv_clock *clock, const int64_t both[2])
{
    if (clock->n_down > clock->n_up)
        return both[1] < clock->last ? both[1] : both[0];
    return !clock->n_rows || both[0] > clock->last ? both[0] : both[1];
}

static enum bars_csv_reason to_utc(const struct bars_csv_clock *clock,
                                   const struct bars_csv_time *time, int64_t *ret, unsigned *rules)
{
    int64_t both[2];

    if (time->is_fixed) {
        *ret = time->local - time->offset;
        return BARS_CSV_GOOD;
    }
    if (!time->zone && time->has_clock)
        *rules |= 1u << BARS_CSV_NAIVE;
    switch (zone_to_utc(time->zone ? time->zone : clock->zone, time->local, both)) {
    case ZONE_UNIQUE:
        *ret = both[0];
        return BARS_CSV_GOOD;
    case ZONE_AMBIGUOUS:
        *ret = pick(clock, both);
        *rules |= 1u << BARS_CSV_TWICE;
        return BARS_CSV_GOOD;
    default:
        return BARS_CSV_SKIPPED_TIME;
    }
}

/* A date is a date, whatever offset stands behind its midnight; other instants must be midnight in
 * the given zone: a day told by 05:00Z is a day in New York, if the user says so. */
static enum bars_csv_reason to_date(const struct bars_csv_clock *clock,
                                    const struct bars_csv_time *time, int64_t *ret)
{
    int64_t local;

    if (date_midnight(time->local) == time->local) {
        *ret = time->local;
        return BARS_CSV_GOOD;
    }
    if (!time->is_fixed)
        return BARS_CSV_TIME_OF_DAY;
    local = zone_from_utc(clock->zone, time->local - time->offset);
    if (date_midnight(local) != local)
        return BARS_CSV_TIME_OF_DAY;
    *ret = local;
    return BARS_CSV_GOOD;
}

/* Weeks and months: by their first session, whatever the file writes. */
static enum bars_csv_reason restamp(const struct bars_csv_clock *clock, int64_t *date,
                                    unsigned *rules)
{
    int64_t stamp;

    if (clock->timeframe == TIMEFRAME_1_DAY)
        return BARS_CSV_GOOD;
    if (clock->timeframe == TIMEFRAME_1_WEEK && date_weekday(*date) == 0)
        return BARS_CSV_SUNDAY;
    stamp = calendar_stamp(clock->calendar, clock->timeframe, *date);
    if (stamp != *date)
        *rules |= 1u << BARS_CSV_RESTAMPED;
    *date = stamp;
    return BARS_CSV_GOOD;
}

enum bars_csv_reason bars_csv_clock_resolve(const struct bars_csv_clock *clock,
                                            const struct bars_csv_time *time, int64_t *ret_utc,
                                            unsigned *rules)
{
    enum bars_csv_reason reason;

    if (!timeframe_is_daily(clock->timeframe))
        return to_utc(clock, time, ret_utc, rules);
    reason = to_date(clock, time, ret_utc);
    return reason ? reason : restamp(clock, ret_utc, rules);
}

void bars_csv_clock_step(struct bars_csv_clock *clock, int64_t utc)
{
    const int64_t step = utc > clock->last ? utc - clock->last : clock->last - utc;

    if (clock->n_rows++) {
        clock->n_up += utc > clock->last;
        clock->n_down += utc < clock->last;
        if (step && (step < clock->shortest || !clock->shortest))
            clock->shortest = step;
        clock->n_short += step < timeframe_seconds(clock->timeframe) / 10 * 9;
    }
    clock->last = utc;
}

enum bars_csv_order bars_csv_clock_order(const struct bars_csv_clock *clock)
{
    if (!clock->n_down)
        return BARS_CSV_ASCENDING;
    return clock->n_up ? BARS_CSV_UNSORTED : BARS_CSV_DESCENDING;
}

bool bars_csv_clock_check(const struct bars_csv_clock *clock, struct error *err)
{
    const char *name = timeframe_name(clock->timeframe);

    if (clock->n_rows < JUDGED_ROWS || bars_csv_clock_order(clock) == BARS_CSV_UNSORTED)
        return true;
    if (clock->n_short * 2 > clock->n_rows)
        error_set(err, ERROR_INVALID, "the rows lie closer than %s: most are less apart", name);
    else if (clock->shortest >= 2 * timeframe_seconds(clock->timeframe))
        error_set(err, ERROR_INVALID, "the rows lie farther apart than %s: no two less than %lld s",
                  name, (long long)clock->shortest);
    else
        return true;
    return error_suggest(err, "say the timeframe of the file: --timeframe, one of %s",
                         timeframe_all_names());
}
