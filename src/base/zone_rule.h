/*
 * zone_rule - when a zone's clocks change, by a rule that holds every year: POSIX TZ texts such as
 * 'EST5EDT,M3.2.0,M11.1.0', and New York's own history of rules.
 *
 * Offsets are seconds east of Greenwich: local = UTC + offset. Plain values; any thread.
 */
#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H

#include "base/words.h"

#include <stdbool.h>
#include <stdint.h>

enum zone_rule_kind {
    ZONE_RULE_WEEKDAY,      /* M: the week-th weekday of a month, week 5 the last */
    ZONE_RULE_NO_LEAP,      /* J: day 1 to 365, February 29 not counted */
    ZONE_RULE_DAY,          /* day 0 to 365 */
};

struct zone_rule_change {
    enum zone_rule_kind kind;
    int month, week, day;   /* day: 0 Sunday … 6 Saturday, or of the year */
    int32_t seconds;        /* after local midnight, by the clock before the change */
};

struct zone_rule {
    int32_t standard, summer;               /* offsets */
    bool has_summer;
    struct zone_rule_change begin, end;     /* of summer time */
};

/* False where the text is none. Names of zones in it are not kept. */
CHECKED bool zone_rule_parse(const char *text, struct zone_rule *ret_rule);

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t utc);

/* New York: by law since 1967, with the changes of 1974, 1975, 1976, 1987 and 2007; other years
 * before 1967 are told as if the rule of 1967 had held, which it did back to 1955. */
int32_t zone_rule_new_york(int64_t utc);

#endif
