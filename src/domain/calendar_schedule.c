#include "domain/calendar_schedule.h"

#include "base/date.h"
#include "base/mem.h"
#include "domain/calendar.h"

#include <stdlib.h>

struct calendar_schedule {
    int64_t from, until;
    size_t count;
    struct calendar_session *sessions;      /* by date */
};

static struct calendar_session begin(const struct calendar *base,
                                     const struct calendar_schedule_row *row)
{
    struct calendar_session usual, session = { .date = row->date, .open = row->open,
                                               .close = row->close, .first_trade = row->open,
                                               .usual_open = row->open, .anchor = row->open,
                                               .usual_close = row->close };

    if (!calendar_session_on(base, row->date, &usual))
        return session;
    if (usual.usual_close > row->close)
        session.usual_close = usual.usual_close;
    if (usual.usual_open < row->open)
        session.usual_open = usual.usual_open;
    if (usual.open == row->open || usual.first_trade == row->open)
        session.anchor = usual.anchor;
    return session;
}

static bool extend(struct calendar_session *session, const struct calendar_schedule_row *row)
{
    if (session->n_pauses == CALENDAR_PAUSES)
        return false;
    if (row->open > session->close)
        session->pauses[session->n_pauses++] = (struct calendar_pause){ session->close, row->open,
                                                                         NULL };
    session->close = row->close;
    if (session->usual_close < row->close)
        session->usual_close = row->close;
    return true;
}

static bool check_row(const struct calendar_schedule *schedule,
                      const struct calendar_schedule_row *row)
{
    const struct calendar_session *last = schedule->count
        ? &schedule->sessions[schedule->count - 1] : NULL;

    return calendar_schedule_covers(schedule, row->date) && row->open < row->close
        && date_midnight(row->date) == row->date
        && (!last || (row->date >= last->date && row->open >= last->close));
}

static bool add_row(const struct calendar *base, struct calendar_schedule *schedule,
                    const struct calendar_schedule_row *row)
{
    struct calendar_session *last = schedule->count
        ? &schedule->sessions[schedule->count - 1] : NULL;

    if (!check_row(schedule, row))
        return false;
    if (last && last->date == row->date)
        return extend(last, row);
    schedule->sessions[schedule->count++] = begin(base, row);
    return true;
}

bool calendar_schedule_new(const struct calendar *base, const struct calendar_schedule_list *list,
                           struct calendar_schedule **ret_schedule, struct error *err)
{
    struct calendar_schedule *schedule = MEM_NEW(struct calendar_schedule);

    schedule->from = list->from;
    schedule->until = list->until;
    schedule->sessions = mem_alloc((list->count + 1) * sizeof(*schedule->sessions));
    for (size_t i = 0; i < list->count; i++)
        if (!add_row(base, schedule, &list->rows[i])) {
            calendar_schedule_free(schedule);
            return error_set(err, ERROR_BAD_DATA, "session %zu of the schedule is not in order", i);
        }
    *ret_schedule = schedule;
    return true;
}

void calendar_schedule_free(struct calendar_schedule *schedule)
{
    if (!schedule)
        return;
    free(schedule->sessions);
    free(schedule);
}

bool calendar_schedule_covers(const struct calendar_schedule *schedule, int64_t date)
{
    return schedule->from <= date && date < schedule->until;
}

bool calendar_schedule_find(const struct calendar_schedule *schedule, int64_t date,
                            struct calendar_session *ret_session)
{
    size_t from = 0, until = schedule->count;

    while (from < until) {
        const size_t middle = from + (until - from) / 2;

        if (schedule->sessions[middle].date < date)
            from = middle + 1;
        else
            until = middle;
    }
    if (from == schedule->count || schedule->sessions[from].date != date)
        return false;
    *ret_session = schedule->sessions[from];
    return true;
}
