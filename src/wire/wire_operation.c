#include "wire/wire_operation.h"

const char *const wire_operation_type_names[] = {
    "data_load", "data_import", "training", "backtest", "evaluation", "batch",
    "walk_forward", NULL
};

const char *const wire_operation_state_names[] = {
    "queued", "running", "cancelling", "completed", "failed", "cancelled", NULL
};

const struct wire_field wire_operation_progress_fields[] = {
    WIRE_NUMBER(struct wire_operation_progress, percent, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_operation_progress, phase, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_operation_progress, done, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_operation_progress, total, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_operation_progress, unit, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_operation_progress, rate, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_operation_progress, eta_seconds, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_operation_progress, message, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_operation_fields[] = {
    WIRE_TEXT(struct wire_operation, id, WIRE_REQUIRED),
    WIRE_NAME(struct wire_operation, type, wire_operation_type_names, WIRE_REQUIRED),
    WIRE_NAME(struct wire_operation, state, wire_operation_state_names, WIRE_REQUIRED),
    WIRE_TIME(struct wire_operation, created_at, WIRE_REQUIRED),
    WIRE_TIME(struct wire_operation, started_at, WIRE_NULLABLE),
    WIRE_TIME(struct wire_operation, finished_at, WIRE_NULLABLE),
    WIRE_STRUCT(struct wire_operation, progress, wire_operation_progress_fields, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_operation, parent_id, WIRE_NULLABLE),
    WIRE_FLAG(struct wire_operation, resumable, WIRE_REQUIRED),
    WIRE_RAW(struct wire_operation, request, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_operation, error, wire_error_fields, WIRE_NULLABLE),
    WIRE_TEXT(struct wire_operation, host, WIRE_NULLABLE),
    WIRE_INTEGER(struct wire_operation, attempt, WIRE_REQUIRED),
    WIRE_END
};

const struct wire_field wire_operation_list_fields[] = {
    WIRE_LIST(struct wire_operation_list, items, wire_operation_fields, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_operation_list, total, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_operation_list, next, WIRE_NULLABLE),
    WIRE_END
};

const struct wire_field wire_operation_query_fields[] = {
    WIRE_TEXT(struct wire_operation_query, status, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_operation_query, type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_operation_query, parent, WIRE_OPTIONAL),
    WIRE_FLAG(struct wire_operation_query, active, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_operation_query, limit, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_operation_query, after, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_operation_cancel_fields[] = {
    WIRE_TEXT(struct wire_operation_cancel, reason, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_operation_change_fields[] = {
    WIRE_NAME(struct wire_operation_change, state, wire_operation_state_names, WIRE_REQUIRED),
    WIRE_TIME(struct wire_operation_change, at, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_operation_change, attempt, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_operation_change, reason, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_operation_change, error, wire_error_fields, WIRE_OPTIONAL),
    WIRE_END
};
