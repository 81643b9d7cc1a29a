/* gateway_state - the stages of a connection to a gateway: their names and their deadlines. */
#ifndef IB_GATEWAY_STATE_H
#define IB_GATEWAY_STATE_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>

enum gateway_state {
    GATEWAY_CLOSED, GATEWAY_RESOLVING, GATEWAY_CONNECTING, GATEWAY_HELLO, GATEWAY_STARTING,
    GATEWAY_SYNCING, GATEWAY_READY, GATEWAY_DEGRADED, GATEWAY_DRAINING, GATEWAY_BACKING_OFF,
    GATEWAY_STATES
};

const char *gateway_state_name(enum gateway_state state);       /* "backing_off" */
int64_t gateway_state_limit(enum gateway_state state);          /* milliseconds; 0: none */
bool gateway_state_is_up(enum gateway_state state);             /* requests can be answered */
bool gateway_state_is_coming(enum gateway_state state);         /* between an attempt and ready */

/* What a stage that ran out of time means, and what to do. Always false. */
bool gateway_state_fail(enum gateway_state state, struct error *err);

#endif
