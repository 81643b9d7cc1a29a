/*
 * event_reader - Server-Sent Events from bytes, in whatever pieces they come.
 *
 * `struct event_reader reader = {0}`; add what came, then take events until there is none. The
 * fields we use: event, data (one line or several), id. Comments and `retry` are passed over.
 */
#ifndef CLIENT_EVENT_READER_H
#define CLIENT_EVENT_READER_H

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

enum { EVENT_READER_MOST = 4 << 20 };

struct event_reader {
    char name[32];              /* of the last event taken; "message" if it had none */
    char id[64];                /* the last that came; stays until another comes */
    struct buf data;            /* of the last event taken */
    /* private */
    struct buf bytes;
    size_t used;
};

/* Fails with ERROR_BAD_DATA on an event longer than EVENT_READER_MOST. */
CHECKED bool event_reader_add(struct event_reader *reader, const char *bytes, size_t length,
                              struct error *err);
bool event_reader_next(struct event_reader *reader);    /* false: more bytes are needed */
void event_reader_release(struct event_reader *reader);

#endif
