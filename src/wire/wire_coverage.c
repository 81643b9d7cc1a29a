#include "wire/wire_coverage.h"

const struct wire_field wire_coverage_member_fields[] = {
    WIRE_TEXT(struct wire_coverage_member, name, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_member, share, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_member, strong, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_member, mean, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_coverage_zone_fields[] = {
    WIRE_NUMBER(struct wire_coverage_zone, from, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_zone, until, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_zone, share, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_coverage_set_fields[] = {
    WIRE_TEXT(struct wire_coverage_set, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_coverage_set, indicator, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_coverage_set, timeframe, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_coverage_set, values, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_set, lowest, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_set, highest, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_set, in_none, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_set, in_several, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_set, mean_sum, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_set, least_sum, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_coverage_set, most_sum, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_coverage_set, is_ruspini, WIRE_REQUIRED),
    WIRE_LIST(struct wire_coverage_set, members, wire_coverage_member_fields, WIRE_REQUIRED),
    WIRE_LIST(struct wire_coverage_set, dead_zones, wire_coverage_zone_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_coverage_result_fields[] = {
    WIRE_TEXT(struct wire_coverage_result, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_coverage_result, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_coverage_result, plan_hash, WIRE_REQUIRED),
    WIRE_TIME(struct wire_coverage_result, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_coverage_result, end, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_coverage_result, bars, WIRE_REQUIRED),
    WIRE_LIST(struct wire_coverage_result, sets, wire_coverage_set_fields, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_coverage_result, warnings, WIRE_REQUIRED),
    WIRE_END
};
