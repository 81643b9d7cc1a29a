#include "ib/gateway_serve.h"

#include "async/loop.h"
#include "async/timer.h"
#include "ib/gateway_core.h"
#include "ib/gateway_message.h"
#include "log/log.h"

enum { TICK_MS = 1000, FLUSH_MS = 1000, BEATS_MISSED_MOST = 2 };

static bool read_all(void *arg, struct error *err)
{
    struct gateway *gateway = arg;
    struct tws_frame frame;

    while (tws_link_read(gateway->link, 0, &frame, err))
        if (!gateway_message_take(gateway, &frame, err))
            return false;
    return false;
}

static bool write_all(void *arg, struct error *err)
{
    struct gateway *gateway = arg;

    return tws_link_drain(gateway->link, err);
}

/* ---- the heartbeat ---- */

static bool send_beat(struct gateway *gateway, struct error *err)
{
    const struct tws_message ask = { .type = TWS_REQ_CURRENT_TIME };

    gateway->wants_beat = false;
    gateway->beat_sent_at = loop_now(gateway->loop);
    pacing_queue_count_message(&gateway->queue);
    return tws_link_post(gateway->link, &ask, err);
}

static int64_t latest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Bytes that come are a sign of life, though the answer stands behind them. */
static bool listen_for_beat(struct gateway *gateway, struct error *err)
{
    const int64_t now = loop_now(gateway->loop);
    const int64_t heard = gateway->link->last_byte_at;

    if (!gateway->beat_sent_at)
        return (!gateway->wants_beat && now - heard < GATEWAY_SERVE_IDLE_MS) ||
               send_beat(gateway, err);
    if (now - latest(gateway->beat_sent_at, heard) < GATEWAY_SERVE_BEAT_MS)
        return true;
    if (++gateway->beats_missed < BEATS_MISSED_MOST)
        return send_beat(gateway, err);
    return error_set(err, ERROR_UNAVAILABLE, "the gateway is silent: %d heartbeats without an "
                     "answer", gateway->beats_missed);
}

static void look_at_clock(struct gateway *gateway)
{
    const int64_t jumped = wall_clock_jumped(&gateway->clock);

    if (jumped > -GATEWAY_SERVE_JUMP_MS && jumped < GATEWAY_SERVE_JUMP_MS)
        return;
    gateway->shown.clock_jumps++;
    gateway->wants_beat = true;         /* after sleep the connection may be dead and not know it */
    log_write(LOG_WARNING, "the clock has jumped",
              (struct log_field[]){ LOG_I("ms", jumped), LOG_END });
}

/* In maintenance nothing is fought: there it is waited for as long as it takes. */
static bool look_at_health(struct gateway *gateway, struct error *err)
{
    const int64_t here = wall_clock_steady(&gateway->clock) - gateway->state_since;
    const bool is_planned = maintenance_until(&gateway->maintenance,
                                              wall_clock_utc(&gateway->clock) / 1000);

    if (is_planned)
        return true;
    if (gateway->state == GATEWAY_DEGRADED && here >= gateway_state_limit(GATEWAY_DEGRADED))
        return gateway_state_fail(GATEWAY_DEGRADED, err);
    if (gateway->stalls >= GATEWAY_STALLS)
        return error_set(err, ERROR_UNAVAILABLE, "%d requests in a row had no answer, though the "
                         "gateway's heart beats", gateway->stalls);
    return true;
}

static bool watch_heart(void *arg, struct error *err)
{
    struct gateway *gateway = arg;

    while (timer_sleep(TICK_MS, 0, err)) {
        look_at_clock(gateway);
        if (!listen_for_beat(gateway, err) || !look_at_health(gateway, err))
            return false;
    }
    return false;
}

/* ---- the end ---- */

static bool wait_for_flights(struct gateway *gateway, int64_t deadline, struct error *err)
{
    while (gateway->flights.count)
        if (!event_wait(&gateway->flight_ended, deadline, err))
            return false;
    return true;
}

/* Those that are left tell IB when they end (gateway_ask.c), so their cancels are flushed too. */
static bool drain(struct gateway *gateway, struct error *err)
{
    const int64_t now = loop_now(gateway->loop);
    struct error why;

    gateway_enter_state(gateway, GATEWAY_DRAINING);
    if (!wait_for_flights(gateway, now + gateway_state_limit(GATEWAY_DRAINING), &why)) {
        error_set(&why, ERROR_INTERRUPTED, "the connection to the gateway is being closed");
        flight_fail_all(&gateway->flights, &why);
        if (!wait_for_flights(gateway, loop_now(gateway->loop) + FLUSH_MS, err))
            return false;
    }
    return tws_link_flush(gateway->link, loop_now(gateway->loop) + FLUSH_MS, err);
}

static bool wait_for_stop(void *arg, struct error *err)
{
    struct gateway *gateway = arg;

    while (!gateway->is_stopping)
        if (!event_wait(&gateway->stop, 0, err))
            return false;
    return drain(gateway, err) && error_set(err, ERROR_CANCELLED, "stopped");
}

bool gateway_serve(struct gateway *gateway, struct error *err)
{
    OWNED(scope_release) struct scope scope = { .loop = gateway->loop };

    gateway->beat_sent_at = 0;
    gateway->beats_missed = 0;
    gateway->wants_beat = true;
    gateway->stalls = 0;
    scope_spawn(&scope, read_all, gateway);
    scope_spawn(&scope, write_all, gateway);
    scope_spawn(&scope, watch_heart, gateway);
    scope_spawn(&scope, wait_for_stop, gateway);
    return scope_wait(&scope, err);
}
