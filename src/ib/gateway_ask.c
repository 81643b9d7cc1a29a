#include "ib/gateway_ask.h"

#include "async/loop.h"
#include "async/timer.h"
#include "ib/gateway_core.h"
#include "ib/tws_code.h"

enum {
    CODE_NO_INSTRUMENT = 200,
    LIMITED_MOST = 2,
    LOST_MOST = 5,                  /* times that one question may be lost with its connection */
    AFTER_MAINTENANCE_MS = 60000,
    LONG_ENOUGH_MS = 30000,         /* an answer that takes longer is a sign of a stuck gateway */
};

static const int64_t pacing_waits_ms[] = { 15000, 60000 };
static const int64_t limit_wait_ms = 5000;

/* ---- the connection ---- */

static bool fail_unconnected(const struct gateway *gateway, struct error *err)
{
    const int64_t left = gateway->next_attempt - wall_clock_steady(&gateway->clock);
    const struct error *last = &gateway->shown.last_error;

    error_set(err, ERROR_UNAVAILABLE, "no connection to the gateway at %s:%d, next attempt in "
              "%lld s: %s", gateway->host, gateway->port,
              (long long)(left > 0 ? (left + 999) / 1000 : 0),
              last->code ? last->text : "the last one ended just now");
    return *last->suggestion ? error_suggest(err, "%s", last->suggestion) : false;
}

static bool fail_in_time(const struct gateway *gateway, struct error *err)
{
    if (err->code != ERROR_TIMEOUT)
        return false;
    return error_set(err, ERROR_TIMEOUT, "the gateway at %s:%d was '%s' all the time",
                     gateway->host, gateway->port, gateway_state_name(gateway->state));
}

static bool wait_until_up(struct gateway *gateway, const struct gateway_question *question,
                          struct error *err)
{
    while (!gateway_state_is_up(gateway->state)) {
        const enum gateway_state state = gateway->state;

        if (gateway->is_stopping || !gateway->task || state == GATEWAY_DRAINING)
            return error_set(err, ERROR_INTERRUPTED, "the gateway's connection is being closed");
        if (question->pacing.lane == PACING_PERSON && state == GATEWAY_BACKING_OFF)
            return fail_unconnected(gateway, err);
        if (!event_wait(&gateway->changed, question->deadline, err))
            return fail_in_time(gateway, err);
    }
    return true;
}

/* ---- once ---- */

static int64_t earlier(int64_t a, int64_t b)
{
    return b && b < a ? b : a;
}

/* Nobody waits for it any more; should the queue be full, the gateway does not read anyhow. */
static void tell_cancel(struct gateway *gateway, const struct gateway_question *question,
                        const struct flight *flight)
{
    const struct tws_message cancel = { .type = question->cancel, .id = flight->id };
    struct error why;

    if (!gateway->link || question->cancel == TWS_UNKNOWN)
        return;
    pacing_queue_count_message(&gateway->queue);
    if (!tws_link_post(gateway->link, &cancel, &why))
        gateway_note_error(gateway, &why);
}

static void count_stall(struct gateway *gateway, const struct flight *flight, int64_t waited_ms)
{
    if (flight->state == FLIGHT_ANSWERED || flight->code)
        gateway->stalls = 0;
    else if (flight->state == FLIGHT_OPEN && waited_ms >= LONG_ENOUGH_MS)
        gateway->stalls++;
}

static bool fly(struct gateway *gateway, struct gateway_question *question, struct flight *flight,
                struct error *err)
{
    const int64_t sent_at = loop_now(gateway->loop);
    const int64_t deadline = earlier(sent_at + question->limit_ms, question->deadline);
    bool ok;

    question->message.id = flight->id;
    if (!tws_link_post(gateway->link, &question->message, err))
        return false;
    ok = flight_wait(flight, deadline, err);
    count_stall(gateway, flight, loop_now(gateway->loop) - sent_at);
    if (!flight->code && (flight->state != FLIGHT_ANSWERED || question->stays_open))
        tell_cancel(gateway, question, flight);
    if (ok && flight->state == FLIGHT_LOST)
        *err = flight->error;
    else if (!ok && err->code == ERROR_TIMEOUT)
        error_set(err, ERROR_TIMEOUT, "no answer to '%s' within %lld s", question->label,
                  (long long)(loop_now(gateway->loop) - sent_at + 999) / 1000);
    return ok && flight->state != FLIGHT_LOST;
}

/* The connection may have gone while it waited for its turn. */
static bool ask_once(struct gateway *gateway, struct gateway_question *question,
                     struct flight *flight, struct error *err)
{
    struct pacing_ticket ticket;
    bool ok = false;

    *flight = (struct flight){ .take = question->take, .arg = question->arg };
    if (!wait_until_up(gateway, question, err) ||
        !pacing_queue_enter(&gateway->queue, &question->pacing, question->label,
                            question->deadline, &ticket, err))
        return false;
    flight_start(&gateway->flights, flight);
    if (gateway_state_is_up(gateway->state) && gateway->link)
        ok = fly(gateway, question, flight, err);
    else
        error_set(err, ERROR_UNAVAILABLE, "the connection was lost before it was asked");
    flight_end(&gateway->flights, flight);
    pacing_queue_leave(&gateway->queue, &ticket,
                       ok && flight->state == FLIGHT_ANSWERED ? PACING_QUEUE_ANSWERED
                                                              : PACING_QUEUE_ENDED);
    event_raise(&gateway->flight_ended);
    return ok;
}

/* ---- again ---- */

struct patience {
    int lost, paced, limited;
};

/* Milliseconds to wait before the same is asked again; -1: it is not. */
static int64_t wait_again(const struct flight *flight, const struct error *why,
                          struct patience *patience)
{
    const bool has_flown = flight->id;

    if (why->code == ERROR_PACING && patience->paced < (int)COUNT(pacing_waits_ms))
        return pacing_waits_ms[patience->paced++];
    if (why->code == ERROR_LIMIT && flight->code && patience->limited++ < LIMITED_MOST)
        return limit_wait_ms;
    if (why->code == ERROR_UNAVAILABLE && has_flown && !flight->code &&
        patience->lost++ < LOST_MOST)
        return 0;
    return -1;
}

static bool is_empty(const struct flight *flight)
{
    return flight->state == FLIGHT_NO_DATA ||
           (flight->code && flight->code->code == CODE_NO_INSTRUMENT);
}

static bool is_doubtful(const struct gateway *gateway, const struct flight *flight)
{
    const int64_t utc = wall_clock_utc(&gateway->clock) / 1000;

    return is_empty(flight) && (maintenance_until(&gateway->maintenance, utc) ||
                                !farm_has_history(&gateway->shown.farms));
}

static bool fail_doubtful(const struct gateway *gateway, const struct flight *flight,
                          struct error *err)
{
    const char *said = flight->state == FLIGHT_NO_DATA ? "no data" : "no such instrument";
    char until[MAINTENANCE_TEXT];

    maintenance_print(&gateway->maintenance, wall_clock_utc(&gateway->clock) / 1000, until);
    error_set(err, ERROR_UNAVAILABLE, "ib says '%s', which is not believed: %s", said,
              *until ? "its servers are in their planned maintenance" : "its history farm is down");
    return error_suggest(err, "ask again after %s", *until ? until : "a few minutes");
}

/* In maintenance the answer is asked for again when it is over, if there is time for that. */
static bool sleep_through(struct gateway *gateway, const struct gateway_question *question,
                          const struct flight *flight, struct error *err)
{
    const int64_t utc = wall_clock_utc(&gateway->clock);
    const int64_t until = maintenance_until(&gateway->maintenance, utc / 1000);
    const int64_t wait_ms = until * 1000 - utc + AFTER_MAINTENANCE_MS;

    if (!until || (question->deadline && loop_now(gateway->loop) + wait_ms >= question->deadline))
        return fail_doubtful(gateway, flight, err);
    return timer_sleep(wait_ms, 0, err);
}

/* True where it is to be asked again. */
static bool go_again(struct gateway *gateway, const struct gateway_question *question,
                     const struct flight *flight, struct patience *patience, struct error *err)
{
    int64_t wait_ms;

    if (is_doubtful(gateway, flight))
        return sleep_through(gateway, question, flight, err);
    wait_ms = wait_again(flight, err, patience);
    if (wait_ms < 0 ||
        (question->deadline && loop_now(gateway->loop) + wait_ms >= question->deadline))
        return false;
    return timer_sleep(wait_ms, 0, err);
}

bool gateway_ask(struct gateway *gateway, struct gateway_question *question,
                 enum flight_state *ret_state, struct error *err)
{
    struct patience patience = {0};
    struct flight flight;

    while (!ask_once(gateway, question, &flight, err) || is_doubtful(gateway, &flight)) {
        if (!go_again(gateway, question, &flight, &patience, err))
            return false;
        if (question->reset)
            question->reset(question->arg);
    }
    gateway->shown.answers++;
    *ret_state = flight.state;
    return true;
}
