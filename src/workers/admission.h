/*
 * admission - lets so many in at a time, and shares the places out among those who want them.
 *
 * Of those that wait the one of the highest priority goes first; among these one whose share has
 * the fewest inside; among these who came first. So a batch of a thousand does not keep others
 * out. `struct admission a = { .room = 4 }` is one. Loop thread only.
 */
#ifndef WORKERS_ADMISSION_H
#define WORKERS_ADMISSION_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct admission_share;
struct admission_waiter;

struct admission {
    size_t room;                    /* how many may be inside */
    size_t inside, waiting;         /* read only */
    struct admission_waiter *first, *last;      /* private */
    struct admission_share *shares;             /* private: those with somebody inside */
};

/* Waits. The deadline as always (0: none). share is a text, "" is one, too. */
CHECKED bool admission_enter(struct admission *admission, const char *share, int priority,
                             int64_t deadline, struct error *err);
void admission_leave(struct admission *admission, const char *share);   /* once for each enter */

#endif
