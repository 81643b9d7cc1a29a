#include "wire/wire_why.h"

const struct wire_field wire_why_request_fields[] = {
    WIRE_TEXT(struct wire_why_request, at, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why_request, symbol, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_why_feature_fields[] = {
    WIRE_TEXT(struct wire_why_feature, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why_feature, indicator, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why_feature, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why_feature, output, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why_feature, raw, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_why_feature, set, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why_feature, value, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_why_fill_fields[] = {
    WIRE_TEXT(struct wire_why_fill, what, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why_fill, side, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why_fill, reason, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_why_fill, time, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why_fill, quantity, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why_fill, price, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why_fill, commission, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why_fill, fees, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why_fill, net, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_why_fields[] = {
    WIRE_TEXT(struct wire_why, id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why, model_id, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_why, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why, data_hash, WIRE_OPTIONAL),
    WIRE_TIME(struct wire_why, time, WIRE_REQUIRED),
    WIRE_TIME(struct wire_why, known_at, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why, open, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, high, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, low, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, close, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, volume, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_why, phase, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, buy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why, hold, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why, sell, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_why, answer, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, confidence, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why, threshold, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_why, position_before, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, position, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_why, equity, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why, decision, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_why, order, WIRE_REQUIRED),
    WIRE_LIST(struct wire_why, in_bar, wire_why_fill_fields, WIRE_REQUIRED),
    WIRE_LIST(struct wire_why, next_bar, wire_why_fill_fields, WIRE_REQUIRED),
    WIRE_LIST(struct wire_why, features, wire_why_feature_fields, WIRE_REQUIRED),
    WIRE_END
};
