/*
 * gateway_ask - one question to the gateway: its turn, its bytes, its answer, and what is asked
 * again by itself. The core of gateway_request.c.
 */
#ifndef IB_GATEWAY_ASK_H
#define IB_GATEWAY_ASK_H

#include "ib/flight.h"
#include "ib/pacing.h"

struct gateway;

struct gateway_question {
    struct tws_message message;     /* its id is filled in */
    enum tws_type cancel;           /* that tells IB; TWS_UNKNOWN: there is none */
    bool stays_open;                /* also after the answer, until it is cancelled */
    struct pacing_request pacing;
    const char *label;              /* for people: 'AAPL 1 min TRADES' */
    int64_t limit_ms;               /* from when it was sent */
    int64_t deadline;               /* of all of it, loop_now(); 0: none */
    flight_take_fn *take;
    void (*reset)(void *arg);       /* before it is asked again; or NULL */
    void *arg;                      /* of both */
};

/*
 * Waits. ret_state is FLIGHT_ANSWERED or FLIGHT_NO_DATA. Asked again by itself, within the
 * deadline: what was lost with the link or the connection; what pacing refused, after 15 and 60 s;
 * 'no data' and 'no such instrument' in IB's maintenance, after its end. A person's question fails
 * at once where there is no connection; a backfill's waits for one.
 */
CHECKED bool gateway_ask(struct gateway *gateway, struct gateway_question *question,
                         enum flight_state *ret_state, struct error *err);

#endif
