#include "wire/wire_prediction.h"

const struct wire_field wire_prediction_request_fields[] = {
    WIRE_TEXT(struct wire_prediction_request, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_prediction_request, timeframe, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_prediction_request, at, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_prediction_feature_fields[] = {
    WIRE_TEXT(struct wire_prediction_feature, name, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_prediction_feature, value, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_prediction_result_fields[] = {
    WIRE_TEXT(struct wire_prediction_result, model_id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_prediction_result, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_prediction_result, timeframe, WIRE_REQUIRED),
    WIRE_TIME(struct wire_prediction_result, time, WIRE_REQUIRED),
    WIRE_TIME(struct wire_prediction_result, known_at, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_prediction_result, close, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_prediction_result, signal, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_prediction_result, confidence, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_prediction_result, buy, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_prediction_result, hold, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_prediction_result, sell, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_prediction_result, threshold, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_prediction_result, features, wire_prediction_feature_fields,
                WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_prediction_result, warnings, WIRE_OPTIONAL),
    WIRE_END
};
