#include "async/gate.h"

#include "async/event.h"

#include <assert.h>

struct gate_waiter {                /* on the stack of the task that waits */
    struct event let_in;
    struct gate_waiter *next, *prev;
    bool is_in;
};

static void list(struct gate *gate, struct gate_waiter *waiter)
{
    waiter->prev = gate->last;
    if (gate->last)
        gate->last->next = waiter;
    else
        gate->first = waiter;
    gate->last = waiter;
    gate->waiting++;
}

static void unlist(struct gate *gate, struct gate_waiter *waiter)
{
    if (waiter->prev)
        waiter->prev->next = waiter->next;
    else
        gate->first = waiter->next;
    if (waiter->next)
        waiter->next->prev = waiter->prev;
    else
        gate->last = waiter->prev;
    gate->waiting--;
}

static void let_in(struct gate *gate)
{
    while (gate->first && gate->inside < gate->room) {
        struct gate_waiter *waiter = gate->first;

        unlist(gate, waiter);
        waiter->is_in = true;
        gate->inside++;
        event_raise(&waiter->let_in);
    }
}

bool gate_enter(struct gate *gate, int64_t deadline, struct error *err)
{
    struct gate_waiter waiter = {0};

    list(gate, &waiter);
    let_in(gate);
    if (waiter.is_in || event_wait(&waiter.let_in, deadline, err) || waiter.is_in)
        return true;
    unlist(gate, &waiter);
    return false;
}

void gate_leave(struct gate *gate)
{
    assert(gate->inside);
    gate->inside--;
    let_in(gate);
}
