/* gateway_core - what the files of the gateway share. Nobody else includes it. */
#ifndef IB_GATEWAY_CORE_H
#define IB_GATEWAY_CORE_H

#include "async/event.h"
#include "async/scope.h"
#include "base/random.h"
#include "ib/connect_rule.h"
#include "ib/flight.h"
#include "ib/gateway.h"
#include "ib/ledger.h"
#include "ib/pacing_queue.h"
#include "ib/tws_link.h"

enum {
    GATEWAY_IDS = 8,                /* the client ids that we may take */
    GATEWAY_SETTLE_MS = 500,
    GATEWAY_STALLS = 3,             /* requests in a row without an answer: it is stuck */
};

struct gateway {
    struct loop *loop;
    char host[256];
    uint16_t port;
    int client_id;                  /* the first of the pool */
    gateway_dial_fn *dial;
    void *dial_arg;
    struct maintenance maintenance;
    struct wall_clock clock;
    struct ledger *ledger;
    struct connect_rule connects;   /* steady times */
    struct pacing_queue queue;
    struct random random;
    struct task *task;              /* that runs it; NULL before the start */
    struct scope background;        /* look-ups of names that nobody waits for any more */

    enum gateway_state state;
    int64_t state_since;            /* steady */
    struct event changed;           /* the state */
    struct event stop;
    bool is_stopping;

    /* of the present connection */
    struct tws_link *link;          /* NULL: none, or it has failed */
    bool has_order_id, has_accounts, is_taken;      /* taken: the client id, by somebody else */
    int64_t beat_sent_at;           /* loop time; 0: no heartbeat is out */
    int beats_missed;
    bool wants_beat;                /* now, whatever came */
    int stalls;
    struct flights flights;
    struct event flight_ended;

    /* for the next one */
    int id_offset;                  /* within the pool */
    int collisions, failures;       /* in a row */
    int64_t last_ready;             /* steady; or the start */
    int64_t next_attempt;           /* steady; while backing off */

    struct gateway_snapshot shown;  /* the parts of it that are counted as they happen */
};

/* gateway.c */
void gateway_enter_state(struct gateway *gateway, enum gateway_state state);
void gateway_note_error(struct gateway *gateway, const struct error *why);

#endif
