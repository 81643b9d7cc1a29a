#include "wire/wire_training.h"

#define REQUEST_FIELDS \
    WIRE_TEXT(struct wire_training_request, strategy, WIRE_OPTIONAL), \
    WIRE_OWNED(struct wire_training_request, strategy_text, WIRE_OPTIONAL), \
    WIRE_TEXT(struct wire_training_request, strategy_label, WIRE_OPTIONAL), \
    WIRE_TEXTS(struct wire_training_request, symbols, WIRE_OPTIONAL), \
    WIRE_TEXTS(struct wire_training_request, timeframes, WIRE_OPTIONAL), \
    WIRE_TEXT(struct wire_training_request, start_date, WIRE_OPTIONAL), \
    WIRE_TEXT(struct wire_training_request, end_date, WIRE_OPTIONAL), \
    WIRE_INTEGER(struct wire_training_request, seed, WIRE_OPTIONAL), \
    WIRE_TEXT(struct wire_training_request, name, WIRE_OPTIONAL), \
    WIRE_TEXTS(struct wire_training_request, overrides, WIRE_OPTIONAL), \
    WIRE_TEXT(struct wire_training_request, lockbox, WIRE_OPTIONAL)

const struct wire_field wire_training_request_fields[] = {
    REQUEST_FIELDS,
    WIRE_TEXT(struct wire_training_request, walk, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_training_start_fields[] = {
    REQUEST_FIELDS,
    WIRE_LIST(struct wire_training_request, items, wire_training_request_fields, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_training_result_fields[] = {
    WIRE_TEXT(struct wire_training_result, model_id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_training_result, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_training_result, strategy, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_training_result, symbols, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_training_result, timeframes, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_training_result, features, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_training_result, seed, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_training_result, epochs_run, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_training_result, epoch_chosen, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_training_result, resumed_from_epoch, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_training_result, resume_note, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_training_result, chosen_because, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_training_result, seconds, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_training_result, train_part, wire_model_part_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_training_result, validation_part, wire_model_part_fields,
                   WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_training_result, test_part, wire_model_part_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_training_result, train, wire_metrics_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_training_result, validation, wire_metrics_fields, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_training_result, warnings, WIRE_OPTIONAL),
    WIRE_END
};
