#include "ib/gateway_state.h"

#include "base/words.h"

#include <assert.h>

static const char log_in[] = "look at its window: it may wait for a login, or for the answer to a "
                             "question";

static const struct {
    const char *name;
    int64_t limit_ms;
    const char *late, *next;
} states[] = {
    [GATEWAY_CLOSED] = { "closed", 0, "", "" },
    [GATEWAY_RESOLVING] = { "resolving", 5000, "the gateway's name was not found in time",
                            "check the host, or give its number" },
    [GATEWAY_CONNECTING] = { "connecting", 5000, "the gateway's machine does not answer",
                             "check host, port and firewall" },
    [GATEWAY_HELLO] = { "hello", 10000, "the gateway takes connections and does not answer them",
                        "restart TWS or IB Gateway: it stays so until then" },
    [GATEWAY_STARTING] = { "starting", 15000, "the gateway answers and does not begin", log_in },
    [GATEWAY_SYNCING] = { "syncing", 15000, "the gateway began and told no accounts or no order id",
                          log_in },
    [GATEWAY_READY] = { "ready", 0, "", "" },
    [GATEWAY_DEGRADED] = { "degraded", 15 * 60000,
                           "the gateway has been without its link to ib for 15 minutes", log_in },
    [GATEWAY_DRAINING] = { "draining", 2000, "", "" },
    [GATEWAY_BACKING_OFF] = { "backing_off", 0, "", "" },
};
static_assert(COUNT(states) == GATEWAY_STATES, "one row per state");

const char *gateway_state_name(enum gateway_state state)
{
    return states[state].name;
}

int64_t gateway_state_limit(enum gateway_state state)
{
    return states[state].limit_ms;
}

bool gateway_state_is_up(enum gateway_state state)
{
    return state == GATEWAY_READY;
}

bool gateway_state_is_coming(enum gateway_state state)
{
    return state >= GATEWAY_RESOLVING && state <= GATEWAY_SYNCING;
}

bool gateway_state_fail(enum gateway_state state, struct error *err)
{
    error_set(err, ERROR_UNAVAILABLE, "%s", states[state].late);
    return error_suggest(err, "%s", states[state].next);
}
