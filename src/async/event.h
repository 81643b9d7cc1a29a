/*
 * event - something that happens now and then; wakes every task that waits for it.
 *
 * `struct event e = {0}` is one. It keeps nothing: who comes after event_raise() waits for the
 * next. So look at the state first, then wait, in a loop. Loop thread only.
 */
#ifndef ASYNC_EVENT_H
#define ASYNC_EVENT_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

struct event_waiter;

struct event {
    struct event_waiter *first, *last;      /* private */
};

/* Waits. Until the next event_raise(), or the deadline (0: none): ERROR_TIMEOUT. */
CHECKED bool event_wait(struct event *event, int64_t deadline, struct error *err);

void event_raise(struct event *event);

#endif
