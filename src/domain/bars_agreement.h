/*
 * bars_agreement - whether the bars of one source may extend a series of another: only where at
 * least 20 overlapping bars agree, and 95 % of all that overlap. Two bars agree whose open, high,
 * low and close each lie within a basis point; volumes differ between vendors and do not count.
 * Plain values; nothing to free; any thread.
 */
#ifndef DOMAIN_BARS_AGREEMENT_H
#define DOMAIN_BARS_AGREEMENT_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

struct bars;

enum { BARS_AGREEMENT_LEAST = 20, BARS_AGREEMENT_PERCENT = 95 };

/* Of two bars at one time. */
bool bars_agreement_is(const struct bars *stored, size_t i, const struct bars *fresh, size_t k);

/* ERROR_CONFLICT, with both numbers, where too few agree. */
CHECKED bool bars_agreement_check(int64_t overlapping, int64_t agreeing, struct error *err);

#endif
