/* operation_state - the states of an operation, and which may follow which. */
#ifndef STORE_OPERATION_STATE_H
#define STORE_OPERATION_STATE_H

#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>

enum operation_state {
    OPERATION_QUEUED,
    OPERATION_RUNNING,
    OPERATION_CANCELLING,
    OPERATION_COMPLETED,
    OPERATION_FAILED,
    OPERATION_CANCELLED,
    OPERATION_STATES
};

const char *operation_state_name(enum operation_state state);       /* "queued" … "cancelled" */
CHECKED bool operation_state_parse(const char *text, enum operation_state *ret_state,
                                   struct error *err);

/* Completed, failed or cancelled. */
bool operation_state_is_final(enum operation_state state);

/* Forwards only. A resume, from failed or cancelled back to queued, is not asked here. */
bool operation_state_may_follow(enum operation_state from, enum operation_state to);

#endif
