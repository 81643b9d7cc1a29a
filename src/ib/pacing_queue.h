/*
 * pacing_queue - where requests to a gateway wait for their turn: a person's before a backfill's,
 * each in the order of coming, none before pacing.h allows it, all written down before they go.
 *
 * One that may not go yet for a reason of its own (the same was asked 10 s ago) does not hold up
 * those behind it; one that waits for the common budget does. Loop thread only.
 */
#ifndef IB_PACING_QUEUE_H
#define IB_PACING_QUEUE_H

#include "ib/pacing.h"

#include "base/error.h"

struct ledger;
struct loop_timer;
struct pacing_waiter;
struct wall_clock;

struct pacing_queue {               /* clock, ledger and pacing are filled in by its owner */
    const struct wall_clock *clock;
    struct ledger *ledger;
    struct pacing pacing;
    size_t waiting;                 /* read only */
    bool is_shut;                   /* read only */
    /* private */
    struct pacing_waiter *first[PACING_LANES], *last[PACING_LANES];
    struct loop_timer *timer;
};

struct pacing_ticket {
    struct pacing_request request;
    int64_t number, sent_at;
};

/* Waits. Until it may go, and is in the ledger: so send it now. ERROR_TIMEOUT at the deadline, with
 * how long it would still take. A ticket that was given is given back. */
CHECKED bool pacing_queue_enter(struct pacing_queue *queue, const struct pacing_request *request,
                                const char *label, int64_t deadline,
                                struct pacing_ticket *ret_ticket, struct error *err);

enum pacing_queue_end { PACING_QUEUE_ANSWERED, PACING_QUEUE_ENDED };    /* else: no reply to time */
void pacing_queue_leave(struct pacing_queue *queue, const struct pacing_ticket *ticket,
                        enum pacing_queue_end end);

/* While it is shut nobody goes, and nothing is used up. Who waits goes on waiting, unless a lane is
 * turned away: then those in it fail with `why`. */
void pacing_queue_shut(struct pacing_queue *queue);
void pacing_queue_open(struct pacing_queue *queue);
void pacing_queue_turn_away(struct pacing_queue *queue, enum pacing_lane lane,
                            const struct error *why);

void pacing_queue_complain(struct pacing_queue *queue, enum pacing_complaint complaint);
void pacing_queue_count_message(struct pacing_queue *queue);

#endif
