/* manage_quality - what is missing in a series, and what looks wrong. Works on the pool. */
#ifndef MANAGERS_MANAGE_QUALITY_H
#define MANAGERS_MANAGE_QUALITY_H

#include "base/error.h"
#include "base/words.h"

struct manage_bars;
struct manage_bars_want;
struct wire_bars_gaps;
struct wire_bars_quality;

/* Wait. */
CHECKED bool manage_quality_gaps(struct manage_bars *bars, const struct manage_bars_want *want,
                                 struct wire_bars_gaps *ret_gaps, struct error *err);
CHECKED bool manage_quality_check(struct manage_bars *bars, const struct manage_bars_want *want,
                                  struct wire_bars_quality *ret_quality, struct error *err);

#endif
