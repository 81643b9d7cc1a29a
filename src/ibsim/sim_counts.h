/* sim_counts - what the simulated gateway has seen, for tests to assert. Read over its control
 * socket, or from struct sim. */
#ifndef IBSIM_SIM_COUNTS_H
#define IBSIM_SIM_COUNTS_H

#include "base/buf.h"

#include <stdint.h>

/* name, what it counts */
#define SIM_COUNTS(X)                                                                              \
    X(connects,             "connections accepted since the start")                                \
    X(connections,          "connections open now")                                                \
    X(connections_most,     "connections open at once, at the most")                               \
    X(connects_10min_most,  "connections accepted in any ten minutes, at the most")                \
    X(sessions,             "connections that were told nextValidId")                              \
    X(handshakes_abandoned, "connections that the client gave up before nextValidId")              \
    X(greetings_bad,        "connections that began with anything but an ib client's greeting")    \
    X(ends_orderly,         "connections that the client closed")                                  \
    X(ends_reset,           "connections that the client reset, or that broke")                    \
    X(messages,             "messages that came")                                                  \
    X(messages_bad,         "messages that could not be read: error 320")                          \
    X(messages_unknown,     "messages of a kind that is not served")                               \
    X(orders_refused,       "messages about orders, refused: it is read-only")                     \
    X(requests,             "requests that were begun")                                            \
    X(history_requests,     "of them for bars")                                                    \
    X(bars_sent,            "bars that were sent")                                                 \
    X(errors_sent,          "errors that were sent, with warnings and notices")                    \
    X(open_history_now,     "history requests open now")                                           \
    X(open_history_most,    "history requests open at once, at the most")                          \
    X(violations,           "broken pacing rules, all kinds")                                      \
    X(violations_rate,      "more than 50 messages in a second")                                   \
    X(violations_open,      "more than 50 history requests open")                                  \
    X(violations_identical, "the same history request within 15 s")                                \
    X(violations_burst,     "6 of one contract, exchange and kind within 2 s")                     \
    X(violations_window,    "more than 60 small history requests in 10 min")                       \
    X(violations_live,      "real-time bars beyond those 60")                                      \
    X(violations_symbols,   "two searches for symbols within a second")                            \
    X(violations_summaries, "more than two account summaries open")                                \
    X(violations_id,        "a request number that is in use")                                     \
    X(disconnects_paced,    "connections closed because of broken rules")                          \
    X(faults_fired,         "times that a fault did something")

struct sim_counts {
#define SIM_COUNTS_MEMBER(name, text) int64_t name;
    SIM_COUNTS(SIM_COUNTS_MEMBER)
#undef SIM_COUNTS_MEMBER
};

/* '{"connects":1,…}' */
void sim_counts_print(const struct sim_counts *counts, struct buf *json);

/* Every count but those of what is open now goes back to 0 (the most: to what is now). */
void sim_counts_reset(struct sim_counts *counts);

const char *sim_counts_name(size_t i);          /* NULL behind the last one */
const char *sim_counts_text(size_t i);

#endif
