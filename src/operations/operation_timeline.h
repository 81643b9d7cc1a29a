/*
 * operation_timeline - from what the log of an operation says, and when, to where its time went.
 *
 * A state or a phase goes on until the next one; after an end nothing does, until a resume. What
 * was interrupted went on until the next start found it so. Times are UTC milliseconds; a clock
 * that went back makes no time.
 */
#ifndef OPERATIONS_OPERATION_TIMELINE_H
#define OPERATIONS_OPERATION_TIMELINE_H

#include "wire/wire_timeline.h"

#include <stdint.h>

struct operation_event;

struct operation_timeline {         /* {0} is an empty one */
    int64_t created_ms;             /* 0: the first event's time */
    int64_t attempt;
    bool is_stopping;               /* what it was at no longer matters */
    int64_t open_ms;                /* when the open row began */
    struct wire_timeline *to;       /* whose rows are filled: wire_clear()ed before */
};

/* In the order of time; what cannot be read is passed over. */
void operation_timeline_add(struct operation_timeline *timeline,
                            const struct operation_event *event);

/* Ends what is open at `now_ms`, and fills in total and shares. */
void operation_timeline_end(struct operation_timeline *timeline, int64_t now_ms);

#endif
