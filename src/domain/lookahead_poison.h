/*
 * lookahead_poison - bars whose future is not what it was: up to `now` the same, bit by bit, and
 * after it replaced, moved or cut off. What reads only the past cannot tell the difference.
 */
#ifndef DOMAIN_LOOKAHEAD_POISON_H
#define DOMAIN_LOOKAHEAD_POISON_H

#include "domain/bars.h"
#include "domain/calendar.h"

#include <stdint.h>

enum lookahead_poison {
    LOOKAHEAD_REPLACED,         /* other bars, drawn from a seed, at another level */
    LOOKAHEAD_SHIFTED,          /* the same bars, at 7.5 times the price and the volume */
    LOOKAHEAD_CUT_OFF,          /* none at all */
    LOOKAHEAD_POISONS
};

const char *lookahead_poison_name(enum lookahead_poison how);       /* "replaced" … */

struct lookahead_poisoning {
    const struct calendar *calendar;
    enum timeframe timeframe;
    int64_t now;                /* a bar that has not ended by then is the future */
    uint64_t seed;
};

/* Bars of their own; release them. */
struct bars lookahead_poison_bars(const struct bars *bars, enum lookahead_poison how,
                                  const struct lookahead_poisoning *poisoning);

#endif
