/* wire_coverage - how well a strategy's fuzzy sets cover the values that really come. */
#ifndef WIRE_WIRE_COVERAGE_H
#define WIRE_WIRE_COVERAGE_H

#include "wire/wire.h"

#define WIRE_COVERAGE "/api/v1/strategies/coverage"     /* the request is wire_check.h's */

struct wire_coverage_member {
    char name[41];
    double share;               /* of values that belong to it by 0.05 or more */
    double strong;              /* by 0.5 or more */
    double mean;                /* membership */
};

struct wire_coverage_zone {     /* values between these are in no set */
    double from, until;
    double share;               /* of values that lie there */
};

struct wire_coverage_set {
    char name[41];
    char indicator[41];         /* its id in the strategy */
    char timeframe[8];
    int64_t values;
    double lowest, highest;
    double in_none;             /* share of values that belong to no set by 0.05 */
    double in_several;          /* to two or more */
    double mean_sum, least_sum, most_sum;       /* of a value's memberships */
    bool is_ruspini;            /* each sum is 1 */
    size_t n_members;
    struct wire_coverage_member *members;
    size_t n_dead_zones;
    struct wire_coverage_zone *dead_zones;
};

struct wire_coverage_result {
    char name[65];
    char symbol[33];
    char plan_hash[65];
    int64_t start, end, bars;   /* of the base timeframe */
    size_t n_sets;
    struct wire_coverage_set *sets;
    size_t n_warnings;
    char **warnings;
};

extern const struct wire_field wire_coverage_member_fields[];
extern const struct wire_field wire_coverage_zone_fields[];
extern const struct wire_field wire_coverage_set_fields[];
extern const struct wire_field wire_coverage_result_fields[];

WIRE_RELEASE(coverage_member)
WIRE_RELEASE(coverage_zone)
WIRE_RELEASE(coverage_set)
WIRE_RELEASE(coverage_result)

#endif
