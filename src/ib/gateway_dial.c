#include "ib/gateway_dial.h"

#include "async/loop.h"
#include "async/socket.h"
#include "async/stream.h"
#include "async/work.h"
#include "base/mem.h"
#include "ib/gateway_core.h"

#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>

struct lookup {
    char host[256];
    uint16_t port;
    struct socket_place place;
    struct event ended;
    enum { LOOKING, FOUND, NOT_FOUND } state;
    bool is_abandoned;
    struct error error;
};

static bool look_up(void *arg, struct error *err)
{
    struct lookup *lookup = arg;

    return socket_place_tcp(lookup->host, lookup->port, &lookup->place, err);
}

static bool look_up_task(void *arg, struct error *err)
{
    struct lookup *lookup = arg;

    (void)err;
    lookup->state = work_run(look_up, lookup, &lookup->error) ? FOUND : NOT_FOUND;
    event_raise(&lookup->ended);
    if (lookup->is_abandoned)
        free(lookup);
    return true;
}

static bool resolve(struct gateway *gateway, struct socket_place *ret_place, struct error *err)
{
    struct lookup *lookup = MEM_NEW(struct lookup);
    const int64_t deadline = loop_now(gateway->loop) + gateway_state_limit(GATEWAY_RESOLVING);
    bool ok;

    snprintf(lookup->host, sizeof(lookup->host), "%s", gateway->host);
    lookup->port = gateway->port;
    scope_spawn(&gateway->background, look_up_task, lookup);
    if (!event_wait(&lookup->ended, deadline, err) && lookup->state == LOOKING) {
        lookup->is_abandoned = true;
        return err->code == ERROR_TIMEOUT ? gateway_state_fail(GATEWAY_RESOLVING, err) : false;
    }
    ok = lookup->state == FOUND;
    if (ok)
        *ret_place = lookup->place;
    else
        *err = lookup->error;
    free(lookup);
    return ok;
}

static bool connect_to(const struct gateway *gateway, const struct socket_address *address,
                       int64_t deadline, struct stream **ret_stream, struct error *err)
{
    char number[64];
    const int failed = getnameinfo((const struct sockaddr *)&address->bytes, address->length,
                                   number, sizeof(number), NULL, 0, NI_NUMERICHOST);

    if (failed)
        return error_set(err, ERROR_INTERNAL, "address of '%s': %s", gateway->host,
                         gai_strerror(failed));
    return stream_connect(number, gateway->port, deadline, ret_stream, err);
}

bool gateway_dial_tcp(struct gateway *gateway, struct stream **ret_stream, struct error *err)
{
    struct socket_place place;
    int64_t deadline;

    gateway_enter_state(gateway, GATEWAY_RESOLVING);
    if (!resolve(gateway, &place, err))
        return false;
    gateway_enter_state(gateway, GATEWAY_CONNECTING);
    deadline = loop_now(gateway->loop) + gateway_state_limit(GATEWAY_CONNECTING);
    for (size_t i = 0; i < place.count; i++) {
        if (connect_to(gateway, &place.addresses[i], deadline, ret_stream, err))
            return true;
        if (err->code != ERROR_UNAVAILABLE)
            break;
    }
    return false;
}
