#include "ib/pacing_queue.h"

#include "async/event.h"
#include "async/loop.h"
#include "async/task.h"
#include "ib/ledger.h"
#include "ib/wall_clock.h"

enum { LOOK_AGAIN_MS = 30000 };     /* at the latest: budgets come back meanwhile */

struct pacing_waiter {              /* on the stack of the task that waits */
    struct event goes;
    struct pacing_waiter *next, *prev;
    const struct pacing_request *request;
    int64_t number;                 /* not 0: it goes */
    struct error refused;           /* … or it was turned away */
};

static void list(struct pacing_queue *queue, struct pacing_waiter *waiter)
{
    const enum pacing_lane lane = waiter->request->lane;

    waiter->prev = queue->last[lane];
    if (waiter->prev)
        waiter->prev->next = waiter;
    else
        queue->first[lane] = waiter;
    queue->last[lane] = waiter;
    queue->waiting++;
}

static void unlist(struct pacing_queue *queue, struct pacing_waiter *waiter)
{
    const enum pacing_lane lane = waiter->request->lane;

    if (waiter->prev)
        waiter->prev->next = waiter->next;
    else
        queue->first[lane] = waiter->next;
    if (waiter->next)
        waiter->next->prev = waiter->prev;
    else
        queue->last[lane] = waiter->prev;
    queue->waiting--;
}

/* ---- who goes ---- */

struct look {
    int64_t now, soonest;
    bool has_history, has_others;   /* places that nobody before waits for */
    bool has_budget;
};

static bool *place_of(struct look *look, const struct pacing_request *request)
{
    return request->kind == PACING_LONG || request->kind == PACING_SMALL ? &look->has_history
                                                                         : &look->has_others;
}

/* Whether what holds it up is the budget, and not that the like was asked just now. */
static bool wants_budget(const struct pacing_queue *queue, struct pacing_request request,
                         int64_t now)
{
    request.identity = request.contract = 0;
    return request.kind == PACING_SMALL && pacing_when(&queue->pacing, &request, now) > now;
}

/* Who waits for a place, or for the budget of small bars, has it before those behind. */
static void look_at(struct pacing_queue *queue, struct look *look, struct pacing_waiter *waiter)
{
    const struct pacing_request *request = waiter->request;
    bool *has_place = place_of(look, request);
    const int64_t when = pacing_when(&queue->pacing, request, look->now);

    if (when <= look->now) {
        waiter->number = pacing_note(&queue->pacing, request, look->now);
        unlist(queue, waiter);
        event_raise(&waiter->goes);
        return;
    }
    if (when == PACING_NEVER)
        *has_place = false;
    else if (wants_budget(queue, *request, look->now))
        look->has_budget = false;
    if (when < look->soonest)
        look->soonest = when;
}

static void look_at_lane(struct pacing_queue *queue, struct look *look, enum pacing_lane lane)
{
    for (struct pacing_waiter *waiter = queue->first[lane], *next; waiter; waiter = next) {
        next = waiter->next;
        if (!look->has_history && !look->has_others)
            return;
        if (*place_of(look, waiter->request) &&
            (look->has_budget || waiter->request->kind != PACING_SMALL))
            look_at(queue, look, waiter);
    }
}

static void let_go(struct pacing_queue *queue);

static void ring(void *arg)
{
    struct pacing_queue *queue = arg;

    queue->timer = NULL;
    let_go(queue);
}

static void let_go(struct pacing_queue *queue)
{
    struct look look = { wall_clock_steady(queue->clock), PACING_NEVER, true, true, true };

    for (enum pacing_lane lane = 0; lane < PACING_LANES && !queue->is_shut; lane++)
        look_at_lane(queue, &look, lane);
    if (queue->timer)
        loop_timer_stop(queue->timer);
    queue->timer = NULL;
    if (look.soonest > look.now + LOOK_AGAIN_MS)
        look.soonest = look.now + LOOK_AGAIN_MS;
    if (queue->waiting && !queue->is_shut)
        queue->timer = loop_timer_start(queue->clock->loop, look.soonest - look.now, ring, queue);
}

void pacing_queue_shut(struct pacing_queue *queue)
{
    queue->is_shut = true;
    let_go(queue);
}

void pacing_queue_open(struct pacing_queue *queue)
{
    queue->is_shut = false;
    let_go(queue);
}

void pacing_queue_turn_away(struct pacing_queue *queue, enum pacing_lane lane,
                            const struct error *why)
{
    while (queue->first[lane]) {
        struct pacing_waiter *waiter = queue->first[lane];

        waiter->refused = *why;
        unlist(queue, waiter);
        event_raise(&waiter->goes);
    }
    let_go(queue);
}

/* ---- in and out ---- */

static bool fail_late(struct pacing_queue *queue, const struct pacing_request *request,
                      struct error *err)
{
    const int64_t now = wall_clock_steady(queue->clock);
    const int64_t when = pacing_when(&queue->pacing, request, now);

    if (err->code != ERROR_TIMEOUT)
        return false;
    if (when == PACING_NEVER || when <= now)
        return error_set(err, ERROR_TIMEOUT, "no turn in time: %d requests are with ib, %zu wait",
                         queue->pacing.open + queue->pacing.others, queue->waiting);
    return error_set(err, ERROR_TIMEOUT, "no turn in time: ib's pacing rules allow it in %lld s",
                     (long long)(when - now + 999) / 1000);
}

static bool wait_for_turn(struct pacing_queue *queue, struct pacing_waiter *waiter,
                          int64_t deadline, struct error *err)
{
    bool ok;

    list(queue, waiter);
    let_go(queue);
    ok = waiter->number || event_wait(&waiter->goes, deadline, err) || waiter->number;
    if (waiter->refused.code) {
        *err = waiter->refused;
        return false;
    }
    if (ok)
        return true;
    unlist(queue, waiter);
    let_go(queue);
    return fail_late(queue, waiter->request, err);
}

static bool is_history(const struct pacing_request *request)
{
    return request->kind == PACING_LONG || request->kind == PACING_SMALL;
}

bool pacing_queue_enter(struct pacing_queue *queue, const struct pacing_request *request,
                        const char *label, int64_t deadline, struct pacing_ticket *ret_ticket,
                        struct error *err)
{
    struct pacing_waiter waiter = { .request = request };
    struct pacing_ticket ticket = { .request = *request };

    if (!wait_for_turn(queue, &waiter, deadline, err))
        return false;
    ticket.number = waiter.number;
    if ((is_history(request) && !ledger_note_request(queue->ledger, request, label,
                                                     wall_clock_utc(queue->clock), err)) ||
        !task_check(err)) {
        pacing_queue_leave(queue, &ticket, PACING_QUEUE_ENDED);
        return false;
    }
    ticket.sent_at = wall_clock_steady(queue->clock);
    pacing_touch(&queue->pacing, ticket.number, ticket.sent_at);
    *ret_ticket = ticket;
    return true;
}

void pacing_queue_leave(struct pacing_queue *queue, const struct pacing_ticket *ticket,
                        enum pacing_queue_end end)
{
    const int64_t took = wall_clock_steady(queue->clock) - ticket->sent_at;

    pacing_leave(&queue->pacing, &ticket->request, end == PACING_QUEUE_ANSWERED ? took : -1);
    let_go(queue);
}

void pacing_queue_complain(struct pacing_queue *queue, enum pacing_complaint complaint)
{
    pacing_complain(&queue->pacing, complaint, wall_clock_steady(queue->clock));
    let_go(queue);
}

void pacing_queue_count_message(struct pacing_queue *queue)
{
    pacing_count_message(&queue->pacing, wall_clock_steady(queue->clock));
}
