/*
 * tws_duration - how far back a request for bars reaches: '3 D', '1800 S', '1 Y'. There are no
 * minutes and no hours. Any thread; nothing to free.
 */
#ifndef IB_TWS_DURATION_H
#define IB_TWS_DURATION_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

enum { TWS_DURATION_TEXT = 24 };

enum tws_duration_unit { TWS_SECONDS, TWS_DAYS, TWS_WEEKS, TWS_MONTHS, TWS_YEARS, TWS_UNITS };

struct tws_duration {
    int64_t count;
    enum tws_duration_unit unit;
};

int64_t tws_duration_most(enum tws_duration_unit unit);     /* that IB takes: 86400 S, 365 D … */

/* What it reaches back at the least: a month may have 28 days. */
int64_t tws_duration_seconds(const struct tws_duration *duration);

/* So many of that unit that `seconds` are covered: rounded up, never down. */
struct tws_duration tws_duration_cover(int64_t seconds, enum tws_duration_unit unit);

void tws_duration_print(const struct tws_duration *duration, char ret_text[TWS_DURATION_TEXT]);

/* Fails with ERROR_INVALID on another form, a count below 1, or more than IB takes. */
CHECKED bool tws_duration_parse(const char *text, struct tws_duration *ret_duration,
                                struct error *err);

#endif
