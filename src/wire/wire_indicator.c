#include "wire/wire_indicator.h"

const struct wire_field wire_indicator_param_fields[] = {
    WIRE_TEXT(struct wire_indicator_param, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_indicator_param, unit, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_indicator_param, fallback, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_indicator_param, least, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_indicator_param, most, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_indicator_param, is_whole, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_indicator_item_fields[] = {
    WIRE_TEXT(struct wire_indicator_item, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_indicator_item, title, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_indicator_item, origin, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_indicator_item, level, WIRE_REQUIRED),
    WIRE_FLAG(struct wire_indicator_item, looks_ahead, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_indicator_item, inputs, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_indicator_item, outputs, WIRE_REQUIRED),
    WIRE_LIST(struct wire_indicator_item, params, wire_indicator_param_fields, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_indicator_list_fields[] = {
    WIRE_LIST(struct wire_indicator_list, items, wire_indicator_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_indicator_list, total, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_indicator_request_fields[] = {
    WIRE_TEXT(struct wire_indicator_request, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_indicator_request, timeframe, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_indicator_request, indicators, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_indicator_request, start, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_indicator_request, end, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_indicator_request, limit, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_indicator_column_fields[] = {
    WIRE_TEXT(struct wire_indicator_column, name, WIRE_REQUIRED),
    WIRE_NUMBERS(struct wire_indicator_column, values, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_indicator_values_fields[] = {
    WIRE_TEXT(struct wire_indicator_values, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_indicator_values, timeframe, WIRE_REQUIRED),
    WIRE_TIMES(struct wire_indicator_values, timestamp, WIRE_REQUIRED),
    WIRE_KEYED(struct wire_indicator_values, columns, wire_indicator_column_fields, WIRE_REQUIRED),
    WIRE_END
};
