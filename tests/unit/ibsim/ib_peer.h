/*
 * ib_peer - a client for the tests of the simulated gateway: both ends in one process, over a pair
 * of sockets, on a virtual clock. It sends what it is told and reads messages by IB's own tables.
 */
#ifndef TESTS_IB_PEER_H
#define TESTS_IB_PEER_H

#include "async/stream.h"
#include "base/buf.h"
#include "ib/tws_decode.h"
#include "ibsim/sim.h"

#include <stdint.h>

enum { IB_PEER_WAIT_MS = 60000 };

struct ib_peer {
    struct sim *sim;
    struct stream *stream;
    struct buf in;
    size_t used;                    /* of `in`: the last message, which borrows from it */
    int version;
    bool is_closed;                 /* by the gateway */
    struct tws_message message;     /* the last one */
};

/* Runs `play` in a task beside a gateway with a market: AAA (STK, daily bars of 2024 and minutes of
 * 2024-06-03), EUR.USD (hours of that week), and ES (FUT, two months of it, no bars). The clock
 * of the gateway shows 2024-06-03T15:00:00Z. `settings` may be NULL. */
struct ib_peer_play {
    struct loop *loop;
    struct sim *sim;
};
typedef bool ib_peer_fn(struct ib_peer_play *play, struct error *err);
void ib_peer_run(const struct sim_settings *settings, ib_peer_fn *fn);

/* How our own session reaches that gateway, and reads its clock: for gateway.h, ib_source.h. */
CHECKED bool ib_peer_dial(void *play, int64_t deadline, struct stream **ret_stream,
                          struct error *err);
int64_t ib_peer_wall(void *play);

/* All of these wait. A peer that was opened is to be closed. */
CHECKED bool ib_peer_open(struct ib_peer_play *play, struct ib_peer *peer, struct error *err);
CHECKED bool ib_peer_greet(struct ib_peer *peer, int oldest, int newest, struct error *err);
CHECKED bool ib_peer_start(struct ib_peer *peer, int64_t client_id, struct error *err);
void ib_peer_close(struct ib_peer *peer);

/* Open, greet at that version, start, and read until nextValidId. */
CHECKED bool ib_peer_enter(struct ib_peer_play *play, struct ib_peer *peer, int version,
                           int64_t client_id, struct error *err);

CHECKED bool ib_peer_send(struct ib_peer *peer, const struct tws_message *message,
                          struct error *err);

/* The next message; one that cannot be read is TWS_UNKNOWN with id -2. ERROR_UNAVAILABLE when the
 * gateway has closed, ERROR_TIMEOUT after IB_PEER_WAIT_MS. */
CHECKED bool ib_peer_next(struct ib_peer *peer, struct error *err);
CHECKED bool ib_peer_wait_for(struct ib_peer *peer, enum tws_type type, struct error *err);
/* The error with that code. */
CHECKED bool ib_peer_wait_error(struct ib_peer *peer, int64_t code, struct error *err);

/* Reads bytes, and forgets them, until the gateway closes or the time is over. */
CHECKED bool ib_peer_wait_closed(struct ib_peer *peer, struct error *err);

/* Requests about AAA, whose texts are constant. */
struct tws_message ib_peer_history(int64_t id, const char *size, const char *duration,
                                   const char *end);
struct tws_message ib_peer_head(int64_t id);
struct tws_message ib_peer_details(int64_t id, const char *symbol, const char *type);

#endif
