/* sim_outcome - what a client sees of a request, in one word; for the tests of the faults. */
#ifndef TESTS_SIM_OUTCOME_H
#define TESTS_SIM_OUTCOME_H

#include "ib_peer.h"

enum sim_outcome {
    ANSWERED,           /* peer->message is the answer */
    REFUSED,            /* … or the error */
    UNREADABLE,         /* a message that breaks the tables */
    OTHERWISE,          /* an answer of another kind to this request */
    BROKEN,             /* no frame */
    CLOSED, SILENT,
    OUTCOMES
};

/* Waits. `before` counts what else came first. */
enum sim_outcome sim_outcome_next(struct ib_peer *peer, int64_t id, enum tws_type wanted,
                                  int *before);
enum sim_outcome sim_outcome_ask(struct ib_peer *peer, const struct tws_message *message,
                                 enum tws_type wanted, int *before);

const char *sim_outcome_name(enum sim_outcome outcome);

#endif
