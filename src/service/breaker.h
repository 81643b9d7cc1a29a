/*
 * breaker - keeps us from asking a host that does not answer.
 *
 * Closed: everybody may ask. After `failures` in a row it opens: nobody may, for `open_ms`. Then it
 * is half open: one may try; if that goes well it closes, else it opens again. Times are
 * loop_now(). `struct breaker b = { .failures = 5, .open_ms = 10000 }` is one.
 */
#ifndef SERVICE_BREAKER_H
#define SERVICE_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

enum breaker_state { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_HALF_OPEN };

struct breaker {
    int failures;                   /* in a row; then it opens */
    int64_t open_ms;
    enum breaker_state state;       /* read only, as is what follows */
    int failed;                     /* in a row */
    int64_t until;                  /* while open */
    bool is_tried;                  /* half open: somebody is at it */
    uint64_t opened;                /* how often */
};

/* True: ask, and then tell how it went, by one of the three below. */
bool breaker_enter(struct breaker *breaker, int64_t now);
void breaker_well(struct breaker *breaker);
void breaker_failed(struct breaker *breaker, int64_t now);
void breaker_unknown(struct breaker *breaker);      /* cancelled: says nothing about the host */

const char *breaker_state_name(enum breaker_state state);

#endif
