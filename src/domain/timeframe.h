/* timeframe - the one table of bar lengths. No other list exists anywhere. */
#ifndef DOMAIN_TIMEFRAME_H
#define DOMAIN_TIMEFRAME_H

#include "base/error.h"
#include "base/words.h"

#include <stdint.h>

enum timeframe {
    TIMEFRAME_1_MINUTE, TIMEFRAME_5_MINUTES, TIMEFRAME_15_MINUTES, TIMEFRAME_30_MINUTES,
    TIMEFRAME_1_HOUR, TIMEFRAME_2_HOURS, TIMEFRAME_4_HOURS,
    TIMEFRAME_1_DAY, TIMEFRAME_1_WEEK, TIMEFRAME_1_MONTH,
    TIMEFRAME_COUNT
};

const char *timeframe_name(enum timeframe timeframe);           /* "1h", "1M" */
const char *timeframe_all_names(void);                          /* "1m 5m 15m …", for messages */

/* Nominal length; a month counts 30 days. What a bar's end really is, the calendar knows. */
int64_t timeframe_seconds(enum timeframe timeframe);

/* Fails with ERROR_INVALID, naming them all. Case counts: 1m is a minute, 1M a month. */
CHECKED bool timeframe_parse(const char *text, enum timeframe *ret_timeframe, struct error *err);

static inline bool timeframe_is_daily(enum timeframe timeframe)     /* or longer: stamped by date */
{
    return timeframe >= TIMEFRAME_1_DAY;
}

#endif
