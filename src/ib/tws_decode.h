/*
 * tws_decode - from the payload of a frame to a message, by the tables. Any thread.
 */
#ifndef IB_TWS_DECODE_H
#define IB_TWS_DECODE_H

#include "ib/tws_message.h"

struct zone;

struct tws_dialect {
    enum tws_side sender;
    int version;                /* of the server, as the hello settled it */
    const struct zone *zone;    /* the gateway's clock, for bars before 174; may be NULL */
};

/* What is not in the tables at that version is TWS_UNKNOWN: a success. Fails with ERROR_BAD_DATA,
 * naming message and field; that costs one frame, not the connection. A client's messages are taken
 * strictly, with neither a field too few nor one too many and printable ASCII only. Then
 * ret_message is empty; else release it. */
CHECKED bool tws_decode(const char *payload, size_t length, const struct tws_dialect *dialect,
                        struct tws_message *ret_message, struct error *err);

#endif
