#include "ib/gateway_connect.h"

#include "async/loop.h"
#include "async/stream.h"
#include "ib/gateway_core.h"
#include "ib/gateway_dial.h"
#include "ib/gateway_message.h"

int gateway_connect_client_id(const struct gateway *gateway)
{
    return gateway->client_id + gateway->id_offset;
}

void gateway_connect_learn(struct gateway *gateway)
{
    if (!gateway->is_taken) {
        gateway->collisions = 0;
        return;
    }
    if (++gateway->collisions % 2 == 0)
        gateway->id_offset = (gateway->id_offset + 1) % GATEWAY_IDS;
}

static int64_t deadline_of(const struct gateway *gateway)
{
    return loop_now(gateway->loop) + gateway_state_limit(gateway->state);
}

static bool dial(struct gateway *gateway, struct stream **ret_stream, struct error *err)
{
    if (!gateway->dial)
        return gateway_dial_tcp(gateway, ret_stream, err);
    gateway_enter_state(gateway, GATEWAY_CONNECTING);
    return gateway->dial(gateway->dial_arg, deadline_of(gateway), ret_stream, err);
}

/* A stage that ran out of time says what that means. Who hangs up after startApi without a word
 * has somebody else with that client id: some gateways leave 326 out. */
static bool hand_up(struct gateway *gateway, struct error *err)
{
    if (err->code == ERROR_TIMEOUT)
        return gateway_state_fail(gateway->state, err);
    if (gateway->state == GATEWAY_STARTING && err->code == ERROR_UNAVAILABLE)
        gateway->is_taken = true;
    return false;
}

/* In the ledger before the first byte. One that was refused reached nobody, and is taken back. */
static bool open_link(struct gateway *gateway, struct tws_link *link, struct error *err)
{
    const int64_t at = wall_clock_steady(&gateway->clock);
    struct stream *stream;
    struct error why;

    if (!ledger_begin_connect(gateway->ledger, wall_clock_utc(&gateway->clock), err))
        return false;
    connect_rule_note(&gateway->connects, at);
    gateway->shown.connects++;
    if (dial(gateway, &stream, err)) {
        *link = tws_link_begin(stream);
        gateway->link = link;
        return true;
    }
    if (err->code != ERROR_UNAVAILABLE)
        return hand_up(gateway, err);
    connect_rule_take_back(&gateway->connects);
    if (!ledger_end_connect(gateway->ledger, LEDGER_REFUSED, wall_clock_utc(&gateway->clock), &why))
        gateway_note_error(gateway, &why);
    return error_suggest(err, "start TWS or IB Gateway, log in, and enable its API port: 4001 or "
                         "7496 live, 4002 or 7497 paper");
}

static bool start_api(struct gateway *gateway, struct tws_link *link, struct error *err)
{
    OWNED(buf_release) struct buf bytes = {0};
    const struct tws_dialect dialect = { TWS_CLIENT, link->dialect.version, NULL };
    const struct tws_message start = { .type = TWS_START_API,
        .start = { gateway_connect_client_id(gateway), "" } };

    pacing_queue_count_message(&gateway->queue);
    return tws_encode(&start, &dialect, &bytes, err)
        && stream_write(link->stream, bytes.bytes, bytes.length, deadline_of(gateway), err);
}

/* Both must come, in either order; they may come among others. */
static bool wait_for_both(struct gateway *gateway, struct tws_link *link, struct error *err)
{
    int64_t deadline = deadline_of(gateway);
    struct tws_frame frame;

    while (!gateway->has_order_id || !gateway->has_accounts) {
        if (!tws_link_read(link, deadline, &frame, err) ||
            !gateway_message_take(gateway, &frame, err))
            return false;
        if (gateway->state != GATEWAY_SYNCING &&
            (gateway->has_order_id || gateway->has_accounts)) {
            gateway_enter_state(gateway, GATEWAY_SYNCING);
            deadline = deadline_of(gateway);
        }
    }
    return true;
}

/* Notices about farms come now; a request that is sent at once may be dropped. */
static bool settle(struct gateway *gateway, struct tws_link *link, struct error *err)
{
    const int64_t deadline = loop_now(gateway->loop) + GATEWAY_SETTLE_MS;
    struct tws_frame frame;

    while (tws_link_read(link, deadline, &frame, err))
        if (!gateway_message_take(gateway, &frame, err))
            return false;
    return err->code == ERROR_TIMEOUT;
}

bool gateway_connect(struct gateway *gateway, struct tws_link *link, struct error *err)
{
    if (!open_link(gateway, link, err))
        return false;
    gateway_enter_state(gateway, GATEWAY_HELLO);
    if (!tws_link_hello(link, deadline_of(gateway), err))
        return hand_up(gateway, err);
    gateway->shown.server_version = link->dialect.version;
    if (link->hello_utc)
        gateway_message_take_time(gateway, link->hello_utc);
    gateway->shown.client_id = gateway_connect_client_id(gateway);
    gateway_enter_state(gateway, GATEWAY_STARTING);
    if (!start_api(gateway, link, err) || !wait_for_both(gateway, link, err) ||
        !settle(gateway, link, err))
        return hand_up(gateway, err);
    gateway->collisions = 0;
    gateway_enter_state(gateway, gateway->shown.farms.link_lost ? GATEWAY_DEGRADED : GATEWAY_READY);
    return true;
}
