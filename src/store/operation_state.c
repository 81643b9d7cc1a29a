#include "store/operation_state.h"

#include <assert.h>
#include <string.h>

#define TO(state) (1u << OPERATION_##state)

/* One that was cancelled may still fail or complete: its result can be faster than the cancel. */
static const struct {
    const char *name;
    unsigned next;
} table[] = {
    [OPERATION_QUEUED] = { "queued",
                           TO(RUNNING) | TO(CANCELLING) | TO(FAILED) | TO(CANCELLED) },
    [OPERATION_RUNNING] = { "running",
                            TO(CANCELLING) | TO(COMPLETED) | TO(FAILED) | TO(CANCELLED) },
    [OPERATION_CANCELLING] = { "cancelling", TO(COMPLETED) | TO(FAILED) | TO(CANCELLED) },
    [OPERATION_COMPLETED] = { "completed", 0 },
    [OPERATION_FAILED] = { "failed", 0 },
    [OPERATION_CANCELLED] = { "cancelled", 0 },
};
static_assert(COUNT(table) == OPERATION_STATES, "one row per state");

const char *operation_state_name(enum operation_state state)
{
    return table[state].name;
}

bool operation_state_parse(const char *text, enum operation_state *ret_state, struct error *err)
{
    for (int i = 0; i < OPERATION_STATES; i++)
        if (!strcmp(table[i].name, text)) {
            *ret_state = (enum operation_state)i;
            return true;
        }
    error_set(err, ERROR_INVALID, "'%.40s' is not a state of an operation", text);
    return error_suggest(err, "one of queued running cancelling completed failed cancelled");
}

bool operation_state_is_final(enum operation_state state)
{
    return !table[state].next;
}

bool operation_state_may_follow(enum operation_state from, enum operation_state to)
{
    return table[from].next >> to & 1;
}
