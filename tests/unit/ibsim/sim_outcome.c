#include "sim_outcome.h"

#include "ib/tws_code.h"

static enum sim_outcome of_failure(enum error_code code)
{
    if (code == ERROR_TIMEOUT)
        return SILENT;
    return code == ERROR_UNAVAILABLE ? CLOSED : BROKEN;
}

enum sim_outcome sim_outcome_next(struct ib_peer *peer, int64_t id, enum tws_type wanted,
                                  int *before)
{
    struct error err = {0};

    for (*before = 0;; ++*before) {
        if (!ib_peer_next(peer, &err))
            return of_failure(err.code);
        if (peer->message.id == -2)
            return UNREADABLE;
        if (peer->message.id != id)
            continue;
        if (peer->message.type == wanted)
            return ANSWERED;
        if (peer->message.type != TWS_ERROR)
            return OTHERWISE;
        if (tws_code_ends_request(tws_code_find(peer->message.error.code,
                                                peer->message.error.text)))
            return REFUSED;
    }
}

enum sim_outcome sim_outcome_ask(struct ib_peer *peer, const struct tws_message *message,
                                 enum tws_type wanted, int *before)
{
    struct error err;

    *before = 0;
    if (!ib_peer_send(peer, message, &err))
        return CLOSED;
    return sim_outcome_next(peer, message->id, wanted, before);
}

const char *sim_outcome_name(enum sim_outcome outcome)
{
    static const char *const names[] = { "answered", "refused", "unreadable", "otherwise",
                                         "broken", "closed", "silent" };

    return names[outcome];
}
