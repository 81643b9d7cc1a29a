/*
 * calendar_schedule - sessions as an exchange or broker lists them, for a span of dates: they take
 * the place of the rules there (calendar_new). IB's schedule is such a list: rows of one date are
 * the parts of one session, what lies between them its pauses. Constant once made; any thread.
 */
#ifndef DOMAIN_CALENDAR_SCHEDULE_H
#define DOMAIN_CALENDAR_SCHEDULE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct calendar;
struct calendar_schedule;
struct calendar_session;

struct calendar_schedule_row {
    int64_t date;               /* the trade date, its 00:00Z */
    int64_t open, close;        /* UTC */
};

struct calendar_schedule_list {
    int64_t from, until;        /* dates it tells of */
    const struct calendar_schedule_row *rows;
    size_t count;
};

/* A date in [from, until) without a row has no session. Copies the rows. The usual hours, which
 * make a half day one, and where 2h and 4h count from are those of `base`. ERROR_BAD_DATA where
 * rows are not in order, overlap, lie outside of the span, or a session has more than 5 parts. */
CHECKED bool calendar_schedule_new(const struct calendar *base,
                                   const struct calendar_schedule_list *list,
                                   struct calendar_schedule **ret_schedule, struct error *err);
void calendar_schedule_free(struct calendar_schedule *schedule);

bool calendar_schedule_covers(const struct calendar_schedule *schedule, int64_t date);
CHECKED bool calendar_schedule_find(const struct calendar_schedule *schedule, int64_t date,
                                    struct calendar_session *ret_session);

#endif
