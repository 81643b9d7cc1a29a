/*
 * tws_bar_size - the one table of IB's bar sizes, and how much of each a request may ask for.
 *
 * A duration that this file gives is one that IB answers: the unit fits the size, and there is no
 * more of it than a gateway delivers without stalling. Both ends use it: the loader to ask, the
 * simulator to refuse. Any thread; nothing to free.
 */
#ifndef IB_TWS_BAR_SIZE_H
#define IB_TWS_BAR_SIZE_H

#include "domain/timeframe.h"
#include "ib/tws_duration.h"

#include <stddef.h>

struct tws_bar_size {
    const char *name;                   /* as it is sent: '1 min', '30 mins', '1W' */
    const char *alias;                  /* '1 week'; or NULL */
    int64_t seconds;                    /* nominal */
    unsigned units;                     /* 1 << enum tws_duration_unit, of those that IB takes */
    struct tws_duration most;           /* that we ask for in one request */
};

const struct tws_bar_size *tws_bar_size_at(size_t i);               /* NULL behind the last one */
const struct tws_bar_size *tws_bar_size_find(const char *name);     /* NULL if there is none */
const struct tws_bar_size *tws_bar_size_of(enum timeframe timeframe);

/* Seconds that one request covers in any case. */
int64_t tws_bar_size_reach(const struct tws_bar_size *size);

/* The shortest duration that covers `seconds`. Fails with ERROR_INVALID where that is more than
 * one request may ask for, or not above 0. */
CHECKED bool tws_bar_size_fit(const struct tws_bar_size *size, int64_t seconds,
                              char ret_duration[TWS_DURATION_TEXT], struct error *err);

/* Whether IB takes it, though we may not ask for as much. Fails with ERROR_INVALID. */
CHECKED bool tws_bar_size_check(const struct tws_bar_size *size,
                                const struct tws_duration *duration, struct error *err);

#endif
