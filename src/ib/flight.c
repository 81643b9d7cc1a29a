#include "ib/flight.h"

#include "ib/tws_code.h"

#include <stddef.h>

void flight_start(struct flights *flights, struct flight *flight)
{
    flight->id = ++flights->last_id;
    flight->state = FLIGHT_OPEN;
    flight->code = NULL;
    flight->prev = NULL;
    flight->next = flights->first;
    if (flight->next)
        flight->next->prev = flight;
    flights->first = flight;
    flights->count++;
}

void flight_end(struct flights *flights, struct flight *flight)
{
    if (flight->prev)
        flight->prev->next = flight->next;
    else
        flights->first = flight->next;
    if (flight->next)
        flight->next->prev = flight->prev;
    flights->count--;
}

bool flight_wait(struct flight *flight, int64_t deadline, struct error *err)
{
    if (flight->state == FLIGHT_OPEN && !event_wait(&flight->ended, deadline, err))
        return flight->state != FLIGHT_OPEN;
    return true;
}

static struct flight *find(struct flights *flights, int64_t id)
{
    for (struct flight *flight = flights->first; flight; flight = flight->next)
        if (flight->id == id && flight->state == FLIGHT_OPEN)
            return flight;
    return NULL;
}

static void settle(struct flight *flight, enum flight_state state)
{
    flight->state = state;
    event_raise(&flight->ended);
}

static void lose(struct flight *flight, const struct error *why)
{
    flight->error = *why;
    settle(flight, FLIGHT_LOST);
}

static void deliver_error(struct flight *flight, const struct tws_error *error)
{
    const struct tws_code *code = tws_code_find(error->code, error->text);
    struct error why;

    if (!tws_code_ends_request(code))
        return;                     /* a warning: the answer follows */
    flight->code = code;
    if (code->kind == TWS_CODE_NO_DATA) {
        settle(flight, FLIGHT_NO_DATA);
        return;
    }
    tws_code_fail(error->code, error->text, &why);
    lose(flight, &why);
}

void flight_deliver(struct flights *flights, struct tws_message *message)
{
    struct flight *flight = find(flights, message->id);
    struct error why;

    if (!flight) {
        flights->late++;
        return;
    }
    if (message->type == TWS_ERROR) {
        deliver_error(flight, &message->error);
        return;
    }
    switch (flight->take(flight->arg, message, &why)) {
    case FLIGHT_MORE:   break;
    case FLIGHT_DONE:   settle(flight, FLIGHT_ANSWERED); break;
    case FLIGHT_FAILED: lose(flight, &why); break;
    }
}

bool flight_fail(struct flights *flights, int64_t id, const struct error *why)
{
    struct flight *flight = find(flights, id);

    if (flight)
        lose(flight, why);
    return flight;
}

void flight_fail_all(struct flights *flights, const struct error *why)
{
    for (struct flight *flight = flights->first; flight; flight = flight->next)
        if (flight->state == FLIGHT_OPEN)
            lose(flight, why);
}
