/*
 * ib_bars - bars of a gateway, as an ask of wire_ib_bars.h: planned, fetched, cut to what was asked
 * for. Loop thread only.
 */
#ifndef IB_IB_BARS_H
#define IB_IB_BARS_H

#include "domain/bars.h"
#include "wire/wire_ib_bars.h"

struct ib_source;

/* The requests of all asks and the seconds they take, with what the gateway is busy with; asks
 * nothing, connects nothing. ERROR_INVALID for what IB does not keep, and for times in a wrong
 * order. Release it. */
CHECKED bool ib_bars_plan(const struct ib_source *source, const struct wire_ib_plan_ask *asks,
                          struct wire_ib_plan *ret_plan, struct error *err);

/* Waits. Those that begin in [start, end), by as many requests as that takes, one after the other:
 * one for a segment of a plan. None is an answer. Owned by the caller. */
CHECKED bool ib_bars_fetch(struct ib_source *source, const struct wire_ib_ask *ask,
                           int64_t deadline, struct bars *ret_bars, struct error *err);

/* Waits. The sessions with a date in [start, end), in order. Release it. */
CHECKED bool ib_bars_schedule(struct ib_source *source, const struct wire_ib_ask *ask,
                              int64_t deadline, struct wire_ib_schedule *ret_schedule,
                              struct error *err);

#endif
