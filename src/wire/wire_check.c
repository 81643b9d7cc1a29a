#include "wire/wire_check.h"

const struct wire_field wire_check_request_fields[] = {
    WIRE_TEXT(struct wire_check_request, strategy, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_check_request, text, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_check_request, label, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_check_request, symbol, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_check_request, timeframe, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_check_request, probes, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_check_request, overrides, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_check_leak_fields[] = {
    WIRE_TEXT(struct wire_check_leak, part, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_check_leak, what, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_check_leak, poison, WIRE_REQUIRED),
    WIRE_TIME(struct wire_check_leak, time, WIRE_REQUIRED),
    WIRE_TIME(struct wire_check_leak, known_time, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_check_result_fields[] = {
    WIRE_TEXT(struct wire_check_result, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_check_result, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_check_result, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_check_result, plan_hash, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_check_result, data_hash, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_check_result, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_check_result, end, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, bars, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, probes, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, runs, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, features, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, feature_values, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, scale_values, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, label_values, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, decision_values, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_check_result, is_clean, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_check_result, n_found, WIRE_REQUIRED),
    WIRE_LIST(struct wire_check_result, leaks, wire_check_leak_fields, WIRE_REQUIRED),
    WIRE_END
};
