/*
 * tws_encode - from a message to a whole frame, by the tables. Any thread.
 */
#ifndef IB_TWS_ENCODE_H
#define IB_TWS_ENCODE_H

#include "base/buf.h"
#include "ib/tws_decode.h"

/* Adds the frame, with its length, to `out`; the sender is the one that the message has. Fails with
 * ERROR_INVALID: a message that is not there at that version, one from a client with anything but
 * printable ASCII, a time that cannot be written; with ERROR_BAD_DATA for a zone that is not known;
 * or with ERROR_TOO_LARGE. Then `out` is as before. */
CHECKED bool tws_encode(const struct tws_message *message, const struct tws_dialect *dialect,
                        struct buf *out, struct error *err);

#endif
