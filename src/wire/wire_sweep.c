#include "wire/wire_sweep.h"

static const struct wire_field axis_fields[] = {
    WIRE_TEXT(struct wire_sweep_axis, key, WIRE_REQUIRED),
    WIRE_TEXTS(struct wire_sweep_axis, values, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_sweep_request_fields[] = {
    WIRE_TEXT(struct wire_sweep_request, strategy, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_sweep_request, strategy_text, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sweep_request, strategy_label, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_sweep_request, symbols, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_sweep_request, timeframes, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sweep_request, start_date, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sweep_request, end_date, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sweep_request, name, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_sweep_request, overrides, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_sweep_request, axes, axis_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep_request, seeds, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_sweep_request, seed, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_sweep_row_fields[] = {
    WIRE_TEXTS(struct wire_sweep_row, values, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep_row, seeds, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep_row, completed, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep_row, failed, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_sweep_row, median, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, low, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, high, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, prior, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, log_loss, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, balanced_accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, accuracy, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, mcc, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_sweep_row, class_prior, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sweep_row, model_id, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_sweep_row, error, WIRE_OPTIONAL),
    WIRE_END
};

static const struct wire_field trials_fields[] = {
    WIRE_TEXT(struct wire_sweep_trials, symbol, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep_trials, trials, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_sweep_fields[] = {
    WIRE_TEXT(struct wire_sweep, id, WIRE_REQUIRED),
    WIRE_NAME(struct wire_sweep, state, wire_operation_state_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_sweep, strategy, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_sweep, metric, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep, trials, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep, completed, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_sweep, failed, WIRE_REQUIRED),
    WIRE_LIST(struct wire_sweep, ledger, trials_fields, WIRE_REQUIRED),
    WIRE_NUMBER(struct wire_sweep, overfitting, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_sweep, overfitting_note, WIRE_OPTIONAL),
    WIRE_LIST(struct wire_sweep, items, wire_sweep_row_fields, WIRE_REQUIRED),
    WIRE_END
};
