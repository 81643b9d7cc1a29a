/*
 * gate - lets so many in at a time; who waits goes in the order they came.
 *
 * `struct gate g = { .room = 4 }` is one. Loop thread only.
 */
#ifndef ASYNC_GATE_H
#define ASYNC_GATE_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct gate_waiter;

struct gate {
    size_t room;                    /* how many may be inside */
    size_t inside, waiting;         /* read only */
    struct gate_waiter *first, *last;       /* private */
};

/* Waits. Until there is room and all who came before are in; the deadline as always (0: none). */
CHECKED bool gate_enter(struct gate *gate, int64_t deadline, struct error *err);

void gate_leave(struct gate *gate);     /* once for each that entered */

#endif
