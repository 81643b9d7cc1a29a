/* tws_session - messages about the connection: begin, ready, clock, errors. Texts are borrowed. */
#ifndef IB_TWS_SESSION_H
#define IB_TWS_SESSION_H

#include "ib/tws_field.h"

#include <stdbool.h>
#include <stdint.h>

struct tws_start {
    int64_t client_id;
    const char *capabilities;           /* empty */
};

/* message.id is the request that it ends or warns about; -1: the whole session. tws_code.h knows
 * what the codes mean. */
struct tws_error {
    int64_t code;
    const char *text;
    const char *reject;                 /* JSON about a refused order; from 166 */
    int64_t time_ms;                    /* since 1970 UTC; from 194 */
};

extern const struct tws_layout tws_session_layouts[];

#endif
