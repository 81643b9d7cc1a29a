/*
 * trading_hours - when an instrument trades, as IB writes it, for about the next week.
 *
 *     20251009:0400-20251009:2000;20251010:CLOSED;20251012:1700-20251013:1600
 *     20090507:0700-1130,1230-1600;20090508:CLOSED                           (older gateways)
 *
 * by the clock of the contract's zone. Any thread. Owns its rows: release it.
 */
#ifndef IB_TRADING_HOURS_H
#define IB_TRADING_HOURS_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct zone;

enum { TRADING_HOURS_MOST = 512 };

struct trading_hours {
    struct trading_session {
        int64_t date;               /* 00:00Z of the day it ends on: of a future, its trade date */
        int64_t open, close;        /* seconds UTC, open <= t < close; both 0: closed that day */
    } *rows;                        /* in time's order */
    size_t n;
};

/* Fails with ERROR_BAD_DATA, naming the part: another form, sessions that overlap or go back, a
 * time that the clocks skip. "" is no sessions. */
CHECKED bool trading_hours_parse(const char *text, const struct zone *zone,
                                 struct trading_hours *ret_hours, struct error *err);

/* The same, by IB's name of the zone: 'US/Eastern', 'MET', 'EST (Eastern Standard Time)'. */
CHECKED bool trading_hours_read(const char *text, const char *zone_name,
                                struct trading_hours *ret_hours, struct error *err);
void trading_hours_release(struct trading_hours *hours);

#endif
