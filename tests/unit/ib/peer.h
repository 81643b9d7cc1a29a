/*
 * peer - the other end of a gateway's connection, told what to do by each test: a task per
 * connection on the same virtual loop. And a gateway to go with it.
 */
#ifndef TESTS_PEER_H
#define TESTS_PEER_H

#include "async/scope.h"
#include "base/buf.h"
#include "ib/gateway.h"
#include "ib/gateway_request.h"

enum { PEERS_MOST = 64 };

#define PEER_START ((int64_t)1800000000)        /* 2027-01-15, a Friday, 03:00 in New York */

struct peer;
typedef bool peer_fn(struct peer *peer, struct error *err);

struct peers {
    struct loop *loop;
    struct scope scope;
    struct gateway *gateway;
    const char *folder, *maintenance;
    peer_fn *scripts[8];        /* of the first connection, the second …; the last one goes on */
    bool (*client)(struct peers *peers, struct error *err);
    int version;                /* 0: 187 */
    int refuses;                /* so many connects are refused first */
    int64_t clock_jump_ms;
    int64_t first_at_ms;        /* of the wall's clock when the loop begins; 0: PEER_START */
    /* what was seen */
    int n;                      /* connections */
    int64_t at[PEERS_MOST];     /* loop time of each */
    int client_ids[PEERS_MOST];
    int cancels, beats;
    bool was_ended;             /* the last one, by us, in order */
};

struct peer {
    struct peers *peers;
    struct stream *stream;
    struct buf in;
    int number;                 /* of the connection, from 0 */
    int64_t deadline;           /* of what it reads; 0: none */
    int64_t id;                 /* of the request read last */
    bool (*answers)(struct peer *peer, int kind, struct error *err);
};

/* Runs the gateway and the client's task until that has ended; then stops the gateway. */
void peer_run(struct peers *peers);

bool peer_hello(struct peer *peer, struct error *err);      /* with startApi */
bool peer_ready(struct peer *peer, struct error *err);      /* and 15 and 9 */
bool peer_idle(struct peer *peer, struct error *err);       /* heartbeats, until the end */

bool peer_pause(struct peer *peer, int64_t ms, struct error *err);  /* the same for a time */
bool peer_ignore(struct peer *peer, struct error *err);     /* reads and says nothing */

/* The next frame of that kind; heartbeats between are answered, cancels counted. */
bool peer_wait(struct peer *peer, int kind, struct error *err);

/* '%' forms; '|' ends a field. */
bool peer_say(struct peer *peer, struct error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool peer_say_bytes(struct peer *peer, const char *bytes, size_t length, struct error *err);

bool peer_serve(struct peer *peer, struct error *err);      /* ready, then idle */

/* A minute's bars of one stock, and two of them as a gateway writes them. */
struct gateway_bars peer_minutes(int64_t end);
#define PEER_BARS "1759930200|256.52|257|256.3|256.9|1021937|256.631|6213|" \
                  "1759930260|256.9|257|256.3|256.5|10219.25|256.6|621|"

/* Answers a request for bars with these two, others not at all; a script that does only that. */
bool peer_answer_bars(struct peer *peer, int kind, struct error *err);
bool peer_give_bars(struct peer *peer, struct error *err);

/* Asks for these bars, whose answer is not looked at; deadline: in milliseconds, or 0. */
bool peers_ask(struct peers *peers, int64_t end, int64_t deadline, struct error *err);

struct gateway_snapshot peers_look(const struct peers *peers);
bool peers_wait_ready(struct peers *peers, struct error *err);      /* a client that does no more */
enum gateway_state peer_state(const struct peers *peers);
bool peer_wait_for_state(struct peers *peers, enum gateway_state state, int64_t within_ms,
                         struct error *err);

#endif
