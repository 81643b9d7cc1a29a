/*
 * pacing - IB's rules about how often one may ask, as arithmetic: when a request may go, what the
 * ones before it leave room for, and how long a list of them will take.
 *
 * Times are milliseconds of a clock that never goes back (wall_clock_steady). Nothing here waits,
 * reads a clock or allocates beyond the call: pacing_queue.h waits, ledger.h keeps. A plain value.
 *
 * The rules (IB's, with a margin for what the way there takes):
 *   messages       50 a second for the connection; requests stop at PACING_MESSAGES, so that the
 *                  cancels, which go at once, have room (at most PACING_OPEN_ALL are open)
 *   open           50 history requests; we keep to `cap`, 6, and one more for a person
 *   small bars     (30 s and below, and head timestamps) 60 in 10 minutes; the same request not
 *                  within 15 s; fewer than 6 of a contract within 2 s. BID_ASK counts twice
 *   longer bars    have no number; IB answers later and later. `cap` is halved when the median
 *                  reply takes twice as long as usual, and grows again when it does not
 *   symbols        one a second
 * A complaint of the gateway's takes a quarter of the budget away; it comes back in time.
 */
#ifndef IB_PACING_H
#define IB_PACING_H

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PACING_MESSAGES = 34, PACING_MESSAGES_IB = 50, PACING_MESSAGE_WINDOW_MS = 1050,
    PACING_CAP = 6, PACING_OTHERS = 8, PACING_OPEN_ALL = PACING_CAP + 1 + PACING_OTHERS,
    PACING_BUDGET = 60, PACING_BUDGET_LEAST = 10, PACING_WINDOW_MS = 601000,
    PACING_RESERVE = 2,             /* of the budget, for a person */
    PACING_SAME_MS = 15500,
    PACING_CONTRACT_MOST = 5, PACING_CONTRACT_MS = 2250,
    PACING_SYMBOLS_MS = 1100,
    PACING_REPLY_MS = 2000,         /* taken for a reply's time as long as none was seen */
    PACING_KEPT = 128, PACING_REPLIES = 9, PACING_CLASSES = 32,
};

#define PACING_NEVER INT64_MAX      /* not before another request has ended */

enum pacing_kind { PACING_LONG, PACING_SMALL, PACING_SYMBOLS, PACING_OTHER };
enum pacing_lane { PACING_PERSON, PACING_BACKFILL, PACING_LANES };      /* the first goes first */
enum pacing_complaint {
    PACING_TOO_OFTEN,               /* 162 pacing violation, 420 */
    PACING_TOO_FAST,                /* 100: messages */
    PACING_TOO_MANY,                /* 322: open at once */
};

struct pacing_request {
    enum pacing_kind kind;
    enum pacing_lane lane;
    uint64_t identity;              /* pacing_hash of all that makes it the same request */
    uint64_t contract;              /* … of contract, exchange and kind of data */
    int weight;                     /* 1; 2 for BID_ASK */
    int reply_class;                /* reply times are compared within a class, below 32 */
};

struct pacing_entry {
    int64_t at, number;
    uint64_t identity, contract;
    int weight;
};

struct pacing {
    struct pacing_entry small[PACING_KEPT];         /* oldest first */
    size_t n_small;
    int64_t messages[PACING_MESSAGES_IB];           /* a ring; n_messages counts on */
    size_t n_messages;
    int64_t symbols_at;
    int64_t number;                                 /* of the last entry */
    int open, others;                               /* history requests, and the rest */
    int cap;                                        /* history requests at once */
    struct pacing_budget { int least, full, left; int64_t cut_at, step_ms; } budget, speed;
    int64_t hold_until;                             /* no history request before */
    double usual_ms[PACING_CLASSES];                /* replies; 0: none seen */
    double slowness[PACING_REPLIES];                /* the last ones: time / usual time */
    size_t n_slowness;
    int64_t complaints;
};

struct pacing pacing_new(void);
uint64_t pacing_hash(const char *text);         /* FNV-1a */

/* The earliest time, from `now` on, at which it may go if nothing else does; or PACING_NEVER. */
int64_t pacing_when(const struct pacing *pacing, const struct pacing_request *request, int64_t now);

/* It goes; pacing_when() said so. Returns a number for pacing_touch, which tells that it went
 * later. Then once pacing_leave, with the time its reply took, or -1 if there was none. */
int64_t pacing_note(struct pacing *pacing, const struct pacing_request *request, int64_t now);
void pacing_touch(struct pacing *pacing, int64_t number, int64_t now);
void pacing_leave(struct pacing *pacing, const struct pacing_request *request, int64_t reply_ms);

void pacing_count_message(struct pacing *pacing, int64_t now);      /* a cancel, a heartbeat */
void pacing_complain(struct pacing *pacing, enum pacing_complaint complaint, int64_t now);

/* What an earlier process asked for small bars; in the order of their times. */
void pacing_remember(struct pacing *pacing, const struct pacing_entry *entry);

int pacing_budget_now(const struct pacing *pacing, int64_t now);    /* of 60 */
int pacing_used(const struct pacing *pacing, int64_t now);          /* of the last 10 minutes */

/* Milliseconds from `now` until the last of the requests is answered, sent in this order. */
int64_t pacing_estimate(const struct pacing *pacing, const struct pacing_request *requests,
                        size_t n, int64_t now);

#endif
