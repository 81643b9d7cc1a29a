/*
 * tws_frame - pieces of the byte stream: four bytes of length, then as many of payload. Any thread.
 */
#ifndef IB_TWS_FRAME_H
#define IB_TWS_FRAME_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

enum {
    TWS_FRAME_HEAD = 4,
    TWS_FRAME_MOST = 0xffffff,      /* payload; the largest that IB's own programs take */
};

struct tws_frame {
    const char *payload;            /* borrowed from the bytes */
    size_t length;                  /* of the payload, at least 1 */
    size_t size;                    /* with its head: so many bytes are used up; 0: not whole yet */
};

/* The frame that begins the bytes, as far as they have come. Fails with ERROR_BAD_DATA on a length
 * of 0 or beyond the most: nothing that follows can be understood, so close the connection. */
CHECKED bool tws_frame_take(const char *bytes, size_t length, struct tws_frame *ret_frame,
                            struct error *err);

/* Around the adding of a payload. The end fails with ERROR_TOO_LARGE. */
size_t tws_frame_begin(struct buf *out);
CHECKED bool tws_frame_end(struct buf *out, size_t begun, struct error *err);

#endif
