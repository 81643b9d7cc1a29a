/*
 * tws_link - one connection to a gateway, as messages: hello, frames in, frames out.
 *
 * One task reads, another one writes (tws_link_drain); everybody posts. Reading never depends on
 * writing: a gateway that has stopped to read us is still read. Loop thread only.
 */
#ifndef IB_TWS_LINK_H
#define IB_TWS_LINK_H

#include "async/event.h"
#include "base/buf.h"
#include "ib/tws_encode.h"
#include "ib/tws_frame.h"

struct stream;

enum {
    TWS_LINK_OLDEST = 163,          /* below, gateways cut fractions off volumes */
    TWS_LINK_NEWEST = TWS_NEWEST,   /* above, messages are no texts any more */
    TWS_LINK_QUEUE_MOST = 1 << 20,  /* bytes not yet taken by the gateway */
    TWS_LINK_WRITE_MS = 60000,      /* so long without taking a byte: it is gone */
};

struct tws_link {
    struct tws_dialect dialect;     /* its version once the hello is done */
    int64_t last_byte_at;           /* loop_now() */
    int64_t hello_utc;              /* the gateway's clock at the hello, seconds; 0: not told */
    /* private */
    struct stream *stream;
    struct buf in, out;
    size_t chunks;                  /* that were read */
    size_t taken;                   /* of `in`: the frame that was given last, and all before */
    struct event posted, sent;
    bool is_sending;
    bool is_torn;                   /* a frame may be half written: no other can follow */
};

struct tws_link tws_link_begin(struct stream *stream);  /* the stream is the link's from now on */
void tws_link_release(struct tws_link *link);           /* closes; nobody may be waiting on it */

/* Waits. Our range, and the gateway's answer. ERROR_UNAVAILABLE for a version that is not ours. */
CHECKED bool tws_link_hello(struct tws_link *link, int64_t deadline, struct error *err);

/* Waits. For the next frame's payload, borrowed until the next call. Fails with ERROR_UNAVAILABLE
 * when the other side has closed, and ERROR_BAD_DATA on a length that makes no sense: then nothing
 * more can be understood. */
CHECKED bool tws_link_read(struct tws_link *link, int64_t deadline, struct tws_frame *ret_frame,
                           struct error *err);

/* Puts a message into the queue; ERROR_LIMIT if that is full. */
CHECKED bool tws_link_post(struct tws_link *link, const struct tws_message *message,
                           struct error *err);

/* Waits. Writes what is posted, until it is cancelled or the gateway takes nothing any more. */
CHECKED bool tws_link_drain(struct tws_link *link, struct error *err);

/* Waits. Until all that was posted is sent. */
CHECKED bool tws_link_flush(struct tws_link *link, int64_t deadline, struct error *err);

/* Waits. The orderly end: what is posted is sent, then nothing more; what still comes is read until
 * the other side closes, or the deadline. Nobody else reads or writes any more. */
void tws_link_end(struct tws_link *link, int64_t deadline);

#endif
