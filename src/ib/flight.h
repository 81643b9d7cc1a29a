/*
 * flight - requests that a gateway has not answered yet, by their number.
 *
 * A flight lies on the stack of the task that asked. Messages come from the task that reads; `take`
 * gets each one that carries the number, on the loop, and does not wait. A number is never used
 * twice, so that a late answer finds nobody and is dropped. Loop thread only.
 */
#ifndef IB_FLIGHT_H
#define IB_FLIGHT_H

#include "async/event.h"
#include "ib/tws_message.h"

struct tws_code;

enum flight_taken {
    FLIGHT_MORE,            /* the answer goes on */
    FLIGHT_DONE,
    FLIGHT_FAILED,          /* `err` says why */
};

/* The message is borrowed until it returns, except what `take` moves out of it (bars). */
typedef enum flight_taken flight_take_fn(void *arg, struct tws_message *message,
                                         struct error *err);

struct flight {
    flight_take_fn *take;
    void *arg;
    int64_t id;                     /* by flight_start */
    enum flight_state { FLIGHT_OPEN, FLIGHT_ANSWERED, FLIGHT_NO_DATA, FLIGHT_LOST } state;
    struct error error;             /* of FLIGHT_LOST */
    const struct tws_code *code;    /* that ended it; NULL if no message did */
    /* private */
    struct event ended;
    struct flight *next, *prev;
};

struct flights {
    struct flight *first;           /* private, like last_id */
    int64_t last_id;
    size_t count;
    int64_t late;                   /* messages that found nobody */
};

void flight_start(struct flights *flights, struct flight *flight);

/* Waits. True when it is over, whatever its state; false at the deadline or cancelled: it is still
 * open, so tell IB. Take it off the list in any case. */
CHECKED bool flight_wait(struct flight *flight, int64_t deadline, struct error *err);
void flight_end(struct flights *flights, struct flight *flight);

/* A message that has an id which is a request's number. Errors end or warn. */
void flight_deliver(struct flights *flights, struct tws_message *message);
bool flight_fail(struct flights *flights, int64_t id, const struct error *why);   /* if there is */
void flight_fail_all(struct flights *flights, const struct error *why);

#endif
