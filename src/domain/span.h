/*
 * span - a length of calendar time as people say it: "5y", "18mo", "26w", "90d".
 *
 * Months and years are those of the calendar; a day that a month lacks is its last one. Days are
 * seconds at 00:00 UTC. Any thread.
 */
#ifndef DOMAIN_SPAN_H
#define DOMAIN_SPAN_H

#include "base/error.h"
#include "base/words.h"

#include <stddef.h>
#include <stdint.h>

enum { SPAN_TEXT = 24, SPAN_MOST_YEARS = 100 };

enum span_unit { SPAN_DAYS, SPAN_WEEKS, SPAN_MONTHS, SPAN_YEARS, SPAN_UNITS };

struct span {
    int64_t count;              /* above 0 */
    enum span_unit unit;
};

/* `what` names it in the error: ERROR_INVALID. */
CHECKED bool span_parse(const char *text, const char *what, struct span *ret_span,
                        struct error *err);

void span_print(const struct span *span, char ret_text[SPAN_TEXT]);

/* The day so many spans after `day`; before it with times below 0. Several at once, so that the
 * 31st of a month stays one where there is one. */
int64_t span_after(const struct span *span, int64_t day, int64_t times);

#endif
