/*
 * feature_bars - one timeframe's bars as features see them: prices adjusted for dividends where the
 * factors are known, and lined up with the bars of the base timeframe.
 */
#ifndef DOMAIN_FEATURE_BARS_H
#define DOMAIN_FEATURE_BARS_H

#include "base/error.h"
#include "base/words.h"
#include "domain/bars.h"
#include "domain/calendar.h"

#include <stddef.h>

/* A bar that had not ended by then: there is none. */
#define FEATURE_BARS_NONE SIZE_MAX

struct feature_bars {
    struct bars bars;           /* borrowed, but for the prices where they are adjusted */
    double *adjusted;           /* owned: four columns, or NULL */
    size_t *latest;             /* owned: for each base bar the last of these to have ended by its
                                   end, or FEATURE_BARS_NONE */
};

/* Both borrowed until the release. Fails with ERROR_BAD_DATA on bars that fail bars_check(), on an
 * adjustment that is not above 0, and where a base bar would have to look at a bar so old that some
 * must be missing: more than 10 days and two bar lengths. */
CHECKED bool feature_bars_adjust(const struct bars *bars, struct feature_bars *ret_made,
                                 struct error *err);
CHECKED bool feature_bars_align(struct feature_bars *made, enum timeframe timeframe,
                                const struct bars *base, enum timeframe base_timeframe,
                                const struct calendar *calendar, struct error *err);
void feature_bars_release(struct feature_bars *made);

#endif
