#include "domain/load_plan.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { AFTER_BAR = 60, AFTER_SESSION = 30 * 60 };

/* A session begins at most so long before its date, and no market is closed for so long. */
#define AHEAD (4 * (int64_t)DATE_DAY)
enum { WALK_MOST = 40 };

static const char *const modes[] = {
    [LOAD_PLAN_TAIL] = "tail", [LOAD_PLAN_BACKFILL] = "backfill", [LOAD_PLAN_FULL] = "full",
};
static_assert(COUNT(modes) == LOAD_PLAN_MODES, "one name per mode");

const char *load_plan_mode_name(enum load_plan_mode mode)
{
    return modes[mode];
}

bool load_plan_parse_mode(const char *text, enum load_plan_mode *ret_mode, struct error *err)
{
    for (int i = 0; i < LOAD_PLAN_MODES; i++)
        if (!strcmp(modes[i], text)) {
            *ret_mode = (enum load_plan_mode)i;
            return true;
        }
    error_set(err, ERROR_INVALID, "'%.40s' is not a mode of loading", text);
    return error_suggest(err, "one of tail backfill full");
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* --- sessions, backwards --- */

/* The last one with a date before `date`. */
static struct calendar_session session_before(const struct calendar *calendar, int64_t date)
{
    struct calendar_session session = {0};

    for (int i = 1; i <= WALK_MOST; i++)
        if (calendar_session_on(calendar, date - i * (int64_t)DATE_DAY, &session))
            return session;
    return calendar_session_from(calendar, date - DATE_DAY);
}

/* The last one that opens at or before `time`. */
static struct calendar_session last_opened(const struct calendar *calendar, int64_t time)
{
    int64_t date = date_midnight(time) + AHEAD + DATE_DAY;
    struct calendar_session session;

    do {
        session = session_before(calendar, date);
        date = session.date;
    } while (session.open > time);
    return session;
}

int64_t load_plan_last_sessions(const struct calendar *calendar, enum timeframe timeframe,
                                int64_t last)
{
    const struct calendar_session session = timeframe_is_daily(timeframe)
        ? session_before(calendar, last + DATE_DAY) : last_opened(calendar, last);
    const struct calendar_session before = session_before(calendar, session.date);

    if (timeframe > TIMEFRAME_1_DAY)
        return calendar_stamp(calendar, timeframe,
                              session_before(calendar, calendar_stamp(calendar, timeframe, last))
                                  .date);
    return timeframe == TIMEFRAME_1_DAY ? before.date : before.open;
}

/* --- what is finished --- */

static int64_t finished_within_days(const struct calendar *calendar, enum timeframe timeframe,
                                    int64_t now)
{
    const int64_t known = now - AFTER_BAR;
    const struct calendar_session session = last_opened(calendar, known);
    int64_t start = session.open, end;

    if (session.close <= known)
        return session.close;
    while ((end = calendar_bar_end(calendar, timeframe, start)) <= known)
        start = calendar_resume(&session, end);
    return start;
}

static int64_t finished_dates(const struct calendar *calendar, enum timeframe timeframe,
                              int64_t now)
{
    const int64_t known = now - AFTER_SESSION;
    int64_t date = last_opened(calendar, known).date;

    while (calendar_bar_end(calendar, timeframe, date) > known)
        date = session_before(calendar, calendar_stamp(calendar, timeframe, date)).date;
    return calendar_period_end(timeframe, date);
}

int64_t load_plan_finished(const struct calendar *calendar, enum timeframe timeframe, int64_t now)
{
    return timeframe_is_daily(timeframe) ? finished_dates(calendar, timeframe, now)
                                         : finished_within_days(calendar, timeframe, now);
}

/* --- only what is expected --- */

static bool trim_dates(const struct load_plan_request *request, struct gaps_span *span)
{
    const enum timeframe timeframe = request->timeframe;
    int64_t first = calendar_session_from(request->calendar, span->from).date, last;

    if (calendar_stamp(request->calendar, timeframe, first) < span->from)
        first = calendar_session_from(request->calendar,
                                      calendar_period_end(timeframe, span->from)).date;
    last = calendar_stamp(request->calendar, timeframe,
                          session_before(request->calendar, span->until).date);
    if (first >= span->until || last < first)
        return false;
    *span = (struct gaps_span){ first, calendar_period_end(timeframe, last) };
    return true;
}

/* The bars of one session that start in the span: from the first to the end of the last. */
static bool cut_session(const struct load_plan_request *request,
                        const struct calendar_session *session, const struct gaps_span *span,
                        struct gaps_span *ret_part)
{
    struct gaps_span part = {0};
    int64_t start = session->open, end;

    for (; start < session->close && start < span->until; start = calendar_resume(session, end)) {
        end = calendar_bar_end(request->calendar, request->timeframe, start);
        if (start < span->from || end <= session->first_trade)
            continue;
        if (!part.until)
            part.from = start;
        part.until = end;
    }
    if (!part.until)
        return false;
    *ret_part = part;
    return true;
}

static bool trim_within_days(const struct load_plan_request *request, struct gaps_span *span)
{
    struct calendar_session session = calendar_session_from(request->calendar,
                                                            date_midnight(span->from) - DATE_DAY);
    struct gaps_span first, last;

    while (session.open < span->until && !cut_session(request, &session, span, &first))
        session = calendar_session_from(request->calendar, session.date + DATE_DAY);
    if (session.open >= span->until)
        return false;
    session = last_opened(request->calendar, span->until - 1);
    while (!cut_session(request, &session, span, &last))
        session = session_before(request->calendar, session.date);
    *span = (struct gaps_span){ first.from, last.until };
    return true;
}

static void add_expected(const struct load_plan_request *request, struct load_plan *plan,
                         struct gaps_span span, enum load_plan_order order)
{
    if (span.from >= span.until)
        return;
    if (!(timeframe_is_daily(request->timeframe) ? trim_dates(request, &span)
                                                 : trim_within_days(request, &span)))
        return;
    if (plan->count == plan->room) {
        plan->room = plan->room * 2 + 8;
        plan->parts = mem_resize(plan->parts, plan->room * sizeof(*plan->parts));
    }
    plan->parts[plan->count++] = (struct load_plan_part){ span.from, span.until, order };
}

/* Without what was answered with 'no data'. */
static void add(const struct load_plan_request *request, struct load_plan *plan,
                struct gaps_span span, enum load_plan_order order)
{
    for (size_t i = 0; i < request->n_empty && !request->asks_again; i++) {
        const struct gaps_span *empty = &request->empty[i];

        if (empty->until <= span.from || empty->from >= span.until)
            continue;
        add_expected(request, plan, (struct gaps_span){ span.from, empty->from }, order);
        span.from = empty->until;
    }
    add_expected(request, plan, span, order);
}

/* --- the modes --- */

static int64_t end_of(const struct load_plan_request *request, int64_t start)
{
    return timeframe_is_daily(request->timeframe)
        ? calendar_period_end(request->timeframe, start)
        : calendar_bar_end(request->calendar, request->timeframe, start);
}

static void plan_before(const struct load_plan_request *request, const struct gaps_span *all,
                        struct load_plan *plan)
{
    add(request, plan, (struct gaps_span){ all->from, earlier(request->first, all->until) },
        LOAD_PLAN_NEWEST_FIRST);
}

static void plan_holes(const struct load_plan_request *request, const struct gaps_span *all,
                       struct load_plan *plan)
{
    for (size_t i = 0; i < request->n_missing; i++)
        add(request, plan,
            (struct gaps_span){ later(request->missing[i].from, all->from),
                                earlier(request->missing[i].until, all->until) },
            LOAD_PLAN_OLDEST_FIRST);
}

static void plan_after(const struct load_plan_request *request, const struct gaps_span *all,
                       int64_t from, struct load_plan *plan)
{
    add(request, plan, (struct gaps_span){ later(from, all->from), all->until },
        LOAD_PLAN_OLDEST_FIRST);
}

static void plan_mode(const struct load_plan_request *request, const struct gaps_span *all,
                      struct load_plan *plan)
{
    if (!request->n_stored) {
        add(request, plan, *all, LOAD_PLAN_NEWEST_FIRST);
        return;
    }
    if (request->mode == LOAD_PLAN_TAIL) {
        plan->replaces_from = load_plan_last_sessions(request->calendar, request->timeframe,
                                                      request->last);
        plan_after(request, all, plan->replaces_from, plan);
        return;
    }
    plan_before(request, all, plan);
    if (request->mode == LOAD_PLAN_BACKFILL)
        return;
    plan_holes(request, all, plan);
    plan_after(request, all, end_of(request, request->last), plan);
}

/* Of the head, the wish and what is finished. Instants, of dates, mean the bar that holds them. */
static struct gaps_span whole(const struct load_plan_request *request)
{
    struct gaps_span all = { later(request->head, request->start),
                             load_plan_finished(request->calendar, request->timeframe,
                                                request->now) };

    all.until = earlier(all.until, request->end);
    if (timeframe_is_daily(request->timeframe)) {
        all.from = all.from == INT64_MIN ? INT64_MIN : date_midnight(all.from);
        all.until = date_midnight(all.until + DATE_DAY - 1);
    }
    return all;
}

bool load_plan_make(const struct load_plan_request *request, struct load_plan *ret_plan,
                    struct error *err)
{
    const bool is_tail = request->mode == LOAD_PLAN_TAIL && request->n_stored;
    const struct gaps_span all = whole(request);
    struct load_plan plan = { .replaces_from = INT64_MAX };

    if (all.from == INT64_MIN && !is_tail) {
        error_set(err, ERROR_INVALID, "nobody told how far back these bars go");
        return error_suggest(err, "say it: --start 2020-01-01");
    }
    plan_mode(request, &all, &plan);
    *ret_plan = plan;
    return true;
}

void load_plan_release(struct load_plan *plan)
{
    free(plan->parts);
    *plan = (struct load_plan){0};
}
