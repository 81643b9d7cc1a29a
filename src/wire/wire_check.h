/* wire_check - the proof that a strategy sees no future: bars are poisoned, nothing may change. */
#ifndef WIRE_WIRE_CHECK_H
#define WIRE_WIRE_CHECK_H

#include "wire/wire.h"

#define WIRE_CHECK "/api/v1/strategies/check"

/* A strategy by name or text; what is not told is as the strategy says. Also to WIRE_COVERAGE. */
struct wire_check_request {
    char strategy[65];
    char *text;
    char label[256];
    char symbol[33];
    char timeframe[8];
    int64_t probes;             /* moments after which all is poisoned, three ways; 8 */
    size_t n_overrides;
    char **overrides;
};

struct wire_check_leak {
    char part[16];              /* "feature", "scale", "label", "decision" */
    char what[112];             /* the feature; "class", "signal", "equity" … */
    char poison[16];            /* "replaced", "shifted", "cut off" */
    int64_t time;               /* of the bar that changed */
    int64_t known_time;         /* of the last bar that was left as it is */
};

struct wire_check_result {
    char name[65];
    char symbol[33];
    char timeframe[8];
    char plan_hash[65];
    char data_hash[65];         /* of the bars of the base timeframe */
    int64_t start, end, bars;
    int64_t probes, runs;
    int64_t features;           /* columns */
    int64_t feature_values, scale_values, label_values, decision_values;    /* compared */
    bool is_clean;
    int64_t n_found;            /* all, also those not listed */
    size_t n_leaks;
    struct wire_check_leak *leaks;
};

extern const struct wire_field wire_check_request_fields[];
extern const struct wire_field wire_check_leak_fields[];
extern const struct wire_field wire_check_result_fields[];

WIRE_RELEASE(check_request)
WIRE_RELEASE(check_leak)
WIRE_RELEASE(check_result)

#endif
