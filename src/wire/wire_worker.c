#include "wire/wire_worker.h"

const char *const wire_worker_kind_names[] = {
    "training", "backtest", "evaluation", "prediction", "check", "coverage", "why", NULL
};

const struct wire_field wire_worker_bars_fields[] = {
    WIRE_TEXT(struct wire_worker_bars, symbol, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_worker_bars, timeframe, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_worker_bars, path, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_worker_bars, data_hash, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_worker_bars, calendar, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_bars, instrument_type, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_bars, currency, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_bars, what_to_show, WIRE_OPTIONAL),
    WIRE_END
};

const struct wire_field wire_worker_request_fields[] = {
    WIRE_INTEGER(struct wire_worker_request, protocol, WIRE_REQUIRED),
    WIRE_NAME(struct wire_worker_request, kind, wire_worker_kind_names, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_worker_request, operation_id, WIRE_REQUIRED),
    WIRE_TEXT(struct wire_worker_request, traceparent, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_worker_request, attempt, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_worker_request, parent_pid, WIRE_REQUIRED),
    WIRE_LIST(struct wire_worker_request, bars, wire_worker_bars_fields, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_worker_request, strategy_text, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_request, strategy_label, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_worker_request, model_folder, WIRE_OPTIONAL),
    WIRE_TEXTS(struct wire_worker_request, turn_folders, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_worker_request, output_folder, WIRE_REQUIRED),
    WIRE_OWNED(struct wire_worker_request, features_folder, WIRE_OPTIONAL),
    WIRE_OWNED(struct wire_worker_request, resume_file, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_request, resume_note, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_worker_request, checkpoint_seconds, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_worker_request, memory_mb, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_worker_request, seed, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_worker_request, trials, WIRE_OPTIONAL),
    WIRE_NUMBER(struct wire_worker_request, trials_variance, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_request, training, wire_training_request_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_request, backtest, wire_backtest_request_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_request, evaluation, wire_evaluation_request_fields,
                   WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_request, prediction, wire_prediction_request_fields,
                   WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_request, check, wire_check_request_fields, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_request, why, wire_why_request_fields, WIRE_OPTIONAL),
    WIRE_END
};

const char *const wire_worker_event_names[] = {
    "hello", "heartbeat", "progress", "metric", "result", "error", "checkpoint", "features", NULL
};

const struct wire_field wire_worker_message_fields[] = {
    WIRE_NAME(struct wire_worker_message, event, wire_worker_event_names, WIRE_REQUIRED),
    WIRE_INTEGER(struct wire_worker_message, protocol, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_message, version, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_worker_message, pid, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_message, trace_id, WIRE_OPTIONAL),
    WIRE_INTEGER(struct wire_worker_message, rss_bytes, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_message, checkpoint, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_message, features, WIRE_OPTIONAL),
    WIRE_TEXT(struct wire_worker_message, sandbox, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_message, progress, wire_operation_progress_fields,
                   WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_message, metric, wire_model_epoch_fields, WIRE_OPTIONAL),
    WIRE_RAW(struct wire_worker_message, result, WIRE_OPTIONAL),
    WIRE_POINTER(struct wire_worker_message, error, wire_error_fields, WIRE_OPTIONAL),
    WIRE_END
};
