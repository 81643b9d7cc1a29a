#include "async/event.h"

#include "async/loop.h"
#include "async/task.h"

#include <stddef.h>

struct event_waiter {               /* on the stack of the task that waits */
    struct event *event;
    struct event_waiter *next, *prev;
    struct task *task;
    struct loop_timer *timer;       /* NULL: no deadline, or it rang */
    enum event_end { WAITING, RAISED, TIMED_OUT, CANCELLED } state;
};

static void list(struct event_waiter *waiter)
{
    struct event *event = waiter->event;

    waiter->prev = event->last;
    if (event->last)
        event->last->next = waiter;
    else
        event->first = waiter;
    event->last = waiter;
}

static void unlist(struct event_waiter *waiter)
{
    struct event *event = waiter->event;

    if (waiter->prev)
        waiter->prev->next = waiter->next;
    else
        event->first = waiter->next;
    if (waiter->next)
        waiter->next->prev = waiter->prev;
    else
        event->last = waiter->prev;
}

static void end(struct event_waiter *waiter, enum event_end state)
{
    unlist(waiter);
    if (waiter->timer)
        loop_timer_stop(waiter->timer);
    waiter->timer = NULL;
    waiter->state = state;
    task_wake(waiter->task);
}

static void ring(void *arg)
{
    struct event_waiter *waiter = arg;

    waiter->timer = NULL;
    end(waiter, TIMED_OUT);
}

static void stop(void *waiter)
{
    struct event_waiter *w = waiter;

    if (w->state == WAITING)
        end(w, CANCELLED);
}

bool event_wait(struct event *event, int64_t deadline, struct error *err)
{
    struct event_waiter waiter = { .event = event, .task = task_current() };
    struct loop *loop = task_loop();

    if (!task_check(err))
        return false;
    list(&waiter);
    if (deadline)
        waiter.timer = loop_timer_start(loop, deadline - loop_now(loop), ring, &waiter);
    task_wait(stop, &waiter);
    if (waiter.state == CANCELLED)
        return task_check(err);
    return waiter.state == RAISED || error_set(err, ERROR_TIMEOUT, "out of time");
}

void event_raise(struct event *event)
{
    while (event->first)
        end(event->first, RAISED);
}
