/* wire_ib_check - what `ktrdr ib check` walks through: the connection, then each symbol. */
#ifndef WIRE_WIRE_IB_CHECK_H
#define WIRE_WIRE_IB_CHECK_H

#include "wire/wire_ib.h"

enum wire_ib_outcome { WIRE_IB_GOOD, WIRE_IB_WARNING, WIRE_IB_FAILED, WIRE_IB_OUTCOMES };

struct wire_ib_step {
    char name[24];                  /* "connection", "contract" */
    enum wire_ib_outcome outcome;
    char text[400];                 /* what was seen */
    char next[200];                 /* what to do; "": nothing */
    double milliseconds;
};

/* Of a wire_ib_query; without a symbol: of the connection. */
struct wire_ib_check {
    char symbol[WIRE_IB_SYMBOL];
    enum wire_ib_outcome outcome;   /* the worst */
    size_t n_steps;
    struct wire_ib_step *steps;     /* owned */
};

extern const char *const wire_ib_outcome_names[];
extern const struct wire_field wire_ib_step_fields[];
extern const struct wire_field wire_ib_check_fields[];

WIRE_RELEASE(ib_check)

#endif
