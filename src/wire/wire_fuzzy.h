/* wire_fuzzy - a strategy's memberships over bars; the answer is wire_indicator_values. */
#ifndef WIRE_WIRE_FUZZY_H
#define WIRE_WIRE_FUZZY_H

#include "wire/wire.h"

#define WIRE_FUZZY_COMPUTE "/api/v1/fuzzy/compute"

struct wire_fuzzy_request {
    char symbol[33];
    char timeframe[8];
    char strategy[65];
    char *strategy_text;
    char strategy_label[256];
    char start[32];
    char end[32];
    int64_t limit;
};

extern const struct wire_field wire_fuzzy_request_fields[];

WIRE_RELEASE(fuzzy_request)

#endif
