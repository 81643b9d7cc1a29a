#include "wire/wire_evaluation.h"

const struct wire_field wire_evaluation_request_fields[] = {
    WIRE_TEXT(struct wire_evaluation_request, model, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_evaluation_request, start_date, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_evaluation_request, end_date, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_evaluation_result_fields[] = {
    WIRE_TEXT(struct wire_evaluation_result, model_id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_evaluation_result, name, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_evaluation_result, symbols, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_evaluation_result, timeframes, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_evaluation_result, part, WIRE_REQUIRED),
    WIRE_TIME(struct wire_evaluation_result, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_evaluation_result, end, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_evaluation_result, looks, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_evaluation_result, train_accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_evaluation_result, validation_accuracy, WIRE_OPTIONAL),
    WIRE_STRUCT(struct wire_evaluation_result, metrics, wire_metrics_fields, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_evaluation_result, warnings, WIRE_OPTIONAL),
    WIRE_END
};
