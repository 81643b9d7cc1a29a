/* sim_hours - an instrument's sessions as texts: '20251009:0930-20251009:1600;20251011:CLOSED'. */
#ifndef IBSIM_SIM_HOURS_H
#define IBSIM_SIM_HOURS_H

#include "base/buf.h"
#include "ibsim/sim_market.h"

#include <stdint.h>

struct zone;

/* Of `days` days from that of `now` on, by the clock of `zone`. */
void sim_hours_print(const struct calendar *calendar, const struct zone *zone, int64_t now,
                     int days, struct buf *out);

/* The last session that begins before `time`, and the one so many before it (none: itself). */
int64_t sim_hours_last(const struct calendar *calendar, int64_t time);
int64_t sim_hours_back(const struct calendar *calendar, int64_t date, int64_t sessions);

#endif
