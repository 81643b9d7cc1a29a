/*
 * sse_reader - Server-Sent Events as a client reads them, by the rules of the HTML standard.
 *
 * `struct sse_reader r = {0}` is one. Add bytes as they come, then take events
 * until there are none.
 */
#ifndef NET_SSE_READER_H
#define NET_SSE_READER_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

enum { SSE_READER_MOST_BYTES = 4 << 20 };       /* of one event */

struct sse_event {                  /* texts are borrowed until the next call */
    const char *event;              /* "message" if it was not said */
    const char *id;                 /* the last that was said; "" : none yet */
    const char *data;
    size_t length;
};

struct sse_reader {
    /* private */
    struct buf in;                  /* bytes; the first `used` are done with */
    size_t used;
    bool has_begun;                 /* past a byte order mark */
    bool has_cr;                    /* the last line ended in CR: an LF now belongs to it */
    struct buf event, id, data;     /* of the event that is being read */
    bool has_data, is_given;        /* given: it was handed out, and goes with the next call */
};

/* Fails with ERROR_BAD_DATA if one event is too long. */
CHECKED bool sse_reader_add(struct sse_reader *reader, const char *bytes, size_t length,
                            struct error *err);
bool sse_reader_next(struct sse_reader *reader, struct sse_event *ret_event);
void sse_reader_release(struct sse_reader *reader);

#endif
