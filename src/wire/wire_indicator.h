/* wire_indicator - the indicators there are, and their values over bars. */
#ifndef WIRE_WIRE_INDICATOR_H
#define WIRE_WIRE_INDICATOR_H

#include "wire/wire.h"

#define WIRE_INDICATOR_LIST    "/api/v1/indicators"
#define WIRE_INDICATOR_COMPUTE "/api/v1/indicators/compute"

struct wire_indicator_param {
    char name[32];
    char unit[32];
    double fallback;            /* when not told */
    double least, most;
    bool is_whole;
};

struct wire_indicator_item {
    char name[32];
    char title[96];
    char origin[160];
    char level[16];             /* "bounded", "price" */
    bool looks_ahead;
    size_t n_inputs;
    char **inputs;
    size_t n_outputs;
    char **outputs;
    size_t n_params;
    struct wire_indicator_param *params;
};

struct wire_indicator_list {
    size_t n_items;
    struct wire_indicator_item *items;
    int64_t total;
};

struct wire_indicator_request {
    char symbol[33];
    char timeframe[8];
    size_t n_indicators;
    char **indicators;          /* "rsi:period=14", "macd" */
    char start[32];
    char end[32];
    int64_t limit;              /* the last so many bars */
};

struct wire_indicator_column {
    char name[128];
    size_t n_values;
    double *values;             /* null through the warm-up */
};

/* Also the answer of fuzzy. */
struct wire_indicator_values {
    char symbol[33];
    char timeframe[8];
    size_t n_timestamp;
    int64_t *timestamp;
    size_t n_columns;
    struct wire_indicator_column *columns;
};

extern const struct wire_field wire_indicator_param_fields[];
extern const struct wire_field wire_indicator_item_fields[];
extern const struct wire_field wire_indicator_list_fields[];
extern const struct wire_field wire_indicator_request_fields[];
extern const struct wire_field wire_indicator_column_fields[];
extern const struct wire_field wire_indicator_values_fields[];

WIRE_RELEASE(indicator_param)
WIRE_RELEASE(indicator_item)
WIRE_RELEASE(indicator_list)
WIRE_RELEASE(indicator_request)
WIRE_RELEASE(indicator_column)
WIRE_RELEASE(indicator_values)

#endif
