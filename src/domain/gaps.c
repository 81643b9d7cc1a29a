#include "domain/gaps.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/bars.h"
#include "domain/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kinds[] = {
    [GAPS_CLOSED] = "closed", [GAPS_HOLIDAY] = "holiday", [GAPS_HALF_DAY] = "half_day",
    [GAPS_NO_TRADES] = "no_trades", [GAPS_MISSING] = "missing",
    [GAPS_UNCLASSIFIED] = "unclassified",
};
static_assert(COUNT(kinds) == GAPS_KINDS, "one name per kind");

/* A session may begin so long before the day of its date (calendar_cme.h). */
#define AHEAD (4 * (int64_t)DATE_DAY)

/* A hole so long is no place to count sessions in. */
#define LONGEST (400 * 366 * (int64_t)DATE_DAY)

struct search {
    enum timeframe timeframe;
    const struct calendar *calendar;
    const struct gaps_span *empty;
    size_t n_empty;
    struct gaps *gaps;
    bool is_open;           /* the last item belongs to this hole and may grow */
};

const char *gaps_kind_name(enum gaps_kind kind)
{
    return kinds[kind];
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* One more piece of the hole; a piece like the one before makes it longer, over nights too. */
static void add(struct search *search, const struct gap *piece)
{
    struct gaps *gaps = search->gaps;
    struct gap *last = search->is_open ? &gaps->items[gaps->count - 1] : NULL;

    if (piece->from >= piece->until)
        return;
    if (piece->kind == GAPS_MISSING)
        gaps->missing_bars += piece->bars;
    if (last && last->kind == piece->kind) {
        last->until = piece->until;
        last->bars += piece->bars;
        if (!*last->note)
            memcpy(last->note, piece->note, sizeof(last->note));
        return;
    }
    if (gaps->count == gaps->room) {
        gaps->room = gaps->room * 2 + 16;
        gaps->items = mem_resize(gaps->items, gaps->room * sizeof(*gaps->items));
    }
    gaps->items[gaps->count++] = *piece;
    gaps->by_kind[piece->kind]++;
    search->is_open = true;
}

/* The kind of an instant at which the market is open and no bar is there. */
static enum gaps_kind kind_at(const struct search *search, int64_t time)
{
    if (calendar_is_quiet(search->calendar, time))
        return GAPS_HOLIDAY;
    for (size_t i = 0; i < search->n_empty; i++)
        if (search->empty[i].from <= time && time < search->empty[i].until)
            return GAPS_NO_TRADES;
    return GAPS_MISSING;
}

/* --- within days --- */

/* A whole session without a bar, where the kind cannot change inside: in one step. */
static bool skip_session(struct search *search, const struct calendar_session *session,
                         int64_t from, int64_t until)
{
    const int64_t step = timeframe_seconds(search->timeframe);
    const int64_t late = (session->first_trade - session->open) / step * step;
    const struct gap piece = {
        .kind = GAPS_MISSING, .from = session->open + late, .until = session->close,
        .bars = (size_t)((session->close - session->open - late + step - 1) / step),
    };

    if (session->open < from || session->close > until || search->n_empty || session->n_pauses
        || calendar_is_quiet(search->calendar, session->open)
        || calendar_is_quiet(search->calendar, session->close - 1))
        return false;
    add(search, &piece);
    return true;
}

static void add_holiday(struct search *search, const char *name, int64_t from, int64_t until)
{
    struct gap piece = { .kind = GAPS_HOLIDAY, .from = from, .until = until };

    snprintf(piece.note, sizeof(piece.note), "%s", name);
    add(search, &piece);
}

static void walk_holiday(struct search *search, int64_t date, const char *name, int64_t from,
                         int64_t until)
{
    add_holiday(search, name, later(from, date), earlier(until, date + DATE_DAY));
}

/* Futures: the morning of a holiday belongs to the next session, its rest is a pause there. */
static bool is_part_of_next(const struct search *search, int64_t holiday)
{
    return calendar_session_from(search->calendar, holiday).open < holiday;
}

static void add_half_day(struct search *search, int64_t from, int64_t until)
{
    const struct gap piece = { .kind = GAPS_HALF_DAY, .from = from, .until = until };

    add(search, &piece);
}

/* The one that begins at `time`, if a holiday makes it; the daily halt is not told. */
static void add_pauses(struct search *search, const struct calendar_session *session, int64_t time,
                       int64_t from, int64_t until)
{
    for (size_t i = 0; i < session->n_pauses; i++) {
        const struct calendar_pause *pause = &session->pauses[i];

        if (pause->from == time && pause->holiday)
            add_holiday(search, pause->holiday, later(from, pause->from),
                        earlier(until, pause->until));
    }
}

/* Every bar that the session expects in [from, until), one by one: the kind may change inside. */
static void walk_session(struct search *search, const struct calendar_session *session,
                         int64_t from, int64_t until)
{
    int64_t start = session->open, end;

    if (session->close <= from || session->open >= until
        || skip_session(search, session, from, until))
        return;
    for (; start < until && start < session->close; start = calendar_resume(session, end)) {
        end = calendar_bar_end(search->calendar, search->timeframe, start);
        if (start >= from && end > session->first_trade) {
            const struct gap piece = { .kind = kind_at(search, start), .from = start,
                                       .until = end, .bars = 1 };
            add(search, &piece);
        }
        if (end >= from)
            add_pauses(search, session, end, from, until);
    }
}

static void walk_day(struct search *search, int64_t date, int64_t from, int64_t until)
{
    const char *holiday = calendar_holiday(search->calendar, date);
    struct calendar_session session;

    if (holiday && !is_part_of_next(search, date))
        walk_holiday(search, date, holiday, from, until);
    if (!calendar_session_on(search->calendar, date, &session))
        return;
    if (session.usual_open < session.open)
        add_half_day(search, later(from, session.usual_open), earlier(until, session.open));
    walk_session(search, &session, from, until);
    if (session.usual_close > session.close)
        add_half_day(search, later(from, session.close), earlier(until, session.usual_close));
}

/* Nights are not visited: a hole from close to open has no day with anything in it but the two. */
static void walk_hours(struct search *search, int64_t from, int64_t until)
{
    for (int64_t date = date_midnight(from) - DATE_DAY; date <= until + AHEAD; date += DATE_DAY)
        walk_day(search, date, from, until);
}

/* --- days and longer --- */

static void walk_dates(struct search *search, int64_t from, int64_t until)
{
    int64_t date = from, end;

    for (; (end = calendar_period_end(search->timeframe, date)) <= until; date = end) {
        const int64_t stamp = calendar_stamp(search->calendar, search->timeframe, date);
        const char *holiday = calendar_holiday(search->calendar, date);
        struct calendar_session session;

        if (search->timeframe == TIMEFRAME_1_DAY && holiday) {
            walk_holiday(search, date, holiday, from, until);
        } else if (calendar_session_on(search->calendar, stamp, &session)) {
            const struct gap piece = { .kind = kind_at(search, session.close - 1), .from = stamp,
                                       .until = end, .bars = 1 };
            add(search, &piece);
        }
    }
}

/* --- holes --- */

static void walk(struct search *search, int64_t from, int64_t until)
{
    const size_t before = search->gaps->count;
    const bool is_daily = timeframe_is_daily(search->timeframe);
    struct gap whole = { .kind = GAPS_MISSING, .from = from, .until = until,
                         .bars = (size_t)((until - from) / timeframe_seconds(search->timeframe)) };

    search->is_open = false;
    if (!calendar_has_sessions(search->calendar)) {
        whole.kind = GAPS_UNCLASSIFIED;
        add(search, &whole);
    } else if (until - from > LONGEST) {
        add(search, &whole);
    } else if (is_daily) {
        walk_dates(search, from, until);
    } else {
        walk_hours(search, from, until);
    }
    if (search->gaps->count == before)
        search->gaps->by_kind[GAPS_CLOSED]++;
}

static int64_t end_of(const struct search *search, int64_t start)
{
    return timeframe_is_daily(search->timeframe)
        ? calendar_period_end(search->timeframe, start)
        : calendar_bar_end(search->calendar, search->timeframe, start);
}

/* A hole shorter than a bar is none: some sources count their hours from the open. */
static void look_between(struct search *search, int64_t end, int64_t next)
{
    const int64_t least = timeframe_is_daily(search->timeframe)
        ? 1 : timeframe_seconds(search->timeframe);

    if (next - end >= least)
        walk(search, end, next);
}

/* A week or month that began before is not expected. */
static int64_t first_from(const struct search *search, int64_t from)
{
    if (!timeframe_is_daily(search->timeframe))
        return from;
    return calendar_period_end(search->timeframe, from - 1);
}

void gaps_find_within(const struct bars *bars, const struct gaps_range *range,
                      struct gaps *ret_gaps)
{
    struct search search = { .timeframe = range->timeframe, .calendar = range->calendar,
                             .empty = range->empty, .n_empty = range->n_empty,
                             .gaps = ret_gaps };
    int64_t end = range->from == INT64_MIN ? INT64_MIN : first_from(&search, range->from);

    *ret_gaps = (struct gaps){0};
    for (size_t i = 0; i < bars->count; i++) {
        const int64_t start = bars->time[i];

        if (i > 0 && !timeframe_is_daily(range->timeframe)
            && start - bars->time[i - 1] == timeframe_seconds(range->timeframe))
            continue;
        if (i > 0)
            end = end_of(&search, bars->time[i - 1]);
        if (end != INT64_MIN)
            look_between(&search, end, start);
    }
    if (bars->count)
        end = end_of(&search, bars->time[bars->count - 1]);
    if (range->until != INT64_MAX && end != INT64_MIN)
        look_between(&search, end, range->until);
}

void gaps_find(const struct bars *bars, enum timeframe timeframe, const struct calendar *calendar,
               const struct gaps_span *empty, size_t n_empty, struct gaps *ret_gaps)
{
    const struct gaps_range range = { timeframe, calendar, empty, n_empty, INT64_MIN, INT64_MAX };

    gaps_find_within(bars, &range, ret_gaps);
}

void gaps_release(struct gaps *gaps)
{
    free(gaps->items);
    *gaps = (struct gaps){0};
}
