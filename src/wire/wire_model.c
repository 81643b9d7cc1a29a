#include "wire/wire_model.h"

const struct wire_field wire_model_epoch_fields[] = {
    WIRE_INTEGER(struct wire_model_epoch, epoch, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_model_epoch, train_loss, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_epoch, validation_loss, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_epoch, validation_accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_epoch, balanced_accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_epoch, learning_rate, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_epoch, seconds, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_model_data_fields[] = {
    WIRE_TEXT(struct wire_model_data, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model_data, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model_data, data_hash, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_model_data, count, WIRE_REQUIRED),
    WIRE_TIME(struct wire_model_data, first, WIRE_REQUIRED),
    WIRE_TIME(struct wire_model_data, last, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_model_part_fields[] = {
    WIRE_TIME(struct wire_model_part, start, WIRE_REQUIRED),
    WIRE_TIME(struct wire_model_part, end, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_model_part, rows, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_model_fit_fields[] = {
    WIRE_TEXT(struct wire_model_fit, symbol, WIRE_REQUIRED),
    WIRE_NUMBERS(struct wire_model_fit, offsets, WIRE_REQUIRED),
    WIRE_NUMBERS(struct wire_model_fit, widths, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_model_fields[] = {
    WIRE_TEXT(struct wire_model, id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model, strategy, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_model, strategy_text, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model, plan_hash, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_model, plan, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_model, overrides, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_model, fits, wire_model_fit_fields, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_model, symbols, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_model, timeframes, WIRE_REQUIRED),
    WIRE_LIST(struct wire_model, data, wire_model_data_fields, WIRE_REQUIRED),
    WIRE_POINTER(struct wire_model, train_part, wire_model_part_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_model, validation_part, wire_model_part_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_model, test_part, wire_model_part_fields, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_model, seed, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model, program_version, WIRE_REQUIRED),
    WIRE_TIME(struct wire_model, created_at, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model, operation_id, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_model, inputs, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_model, embedding, WIRE_OPTIONAL),
    WIRE_INTEGERS(struct wire_model, hidden, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model, activation, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_model, parameters, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_model, epochs_run, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_model, epoch_chosen, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model, chosen_because, WIRE_REQUIRED),
    WIRE_LIST(struct wire_model, history, wire_model_epoch_fields, WIRE_REQUIRED),
    WIRE_POINTER(struct wire_model, train, wire_metrics_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_model, validation, wire_metrics_fields, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_model, test_looks, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_model, walk, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_model, warnings, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_model_item_fields[] = {
    WIRE_TEXT(struct wire_model_item, id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model_item, name, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model_item, strategy, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_model_item, symbols, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_model_item, timeframes, WIRE_REQUIRED),
    WIRE_TIME(struct wire_model_item, created_at, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_model_item, seed, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_model_item, epoch_chosen, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_model_item, plan_hash, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_item, validation_loss, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_item, validation_accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_item, class_prior, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_item, balanced_accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_model_item, mcc, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_model_item, test_looks, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_model_list_fields[] = {
    WIRE_LIST(struct wire_model_list, items, wire_model_item_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_model_list, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_model_list, next, WIRE_NULLABLE),
    WIRE_END
};

const struct wire_field wire_model_query_fields[] = {
    WIRE_INTEGER(struct wire_model_query, limit, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_model_query, after, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_model_deleted_fields[] = {
    WIRE_TEXT(struct wire_model_deleted, id, WIRE_REQUIRED),
    WIRE_END
};
